// The Vercel AI SDK with its Anthropic provider.
import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText, streamText } from "ai";
import { question, tell, waitForGo } from "./report.mjs";

const provider = createAnthropic();
const asked = { model: provider("claude-sonnet-4-6"), prompt: question, maxOutputTokens: 64, maxRetries: 0 };

tell("plain", { text: (await generateText(asked)).text });

let text = "";
for await (const part of streamText(asked).textStream) {
    if (!text) {
        tell("first", { text: part });
    }
    text += part;
}
tell("streamed", { text });

for (const model of ["error-429", "error-529"]) {
    try {
        await generateText({ ...asked, model: provider(model) });
    } catch (error) {
        tell("failed", { status: error.statusCode, kind: error.data.error.type, retryAfter: error.responseHeaders["retry-after"] ?? null });
    }
}
await waitForGo();
tell("plain", { text: (await generateText(asked)).text });
tell("done", {});
process.exit(0);
