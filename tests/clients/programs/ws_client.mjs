// The JavaScript package `ws`, through the proxy by `https-proxy-agent`, as its documentation says.
import { HttpsProxyAgent } from "https-proxy-agent";
import { WebSocket } from "ws";
import { question, tell, waitForGo } from "./report.mjs";

const url = "wss://api.openai.com/v1/realtime";

function options() {
    return {
        agent: new HttpsProxyAgent(process.env.HTTPS_PROXY),
        headers: { Authorization: "Bearer " + process.env.OPENAI_API_KEY },
    };
}

function open(target) {
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(target, options());
        socket.received = [];
        socket.waiting = [];
        socket.on("message", (data) => {
            const message = JSON.parse(data.toString());
            const next = socket.waiting.shift();
            next ? next(message) : socket.received.push(message);
        });
        socket.on("open", () => resolve(socket));
        socket.on("unexpected-response", (_request, answer) => {
            let text = "";
            answer.on("data", (part) => (text += part));
            answer.on("end", () => reject({ status: answer.statusCode, headers: answer.headers, text }));
        });
        socket.on("error", reject);
    });
}

function next(socket) {
    return new Promise((resolve) => {
        const message = socket.received.shift();
        message ? resolve(message) : socket.waiting.push(resolve);
    });
}

async function ask(socket) {
    socket.send(JSON.stringify({ question }));
    const answer = await next(socket);
    tell("plain", { text: answer.heard === [...question].length ? answer.text : "it heard something else" });
}

const socket = await open(url);
tell("extensions", { value: socket.extensions });
await ask(socket);

socket.send(JSON.stringify({ question, stream: true }));
let text = "";
for (let part = await next(socket); !part.done; part = await next(socket)) {
    if (!text) {
        tell("first", { text: part.delta });
    }
    text += part.delta;
}
tell("streamed", { text });

try {
    await open(url + "?model=error-429");
} catch (refusal) {
    tell("failed", { status: refusal.status, kind: JSON.parse(refusal.text).error.type, retryAfter: refusal.headers["retry-after"] ?? null });
}
await waitForGo();
// The key was replaced: what is asked on the older connection ends it, and a new one carries the new key.
const ended = new Promise((resolve) => socket.once("close", (code) => resolve(code)));
socket.on("error", () => {});
socket.send(JSON.stringify({ question }));
tell("ended", { clean: (await ended) !== 1006 });
const again = await open(url);
await ask(again);
const closed = new Promise((resolve) => again.once("close", (code) => resolve(code)));
again.close(1000);
tell("closed", { code: await closed });
tell("done", {});
process.exit(0);
