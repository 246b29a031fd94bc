// The official JavaScript package `@anthropic-ai/sdk`, under Node and under Bun.
import Anthropic from "@anthropic-ai/sdk";
import { question, tell, waitForGo } from "./report.mjs";

const client = new Anthropic({ maxRetries: 0, timeout: 60000 });
const asked = { model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: question }] };

const ids = [];
for await (const model of client.models.list()) {
    ids.push(model.id);
}
tell("models", { ids });
tell("plain", { text: (await client.messages.create(asked)).content[0].text });

let text = "";
for await (const event of await client.messages.create({ ...asked, stream: true })) {
    if (event.type === "content_block_delta") {
        if (!text) {
            tell("first", { text: event.delta.text });
        }
        text += event.delta.text;
    }
}
tell("streamed", { text });

for (const model of ["error-429", "error-529"]) {
    try {
        await client.messages.create({ ...asked, model });
    } catch (error) {
        tell("failed", { status: error.status, kind: error.error.error.type, retryAfter: error.headers.get("retry-after") });
    }
}
await waitForGo();
tell("plain", { text: (await client.messages.create(asked)).content[0].text });
tell("done", {});
process.exit(0);
