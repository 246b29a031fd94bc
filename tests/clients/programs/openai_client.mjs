// The official JavaScript package `openai`: both of its APIs, plain and streamed.
import OpenAI from "openai";
import { question, tell, waitForGo } from "./report.mjs";

const client = new OpenAI({ maxRetries: 0, timeout: 60000 });
const asked = { model: "gpt-5.2", messages: [{ role: "user", content: question }] };

const ids = [];
for await (const model of client.models.list()) {
    ids.push(model.id);
}
tell("models", { ids });
tell("plain", { text: (await client.chat.completions.create(asked)).choices[0].message.content });
tell("plain", { text: (await client.responses.create({ model: "gpt-5.2", input: question })).output_text });

let text = "";
for await (const event of await client.responses.create({ model: "gpt-5.2", input: question, stream: true })) {
    if (event.type === "response.output_text.delta") {
        if (!text) {
            tell("first", { text: event.delta });
        }
        text += event.delta;
    }
}
tell("streamed", { text });
text = "";
for await (const part of await client.chat.completions.create({ ...asked, stream: true })) {
    text += part.choices[0].delta.content ?? "";
}
tell("streamed", { text });

for (const model of ["error-429", "error-500"]) {
    try {
        await client.chat.completions.create({ ...asked, model });
    } catch (error) {
        tell("failed", { status: error.status, kind: error.error.type, retryAfter: error.headers.get("retry-after") });
    }
}
await waitForGo();
tell("plain", { text: (await client.chat.completions.create(asked)).choices[0].message.content });
tell("done", {});
process.exit(0);
