// LangChain's package for Anthropic.
import { ChatAnthropic } from "@langchain/anthropic";
import { question, tell, waitForGo } from "./report.mjs";

function chat(model) {
    return new ChatAnthropic({ model, maxTokens: 64, maxRetries: 0 });
}

const asked = chat("claude-sonnet-4-6");
tell("plain", { text: (await asked.invoke(question)).text });

let text = "";
for await (const part of await asked.stream(question)) {
    if (!text && part.text) {
        tell("first", { text: part.text });
    }
    text += part.text;
}
tell("streamed", { text });

for (const model of ["error-429", "error-529"]) {
    try {
        await chat(model).invoke(question);
    } catch (error) {
        tell("failed", { status: error.status, kind: error.error.error.type, retryAfter: error.headers.get("retry-after") });
    }
}
await waitForGo();
tell("plain", { text: (await asked.invoke(question)).text });
tell("done", {});
process.exit(0);
