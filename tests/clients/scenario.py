"""One client's test: how it is started, what it is expected to tell, and the checks on that."""

import json
import os
import subprocess
import threading

from provider import Gate
from ways import Way

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs")
LIMIT = 150
OWN_GEMINI_KEY = "AIza" + "OwnKeyOfTheAgent".ljust(35, "0")


class Scenario:
    """A client program that speaks the protocol of programs/report.py."""

    kind = "api_key"
    host = "api.anthropic.com"
    models = ["claude-opus-4-8", "claude-sonnet-4-6", "claude-haiku-4-5"]
    plain = 1
    streamed = 1
    failures = [(429, "rate_limit_error", "7"), (529, "overloaded_error", None)]
    placeholder = ("ANTHROPIC_API_KEY", "sk-ant-api03-ksPlaceholder")
    # "strict" for clients that also call home: with their own servers refused they must do their work all the same.
    host_access = "open"
    rows = []  # (host, kind) of what must be in the log

    def __init__(self, *command, way=None):
        self._command = command
        self.way = way or Way()

    def command(self, clients):
        return [part.format(clients=clients, programs=PROGRAMS) for part in self._command]

    def extra_environment(self, _test):
        """What its user has set besides."""
        return {}

    def credentialed(self, _request):
        """Whether this request must carry the key. (Some clients make calls that need none.)"""
        return True

    def look_at_environment(self, test):
        """What a launched command is given: a placeholder, never the key."""
        process = test.gateway.run("/usr/bin/env", "-0", extra={"ANTHROPIC_BASE_URL": "http://127.0.0.1:1", "ANTHROPIC_AUTH_TOKEN": "x"})
        out, errors = process.communicate(timeout=LIMIT)
        test.agent_saw(out + errors)
        test.check(process.returncode == 0, "`run -- env` ended with %d: %s" % (process.returncode, errors.decode()[-500:]))
        variables = dict(item.decode().partition("=")[::2] for item in out.split(b"\0") if item)
        name, start = self.placeholder
        test.check(variables.get(name, "").startswith(start), "%s holds a placeholder" % name)
        test.check(variables.get("HTTPS_PROXY", "").endswith("@" + test.gateway.address), "HTTPS_PROXY leads to the gateway")
        for bypass in ("ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"):
            test.check(bypass not in variables, bypass + " is taken out of the environment")

    def drive(self, test, clients):
        test.provider.gate = gate = Gate()
        process = self.way.start(test, self.command(clients), self.extra_environment(test))
        watchdog = threading.Timer(LIMIT, process.kill)
        watchdog.start()
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        told = {"models": [], "plain": [], "first": [], "streamed": [], "failed": [], "done": []}
        for line in process.stdout:
            test.agent_saw(line)
            try:
                event = json.loads(line)
            except ValueError:
                test.check(False, "the client printed: " + line.decode(errors="replace")[:500])
                continue
            if event["event"] == "first":
                # The rest of the stream is sent only now: a gateway that collects the answer would wait for ever.
                gate.release()
            if event["event"] == "ready":
                test.rotate(self.host)
                process.stdin.write(b"go\n")
                process.stdin.flush()
            told.setdefault(event["event"], []).append(event)
        process.wait()
        reader.join()
        watchdog.cancel()
        test.agent_saw(errors[0])
        if not test.check(process.returncode == 0, "the client ended with %d" % process.returncode):
            print(errors[0].decode(errors="replace")[-3000:])
        wanted = [self.models] if self.models else []
        test.check([event["ids"] for event in told["models"]] == wanted, "the list of models is intact")
        test.check([event["text"] for event in told["plain"]] == [test.answer] * (self.plain + 1), "the plain answers are intact")
        test.check([event["text"] for event in told["streamed"]] == [test.answer] * self.streamed, "the streamed answer is intact")
        test.check(len(told["first"]) == 1 and gate.was_waited_for.is_set() and not gate.timed_out,
                   "the first chunk arrived before the rest was sent")
        test.check([(event["status"], event["kind"], event["retryAfter"]) for event in told["failed"]] == self.failures,
                   "the provider's errors arrive as they are: %s" % told["failed"])
        test.check(len(told["done"]) == 1, "the client came to its end")
        self.way.ended(test)
        return told
