"""What each client program tells its test, one JSON object a line, and the requests that all of them make."""

import json
import os
import sys

URL = "https://api.anthropic.com"
MODEL = "claude-sonnet-4-6"
# Above one socket buffer and not ASCII only: a body that a proxy must pass without looking at its text.
QUESTION = "Wie heißt der Prüfstein? " + "⚙ " * 20000


def headers():
    return {"x-api-key": os.environ["ANTHROPIC_API_KEY"], "anthropic-version": "2023-06-01", "content-type": "application/json"}


def message(model=MODEL, stream=False, question=QUESTION):
    return {"model": model, "max_tokens": 64, "stream": stream, "messages": [{"role": "user", "content": question}]}


def tell(event, **fields):
    print(json.dumps(dict(fields, event=event)), flush=True)


def tell_models(document):
    tell("models", ids=[model["id"] for model in document["data"]])


def tell_plain(document):
    tell("plain", text=document["content"][0]["text"])


def tell_failed(status, document, response_headers):
    tell("failed", status=status, kind=document["error"]["type"], retryAfter=response_headers.get("retry-after"))


class Stream:
    """Reads server-sent events from lines, and reports the first text at the moment when it arrives."""

    def __init__(self):
        self._text = ""

    def line(self, line):
        if not line.startswith("data: "):
            return
        event = json.loads(line[len("data: "):])
        if event["type"] == "content_block_delta":
            if not self._text:
                tell("first", text=event["delta"]["text"])
            self._text += event["delta"]["text"]
        if event["type"] == "message_stop":
            tell("streamed", text=self._text)


def wait_for_go():
    """The test changes something now, then writes a line."""
    tell("ready")
    sys.stdin.readline()
