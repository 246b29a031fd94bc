// fetch() as the runtime has it, under Node 20 (with the file that `keysluice run` gives it) and Deno.
import process from "node:process";
import { question, tell, waitForGo } from "./report.mjs";

const url = "https://api.anthropic.com/v1/";
const headers = { "x-api-key": process.env.ANTHROPIC_API_KEY, "anthropic-version": "2023-06-01" };
const asked = { model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: question }] };

function ask(more) {
    return fetch(url + "messages", {
        method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify({ ...asked, ...more }),
    });
}

async function tellPlain() {
    tell("plain", { text: (await (await ask()).json()).content[0].text });
}

tell("models", { ids: (await (await fetch(url + "models", { headers })).json()).data.map((model) => model.id) });
await tellPlain();

let text = "";
let rest = "";
for await (const piece of (await ask({ stream: true })).body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop();
    for (const line of lines.filter((each) => each.startsWith("data: "))) {
        const event = JSON.parse(line.slice("data: ".length));
        if (event.type === "content_block_delta") {
            if (!text) {
                tell("first", { text: event.delta.text });
            }
            text += event.delta.text;
        }
    }
}
tell("streamed", { text });

for (const model of ["error-429", "error-529"]) {
    const answer = await ask({ model });
    tell("failed", { status: answer.status, kind: (await answer.json()).error.type, retryAfter: answer.headers.get("retry-after") });
}
await waitForGo();
await tellPlain();
tell("done", {});
process.exit(0);
