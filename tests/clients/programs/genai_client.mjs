// Google's package `@google/genai`, which finds its key in the environment.
import { GoogleGenAI } from "@google/genai";
import { question, tell } from "./report.mjs";

const { models } = new GoogleGenAI({});
const asked = { model: "gemini-3-pro", contents: question };

tell("plain", { text: (await models.generateContent(asked)).text });

let text = "";
for await (const part of await models.generateContentStream(asked)) {
    if (!text) {
        tell("first", { text: part.text });
    }
    text += part.text;
}
tell("streamed", { text });
tell("done", {});
process.exit(0);
