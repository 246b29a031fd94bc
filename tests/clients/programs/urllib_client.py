"""urllib of Python's standard library: its CONNECT has no Host, and each request is a connection of its own."""

import json
import urllib.error
import urllib.request

import report


def ask(path, document=None):
    body = json.dumps(document).encode() if document else None
    return urllib.request.urlopen(urllib.request.Request(report.URL + path, data=body, headers=report.headers()), timeout=60)


report.tell_models(json.load(ask("/v1/models")))
report.tell_plain(json.load(ask("/v1/messages", report.message())))
stream = report.Stream()
with ask("/v1/messages", report.message(stream=True)) as answer:
    for line in answer:
        stream.line(line.decode().rstrip("\n"))
for model in ("error-429", "error-529"):
    try:
        ask("/v1/messages", report.message(model))
    except urllib.error.HTTPError as error:
        report.tell_failed(error.code, json.load(error), error.headers)
report.wait_for_go()
report.tell_plain(json.load(ask("/v1/messages", report.message())))
report.tell("done")
