"""The Python package `websockets`, which finds the proxy in the environment by itself."""

import asyncio
import json
import os

import websockets

import report

URL = "wss://api.openai.com/v1/realtime"


def connect(url=URL):
    return websockets.connect(url, additional_headers={"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"]})


async def ask(connection):
    await connection.send(json.dumps({"question": report.QUESTION}))
    answer = json.loads(await connection.recv())
    report.tell("plain", text=answer["text"] if answer["heard"] == len(report.QUESTION) else "it heard something else")


async def main():
    connection = await connect()
    report.tell("extensions", value=", ".join(extension.name for extension in connection.protocol.extensions))
    await ask(connection)

    await connection.send(json.dumps({"question": report.QUESTION, "stream": True}))
    text = ""
    while not (part := json.loads(await connection.recv())).get("done"):
        if not text:
            report.tell("first", text=part["delta"])
        text += part["delta"]
    report.tell("streamed", text=text)

    try:
        await connect(URL + "?model=error-429")
    except websockets.InvalidStatus as refusal:
        report.tell_failed(refusal.response.status_code, json.loads(refusal.response.body), refusal.response.headers)
    report.wait_for_go()
    # The key was replaced: what is asked on the older connection ends it, and a new one carries the new key.
    try:
        await connection.send(json.dumps({"question": report.QUESTION}))
        await connection.recv()
    except websockets.ConnectionClosedError:
        report.tell("ended", clean=False)
    async with connect() as again:
        await ask(again)
        await again.close()
        report.tell("closed", code=again.close_code)
    report.tell("done")


asyncio.run(main())
