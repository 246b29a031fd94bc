#!/usr/bin/env python3
"""What real clients make of the gateway's own answers: the user's next step is shown at once, and nothing is asked again and again.

    refusals.py --keysluice BINARY --clients FOLDER CLIENT [CASE...]
"""

import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from drive import ANSWER, ANTHROPIC, OPENAI
from gateway import Failed, Gateway, new_key
from provider import Provider
from scenarios import PROGRAMS

# Clients that ask again in silence do so for minutes, and that is what these are for: how often each asked is counted.
# What a client needs to start on a busy machine (some seconds on an idle one) is not to fail.
SOON = 110
LIMIT = 180  # a client that says nothing for so long is stopped, and has failed
AWAY = 1000


class Case:
    """A state of the gateway, and how often a client may ask in it."""

    def __init__(self, code, hint, enter, leave=None, attempts=1):
        self.code = code
        self.hint = hint  # a part of the sentence that the person in front of the client must see
        self.enter = enter
        self.leave = leave
        self.attempts = attempts


def disable(gateway, _provider):
    for name in ("anthropic", "openai"):
        gateway.keysluice("secret", "disable", name)


def enable(gateway, _provider):
    for name in ("anthropic", "openai"):
        gateway.keysluice("secret", "enable", name)


def go_away(_gateway, provider):
    provider.drops = AWAY


def come_back(_gateway, provider):
    provider.drops = 0


def remove(gateway, _provider):
    for name in ("anthropic", "openai"):
        gateway.keysluice("secret", "remove", name)


CASES = {
    "disabled": Case("credential_disabled", "switched off", disable, enable),
    # Claude Code asks once more, whatever the answer says.
    "paused": Case("paused", "is paused", lambda gateway, _: gateway.keysluice("pause"),
                   lambda gateway, _: gateway.keysluice("resume"), attempts=2),
    "locked": Case("vault_locked", "is locked", lambda gateway, _: gateway.keysluice("lock"),
                   lambda gateway, _: gateway.keysluice("unlock"), attempts=2),
    # A provider that is away may be back a moment later: here clients may ask again, as they would without a gateway.
    "unreachable": Case("upstream_reset", "closed the connection", go_away, come_back, attempts=3),
    "removed": Case("credential_missing", "has no key", remove),
}


class Client:
    def __init__(self, *command, environment=None, cases=tuple(CASES)):
        self._command = command
        self._environment = environment or {}
        self.cases = cases

    def ask(self, gateway, clients, enter):
        """Started first; then the state is entered, and the client asks.

        (what it showed, seconds until it ended or None when it had to be stopped, exit code)"""
        command = [part.format(clients=clients, programs=PROGRAMS) for part in self._command]
        process = gateway.run("/bin/sh", "-c", 'echo started; read -r go; exec "$@" </dev/null', "sh", *command,
                              extra=self._environment)
        process.stdout.readline()
        enter()
        started = time.monotonic()
        process.stdin.write(b"go\n")
        process.stdin.close()
        process.stdin = None
        try:
            out, errors = process.communicate(timeout=LIMIT)
            seconds = time.monotonic() - started
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            seconds = None
        return (out + errors).decode(errors="replace"), seconds, process.returncode


CLIENTS = {
    "anthropic-python": Client("{clients}/python/bin/python", "{programs}/refused_client.py"),
    "anthropic-sdk-node": Client("{clients}/bin/node", "refused_client.mjs", "anthropic"),
    "openai-node": Client("{clients}/bin/node", "refused_client.mjs", "openai"),
    # Before its first question it fetches settings, and takes its time when they are answered with 5xx. It repeats for
    # minutes what cannot be reached, with a gateway or without one: that is not asked of it here.
    "claude-code": Client("{clients}/bin/claude", "-p", "Say the word.", cases=("disabled", "paused", "locked", "removed"),
                          environment={"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1",
                                       "IS_SANDBOX": "1"}),
}


def rows(gateway):
    return [json.loads(line) for line in gateway.keysluice("log", "--limit", "1000", "--json").splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keysluice", required=True)
    parser.add_argument("--clients", required=True)
    parser.add_argument("client", choices=sorted(CLIENTS))
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.clients, "installed")):
        sys.exit("The clients are not installed: run `bash packaging/setup-clients.sh` first.")
    clients = os.path.abspath(options.clients)
    client = CLIENTS[options.client]
    failures = []

    def check(holds, what):
        if not holds:
            failures.append(what)
            print("FAILED " + what, flush=True)

    with tempfile.TemporaryDirectory(prefix="keysluice-provider-") as folder:
        keys = {ANTHROPIC: new_key("sk-ant-api03-", 108, "AA"), OPENAI: new_key("sk-proj-", 164)}
        provider = Provider(folder, {ANTHROPIC: {"x-api-key": keys[ANTHROPIC]},
                                     OPENAI: {"authorization": "Bearer " + keys[OPENAI]}}, ANSWER)
        try:
            with Gateway(os.path.abspath(options.keysluice), provider) as gateway:
                work = os.path.join(gateway.home, "work")
                os.symlink(os.path.join(clients, "js", "node_modules"), os.path.join(work, "node_modules"))
                shutil.copy(os.path.join(PROGRAMS, "refused_client.mjs"), work)
                gateway.keysluice("agent", "add", "ci", "--json")
                gateway.start()
                gateway.add_secret("anthropic", "anthropic", keys[ANTHROPIC])
                gateway.add_secret("openai", "openai", keys[OPENAI])
                for name in options.case or client.cases:
                    case = CASES[name]
                    before = len(provider.requests)
                    shown, seconds, code = client.ask(gateway, clients, lambda: case.enter(gateway, provider))
                    if case.leave:
                        case.leave(gateway, provider)
                    print("%s: %s s, exit %d: %s" % (name, seconds, code, shown.strip()[:400]), flush=True)
                    check(seconds is not None and seconds <= SOON, name + ": it ended by itself, and soon")
                    check(case.hint in shown, name + ": it shows what happened")
                    check(code != 0, name + ": it says that it failed")
                    check(len(provider.requests) == before, name + ": nothing reached the provider")
                gateway.stop()  # the log is whole then
                asked = collections.Counter(row["code"] for row in rows(gateway) if row["method"] in ("POST", "CONNECT"))
                for name in options.case or client.cases:
                    count = asked[CASES[name].code]
                    print("%s: asked %d times" % (name, count))
                    check(1 <= count <= CASES[name].attempts, "%s: it asked %d times, not once to %d times" % (name, count, CASES[name].attempts))
        except Failed as error:
            sys.exit(str(error))
        finally:
            provider.close()
    print("%s: %d failed checks" % (options.client, len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
