#!/usr/bin/env python3
"""Rules as a real client meets them while the window runs: what is asked, approved, denied, not answered, blocked and limited.

    approvals.py --keysluice BINARY --clients FOLDER CLIENT
"""

import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile
import time

from drive import ANSWER, ANTHROPIC
from gateway import Failed, Gateway, new_key
from provider import Provider
from scenarios import PROGRAMS

SOON = 110   # for a client on a busy machine; who asks again in silence takes minutes
PATIENCE = 120

CLAUDE_CODE = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "IS_SANDBOX": "1"}
CLIENTS = {
    "anthropic-python": (["{clients}/python/bin/python", "{programs}/refused_client.py"], {}),
    "claude-code": (["{clients}/bin/claude", "-p", "Say the word."], CLAUDE_CODE),
}

MESSAGES = {"paths": ["/v1/messages"]}
ASK = {"decision": "ask", "name": "ask me", "conditions": MESSAGES}


def until(what, wanted):
    """Looks again and again; what it waits for comes by itself."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = wanted()
        if found:
            return found
        time.sleep(0.1)
    raise Failed("there was no " + what)


class Run:
    def __init__(self, gateway, provider, clients, client):
        self._gateway = gateway
        self._provider = provider
        self._clients = clients
        self._command, self._environment = CLIENTS[client]
        self.failures = []

    def check(self, holds, what):
        if not holds:
            self.failures.append(what)
            print("FAILED " + what, flush=True)

    def use(self, rules, limits=()):
        self._gateway.keysluice("rule", "import", text=json.dumps({"version": 1, "rules": rules, "limits": list(limits)}))

    def start(self):
        command = [part.format(clients=self._clients, programs=PROGRAMS) for part in self._command]
        process = self._gateway.run(*command, extra=self._environment)
        process.stdin.close()
        process.stdin = None
        return process

    def waiting(self):
        return json.loads(self._gateway.keysluice("approval", "list", "--json"))["approvals"]

    def messages(self):
        return sum(1 for request in self._provider.requests if request.path == "/v1/messages")

    def finish(self, process):
        """(what it showed, its exit code, seconds)"""
        started = time.monotonic()
        try:
            out, errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            self.check(False, "the client ends by itself")
        return (out + errors).decode(errors="replace"), process.returncode, time.monotonic() - started

    def answered(self, name, answer, hint):
        """Asked once, answered so; `hint`: what the person at the client sees, None when it gets through."""
        process = self.start()
        before = self.messages()
        while True:  # some clients ask for more than one thing
            found = until("request that waits, or end of the client",
                          lambda: self.waiting() or ([None] if process.poll() is not None else []))
            if found == [None]:
                break
            self.check(self.messages() == before or hint is None, name + ": nothing is sent before an answer")
            answer(found[0]["id"])
            until("end of the wait", lambda: all(each["id"] != found[0]["id"] for each in self.waiting()))
        shown, code, _ = self.finish(process)
        print("%s: exit %d: %s" % (name, code, shown.strip()[:300]), flush=True)
        if hint is None:
            self.check(code == 0, name + ": the client is content")
            self.check(self.messages() > before, name + ": the provider was asked")
        else:
            self.check(code != 0 and hint in shown, name + ": its user sees why")
            self.check(self.messages() == before, name + ": nothing reached the provider")

    def refused(self, name, hint):
        process = self.start()
        before = self.messages()
        shown, code, seconds = self.finish(process)
        print("%s: %.1f s, exit %d: %s" % (name, seconds, code, shown.strip()[:300]), flush=True)
        self.check(code != 0 and hint in shown, name + ": its user sees why")
        self.check(seconds <= SOON, name + ": soon")
        self.check(self.messages() == before, name + ": nothing reached the provider")

    def play(self):
        keysluice = self._gateway.keysluice
        self.use([ASK])
        self.answered("approve", lambda id: keysluice("approval", "approve", id), None)
        self.answered("deny", lambda id: keysluice("approval", "deny", id), "denied it")
        self.use([dict(ASK, answerSeconds=10)])
        self.answered("no answer", lambda id: until("time-out", lambda: all(each["id"] != id for each in self.waiting())),
                      "did not answer in time")
        self.use([{"decision": "block", "reason": "Only small models may be used here.", "conditions": {"models": ["*"]}}])
        self.refused("blocked", "Only small models may be used here.")
        self.use([], [{"requests": 1, "period": "day", "scope": "together", "name": "one a day", "conditions": MESSAGES}])
        first = self.start()
        self.check(self.finish(first)[1] == 0, "limited: the first one passes")
        self.refused("limited", "one a day")

    def recover(self):
        """With a limit that clears within a minute, the client waits as it is told, and gets through."""
        self.use([], [{"requests": 1, "period": "minute", "scope": "together", "name": "one a minute", "conditions": MESSAGES}])
        before = self.messages()
        for _ in range(3):  # at most one of them begins a new minute by itself
            self.check(self.finish(self.start())[1] == 0, "one a minute: the client gets through")
        self.check(self.messages() == before + 3, "one a minute: the provider was asked three times")
        rows = [json.loads(line) for line in self._gateway.keysluice("log", "--limit", "1000", "--json").splitlines()]
        self.check(any(row["code"] == "rate_limited" and row["status"] == 429 for row in rows), "one a minute: it was told to wait")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keysluice", required=True)
    parser.add_argument("--clients", required=True)
    parser.add_argument("client", choices=sorted(CLIENTS))
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.clients, "installed")):
        sys.exit("The clients are not installed: run `bash packaging/setup-clients.sh` first.")
    with tempfile.TemporaryDirectory(prefix="keysluice-provider-") as folder:
        key = new_key("sk-ant-api03-", 108, "AA")
        provider = Provider(folder, {ANTHROPIC: {"x-api-key": key}}, ANSWER)
        window = None
        try:
            with Gateway(os.path.abspath(options.keysluice), provider) as gateway:
                gateway.keysluice("agent", "add", "ci", "--json")
                gateway.add_secret("anthropic", "anthropic", key)
                with open(os.path.join(gateway.root, "window.log"), "wb") as log:
                    window = subprocess.Popen(gateway.window_command(), env=dict(gateway.environment(), QT_QPA_PLATFORM="offscreen"),
                                              stdin=subprocess.DEVNULL, stdout=log, stderr=log)
                # A command that came before the window would work on the vault by itself, and keep it from the window.
                until("window", lambda: glob.glob(os.path.join(gateway.root, "runtime", "**", "*.sock*"), recursive=True))
                until("gateway", lambda: json.loads(gateway.keysluice("status", "--json"))["gateway"]["running"])
                run = Run(gateway, provider, os.path.abspath(options.clients), options.client)
                run.play()
                if options.client == "anthropic-python":
                    run.recover()
                window.terminate()
                run.check(window.wait(30) == 0, "the window ends when it is asked to")
        except Failed as error:
            sys.exit(str(error))
        finally:
            if window and window.poll() is None:
                window.kill()
            provider.close()
    print("%s: %d failed checks" % (options.client, len(run.failures)))
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
