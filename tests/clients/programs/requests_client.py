"""Debian's python3-requests."""

import requests

import report

session = requests.Session()
session.headers.update(report.headers())
report.tell_models(session.get(report.URL + "/v1/models", timeout=60).json())
report.tell_plain(session.post(report.URL + "/v1/messages", json=report.message(), timeout=60).json())
stream = report.Stream()
with session.post(report.URL + "/v1/messages", json=report.message(stream=True), stream=True, timeout=60) as answer:
    answer.encoding = "utf-8"
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        stream.line(line)
for model in ("error-429", "error-529"):
    answer = session.post(report.URL + "/v1/messages", json=report.message(model), timeout=60)
    report.tell_failed(answer.status_code, answer.json(), answer.headers)
report.wait_for_go()
report.tell_plain(session.post(report.URL + "/v1/messages", json=report.message(), timeout=60).json())
report.tell("done")
