"""Debian's python3-httpx."""

import httpx

import report

with httpx.Client(headers=report.headers(), base_url=report.URL, timeout=60) as client:
    report.tell_models(client.get("/v1/models").json())
    report.tell_plain(client.post("/v1/messages", json=report.message()).json())
    stream = report.Stream()
    with client.stream("POST", "/v1/messages", json=report.message(stream=True)) as answer:
        for line in answer.iter_lines():
            stream.line(line.rstrip("\n"))
    for model in ("error-429", "error-529"):
        answer = client.post("/v1/messages", json=report.message(model))
        report.tell_failed(answer.status_code, answer.json(), answer.headers)
    report.wait_for_go()
    report.tell_plain(client.post("/v1/messages", json=report.message()).json())
report.tell("done")
