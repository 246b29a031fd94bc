"""Debian's python3-aiohttp."""

import asyncio

import aiohttp

import report


async def main():
    # trust_env: aiohttp looks at the proxy variables only when it is told to.
    async with aiohttp.ClientSession(headers=report.headers(), trust_env=True) as session:
        async with session.get(report.URL + "/v1/models") as answer:
            report.tell_models(await answer.json())
        async with session.post(report.URL + "/v1/messages", json=report.message()) as answer:
            report.tell_plain(await answer.json())
        stream = report.Stream()
        async with session.post(report.URL + "/v1/messages", json=report.message(stream=True)) as answer:
            async for line in answer.content:
                stream.line(line.decode().rstrip("\n"))
        for model in ("error-429", "error-529"):
            async with session.post(report.URL + "/v1/messages", json=report.message(model)) as answer:
                report.tell_failed(answer.status, await answer.json(), answer.headers)
        report.wait_for_go()
        async with session.post(report.URL + "/v1/messages", json=report.message()) as answer:
            report.tell_plain(await answer.json())
    report.tell("done")


asyncio.run(main())
