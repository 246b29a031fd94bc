// The official JavaScript packages, as their users have them: with their own repetitions. Prints the error that is thrown.
import process from "node:process";

const messages = [{ role: "user", content: "?" }];
try {
    if (process.argv[2] === "openai") {
        const { default: OpenAI } = await import("openai");
        await new OpenAI().chat.completions.create({ model: "gpt-5.2", messages });
    } else {
        const { default: Anthropic } = await import("@anthropic-ai/sdk");
        await new Anthropic().messages.create({ model: "claude-sonnet-4-6", max_tokens: 64, messages });
    }
} catch (error) {
    console.log(String(error), error.cause ? String(error.cause) : "");
    process.exitCode = 1;
}
