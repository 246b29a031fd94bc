"""wget, started as a shell script would start it. It sends no ALPN, and Proxy-Connection inside the tunnel."""

import json
import os
import subprocess
import tempfile

import report

# wget knows no variable for certificates; its users name the file.
OPTIONS = ["--quiet", "--content-on-error", "--server-response", "--tries=1", "--timeout=90", "--output-document=-",
           "--ca-certificate=" + os.environ["SSL_CERT_FILE"]]


def wget(path, document=None):
    command = ["wget", *OPTIONS, *("--header=%s: %s" % field for field in report.headers().items())]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as body:
        if document is not None:
            json.dump(document, body)
            body.flush()
            command.append("--post-file=" + body.name)
        process = subprocess.Popen(command + [report.URL + path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for line in process.stdout:
            yield line.decode()
        head = process.stderr.read().decode()
        process.wait()
    fields = [line.strip() for line in head.split("\n")]
    status = [int(line.split(" ")[1]) for line in fields if line.startswith("HTTP/")][-1]
    yield status, {name.lower(): value for name, _, value in (line.partition(": ") for line in fields)}


def whole(path, document=None):
    *parts, (status, fields) = wget(path, document)
    return json.loads("".join(parts)), status, fields


report.tell_models(whole("/v1/models")[0])
report.tell_plain(whole("/v1/messages", report.message())[0])
stream = report.Stream()
for part in wget("/v1/messages", report.message(stream=True)):
    if isinstance(part, str):
        stream.line(part.rstrip("\n"))
for model in ("error-429", "error-529"):
    body, status, fields = whole("/v1/messages", report.message(model))
    report.tell_failed(status, body, fields)
report.wait_for_go()
report.tell_plain(whole("/v1/messages", report.message())[0])
report.tell("done")
