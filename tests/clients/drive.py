#!/usr/bin/env python3
"""One client, end to end: through `keysluice run` to a local provider, with what each side saw held against the promise.

    drive.py --keysluice BINARY --clients FOLDER CLIENT

The promise: the answer is intact, chunks arrive as they are sent, the real key arrives exactly once in the right header,
the placeholder does not arrive, and the real key is nowhere on the agent's side.
"""

import argparse
import json
import os
import sys
import tempfile

import evidence
import scenarios
from gateway import Failed, Gateway, new_key
from provider import Provider

ANTHROPIC = "api.anthropic.com"
OPENAI = "api.openai.com"
GEMINI = "generativelanguage.googleapis.com"
ANSWER = "Grüße vom Prüfstein: " + " ".join("Wort%d…" % number for number in range(40)) + " ⚙ 終."


class Test:
    """The state of one run, and the checks on it. A failed check is noted; the run goes on."""

    def __init__(self, provider, gateway, keys, headers, own_headers):
        self.provider = provider
        self.gateway = gateway
        self.keys = keys
        self.headers = headers
        self.own_headers = own_headers  # of hosts that the product knows nothing of: what the agent itself brings
        self.answer = ANSWER
        self.failures = []
        self.seen = b""

    def check(self, holds, what):
        if not holds:
            self.failures.append(what)
            print("FAILED " + what, flush=True)
        return holds

    def agent_saw(self, data):
        """Everything that reached the agent's side is kept, to be searched."""
        self.seen += data

    def rotate(self, host):
        """A new key in the vault; from here on the provider takes only that one."""
        name = "openai" if host == OPENAI else "anthropic"
        old = self.keys[host][-1]
        key = new_key(old[:13], len(old), old[-2:])
        self.keys[host].append(key)
        self.provider.set_key(host, {field: value.replace(old, key) for field, value in self.headers[host].items()})
        self.headers[host] = {field: value.replace(old, key) for field, value in self.headers[host].items()}
        self.gateway.rotate_secret(name, key)

    def look_at_provider(self, credentialed):
        """What arrived, request by request."""
        requests = self.provider.requests
        self.check(len(requests) > 0, "the provider was reached")
        current = {host: 0 for host in self.keys}
        for request in requests:
            what = "%s %s" % (request.method, request.target)
            host = (request.values("host") or [""])[0]
            if host in self.own_headers:
                self.look_at_tunnelled(request, what, self.own_headers[host])
                continue
            if not self.check(host in self.keys, "%s: Host is a provider's (%s)" % (what, host)):
                continue
            whole = request.head + b"\r\n" + request.body
            for mark in (b"ksPlaceholder", b"ksplaceholder"):
                self.check(mark not in whole, what + ": the placeholder did not arrive")
            for name, _ in request.headers:
                self.check(not name.lower().startswith(("proxy-", "x-keysluice", "forwarded", "x-forwarded", "via")),
                           "%s: the header %s did not arrive" % (what, name))
            used = [index for index, key in enumerate(self.keys[host]) if key.encode() in whole]
            if not used and not credentialed(request):
                continue
            if not self.check(len(used) == 1, "%s: exactly one real key arrived, not %d" % (what, len(used))):
                continue
            # A key that was replaced must not come back.
            self.check(used[0] >= current[host], what + ": a rotated key was not used again")
            current[host] = used[0]
            key = self.keys[host][used[0]]
            self.check(whole.count(key.encode()) == 1, what + ": the real key arrived exactly once")
            wanted = {field: value.replace(self.keys[host][-1], key) for field, value in self.headers[host].items()}
            for field in ("x-api-key", "authorization"):
                expected = [wanted[field]] if field in wanted else []
                self.check(request.values(field) == expected, "%s: %s holds what it should and nothing else" % (what, field))
            others = [value for other, values in self.keys.items() if other != host for value in values]
            self.check(not any(value.encode() in whole for value in others), what + ": no other provider's key arrived")

    def look_at_tunnelled(self, request, what, wanted):
        """What came through a tunnel: the agent's own credential, and none of ours."""
        whole = request.head + b"\r\n" + request.body
        for field, value in wanted.items():
            self.check(request.values(field) == [value], "%s: %s is the agent's own" % (what, field))
        for mark in [b"ksPlaceholder", b"ksplaceholder"] + [key.encode() for keys in self.keys.values() for key in keys]:
            self.check(mark not in whole, what + ": neither a key nor a placeholder arrived")

    def look_at_log(self, wanted):
        """Kinds of rows that must be there, and allowed, by host."""
        lines = self.gateway.keysluice("log", "--limit", "1000", "--json").splitlines()
        rows = {(row["host"], row["kind"]) for row in map(json.loads, lines) if row["decision"] == "allowed"}
        for row in wanted:
            self.check(row in rows, "the log has a row %s of %s" % (row[1], row[0]))

    def look_at_agent(self):
        """The real keys, on the agent's side: output, environment, and every file that was written."""
        for keys in self.keys.values():
            for key in keys:
                for spelling in evidence.findings(key, self.seen):
                    self.check(False, "the real key is not in what the agent saw (%s)" % spelling)
                for place in evidence.files_with(key, self.gateway.root):
                    self.check(False, "the real key is in no file: " + place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keysluice", required=True)
    parser.add_argument("--clients", required=True)
    parser.add_argument("client", choices=sorted(scenarios.SCENARIOS))
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.clients, "installed")):
        sys.exit("The clients are not installed: run `bash packaging/setup-clients.sh` first.")

    options.keysluice, options.clients = os.path.abspath(options.keysluice), os.path.abspath(options.clients)
    scenario = scenarios.SCENARIOS[options.client]
    oauth = scenario.kind == "oauth_token"
    anthropic = new_key("sk-ant-oat01-" if oauth else "sk-ant-api03-", 108, "AA")
    openai = new_key("sk-proj-", 164)
    keys = {ANTHROPIC: [anthropic], OPENAI: [openai]}
    headers = {ANTHROPIC: {"authorization": "Bearer " + anthropic} if oauth else {"x-api-key": anthropic},
               OPENAI: {"authorization": "Bearer " + openai}}
    own_headers = {GEMINI: {"x-goog-api-key": scenarios.OWN_GEMINI_KEY}}

    with tempfile.TemporaryDirectory(prefix="keysluice-provider-") as folder:
        provider = Provider(folder, {**headers, **own_headers}, ANSWER)
        try:
            with Gateway(options.keysluice, provider) as gateway:
                gateway.add_secret("anthropic", "anthropic", anthropic)
                gateway.add_secret("openai", "openai", openai)
                gateway.keysluice("agent", "add", "ci", "--json")
                gateway.start()
                gateway.keysluice("agent", "mode", "ci", scenario.host_access)
                test = Test(provider, gateway, keys, headers, own_headers)
                scenario.look_at_environment(test)
                scenario.drive(test, options.clients)
                code = gateway.stop()
                test.check(code == 0, "the gateway ended as it should, not with %s: %s" % (code, gateway.log()))
                test.look_at_provider(scenario.credentialed)
                test.look_at_log(scenario.rows)
                test.look_at_agent()
                if test.failures:
                    print("gateway's log:\n" + gateway.log())
                    print("provider's notes:\n" + "\n".join(provider.notes[-20:]))
        except Failed as error:
            sys.exit(str(error))
        finally:
            provider.close()
    print("%s: %d requests, %d failed checks" % (options.client, len(provider.requests), len(test.failures)))
    return 1 if test.failures else 0


if __name__ == "__main__":
    sys.exit(main())
