"""curl, started as a shell script would start it; only its output is read here."""

import json
import subprocess
import tempfile

import report

HEADERS = [argument for name, value in report.headers().items() for argument in ("-H", "%s: %s" % (name, value))]


def curl(path, document=None, *more):
    command = ["curl", "--silent", "--show-error", "--no-buffer", "--max-time", "90", *HEADERS, *more]
    if document is None:
        return subprocess.Popen(command + [report.URL + path], stdout=subprocess.PIPE)
    body = tempfile.TemporaryFile()
    body.write(json.dumps(document).encode())
    body.seek(0)
    return subprocess.Popen(command + ["--data-binary", "@-", report.URL + path], stdin=body, stdout=subprocess.PIPE)


def output(process):
    out, _ = process.communicate()
    if process.returncode != 0:
        raise SystemExit("curl ended with %d" % process.returncode)
    return out


report.tell_models(json.loads(output(curl("/v1/models"))))
report.tell_plain(json.loads(output(curl("/v1/messages", report.message()))))
# Over 1 MB curl asks for "100 Continue" first.
large = report.message(question="x" * 3000000)
report.tell_plain(json.loads(output(curl("/v1/messages", large))))
stream = report.Stream()
running = curl("/v1/messages", report.message(stream=True))
for raw in running.stdout:
    stream.line(raw.decode().rstrip("\n"))
output(running)
for model in ("error-429", "error-529"):
    head, _, body = output(curl("/v1/messages", report.message(model), "--include")).decode().rpartition("\r\n\r\n")
    lines = head.rpartition("\r\n\r\n")[2].split("\r\n")
    fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    report.tell_failed(int(lines[0].split(" ")[1]), json.loads(body), fields)
report.wait_for_go()
report.tell_plain(json.loads(output(curl("/v1/messages", report.message()))))
report.tell("done")
