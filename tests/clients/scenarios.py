"""How each client is started, and what it is expected to tell."""

import json
import os
import subprocess
import threading

from provider import Gate

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs")
LIMIT = 150


class Scenario:
    """A client program that speaks the protocol of programs/report.py."""

    kind = "api_key"
    host = "api.anthropic.com"
    models = ["claude-opus-4-8", "claude-sonnet-4-6", "claude-haiku-4-5"]
    plain = 1
    streamed = 1
    failures = [(429, "rate_limit_error", "7"), (529, "overloaded_error", None)]
    placeholder = ("ANTHROPIC_API_KEY", "sk-ant-api03-ksPlaceholder")

    def __init__(self, *command):
        self._command = command

    def command(self, clients):
        return [part.format(clients=clients, programs=PROGRAMS) for part in self._command]

    def extra_environment(self, clients):
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
        process = test.gateway.run(*self.command(clients), extra=self.extra_environment(clients))
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
        return told


class Curl(Scenario):
    plain = 2


class JavaScript(Scenario):
    """Modules are looked for beside the program: it runs from the folder that they are installed in."""

    def drive(self, test, clients):
        for name in os.listdir(PROGRAMS):
            if name.endswith(".mjs"):
                target = os.path.join(test.gateway.home, "work", name)
                with open(os.path.join(PROGRAMS, name), "rb") as source, open(target, "wb") as out:
                    out.write(source.read())
        os.symlink(os.path.join(clients, "js", "node_modules"), os.path.join(test.gateway.home, "work", "node_modules"))
        return super().drive(test, clients)


class Framework(JavaScript):
    """A library above the API; it has no call that lists the models."""

    models = None


class OpenAi(JavaScript):
    host = "api.openai.com"
    models = ["gpt-5.2", "gpt-5.2-mini"]
    plain = 2
    streamed = 2
    failures = [(429, "invalid_request_error", "7"), (500, "invalid_request_error", None)]
    placeholder = ("OPENAI_API_KEY", "sk-proj-ksPlaceholder")


class WebSocket(Scenario):
    """A conversation in a WebSocket: messages both ways, a handshake that the provider refuses, and a key that changes."""

    host = "api.openai.com"
    models = None
    failures = [(429, "invalid_request_error", "7")]
    placeholder = ("OPENAI_API_KEY", "sk-proj-ksPlaceholder")

    def drive(self, test, clients):
        told = super().drive(test, clients)
        test.check([event["value"] for event in told.get("extensions", [])] == [""], "no extension was agreed on")
        test.check([event["clean"] for event in told.get("ended", [])] == [False],
                   "a message after the key was replaced ended the older connection")
        test.check([event["code"] for event in told.get("closed", [])] == [1000], "the newer connection was closed properly")
        sockets = [request for request in test.provider.requests if request.values("upgrade") == ["websocket"]]
        test.check(len(sockets) == 3, "three handshakes arrived, not %d" % len(sockets))
        test.check(not any(request.values("sec-websocket-extensions") for request in sockets), "no extension was offered")
        return told


class WebSocketNode(JavaScript, WebSocket):
    pass


class Codex(Scenario):
    """`codex exec`, which speaks the Responses API in a WebSocket where the server takes one."""

    host = "api.openai.com"
    placeholder = ("OPENAI_API_KEY", "sk-proj-ksPlaceholder")

    def drive(self, test, clients):
        home = os.path.join(test.gateway.home, "codex")
        os.makedirs(home)
        process = test.gateway.run(os.path.join(clients, "bin", "codex"), "exec", "--skip-git-repo-check", "--sandbox", "read-only",
                                   "-m", "gpt-5.2", "Say the word.", extra={"CODEX_HOME": home})
        process.stdin.close()
        process.stdin = None
        try:
            out, errors = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
        test.agent_saw(out + errors)
        test.check(process.returncode == 0, "codex exec ended with %d: %s" % (process.returncode, errors.decode()[-800:]))
        test.check(out.decode().strip() == test.answer, "the answer is intact: " + out.decode()[:300])
        asked = [request for request in test.provider.requests if request.path == "/v1/responses"]
        test.check([request.method for request in asked] == ["GET"] and asked[0].values("upgrade") == ["websocket"],
                   "it asked in a WebSocket, and nowhere else")
        test.check(not any(request.values("sec-websocket-extensions") for request in asked), "no extension was offered")


class Git(Scenario):
    """Clones through the gateway. git asks for no key and gets 407 first; the credential is injected all the same."""

    def drive(self, test, clients):
        process = test.gateway.run("git", "clone", "--quiet", "https://api.anthropic.com/tiny.git", "copy",
                                   extra={"GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"})
        out, errors = process.communicate(timeout=LIMIT)
        test.agent_saw(out + errors)
        test.check(process.returncode == 0, "git clone ended with %d: %s" % (process.returncode, errors.decode()[-800:]))
        path = os.path.join(test.gateway.home, "work", "copy", "hello.txt")
        text = open(path, encoding="utf-8").read() if os.path.exists(path) else None
        test.check(text == test.answer + "\n", "the cloned file is intact")


class ClaudeCode(Scenario):
    """`claude -p`, once for its text and once as a stream of events."""

    def extra_environment(self, clients):
        # What it fetches besides the API (updates, statistics) has no server here.
        return {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "IS_SANDBOX": "1"}

    def credentialed(self, request):
        return request.path.startswith("/v1/messages")

    def _start(self, test, clients, *arguments):
        return test.gateway.run(os.path.join(clients, "bin", "claude"), "-p", "Say the word.", *arguments,
                                extra=self.extra_environment(clients))

    def drive(self, test, clients):
        process = self._start(test, clients)
        process.stdin.close()
        process.stdin = None
        try:
            out, errors = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
        test.agent_saw(out + errors)
        test.check(process.returncode == 0, "claude -p ended with %d: %s" % (process.returncode, errors.decode()[-800:]))
        test.check(out.decode().strip() == test.answer, "the answer is intact: " + out.decode()[:300])
        self._drive_stream(test, clients)
        betas = [",".join(request.values("anthropic-beta")) for request in test.provider.requests if self.credentialed(request)]
        if self.kind == "oauth_token":
            test.check(all("oauth-2025-04-20" in beta for beta in betas), "the OAuth beta header is there")

    def _drive_stream(self, test, clients):
        test.provider.gate = gate = Gate()
        process = self._start(test, clients, "--output-format", "stream-json", "--include-partial-messages", "--verbose")
        process.stdin.close()
        watchdog = threading.Timer(LIMIT, process.kill)
        watchdog.start()
        text, result, errors = "", None, []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        for line in process.stdout:
            test.agent_saw(line)
            event = json.loads(line)
            inner = event.get("event", {})
            if event.get("type") == "stream_event" and inner.get("type") == "content_block_delta":
                gate.release()
                text += inner["delta"].get("text", "")
            if event.get("type") == "result":
                result = event.get("result")
        process.wait()
        reader.join()
        watchdog.cancel()
        test.agent_saw(errors[0])
        test.check(process.returncode == 0, "claude -p as a stream ended with %d: %s" % (process.returncode, errors[0][-500:]))
        test.check(text == test.answer, "the streamed answer is intact: " + text[:300])
        test.check(result == test.answer, "the result of the stream is intact")
        test.check(gate.was_waited_for.is_set() and not gate.timed_out, "the first chunk arrived before the rest was sent")


class ClaudeCodeOauth(ClaudeCode):
    kind = "oauth_token"
    placeholder = ("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-ksPlaceholder")


SCENARIOS = {
    "curl": Curl("/usr/bin/python3", "{programs}/curl_client.py"),
    "git": Git(),
    "requests": Scenario("/usr/bin/python3", "{programs}/requests_client.py"),
    "httpx": Scenario("/usr/bin/python3", "{programs}/httpx_client.py"),
    "aiohttp": Scenario("/usr/bin/python3", "{programs}/aiohttp_client.py"),
    "anthropic-python": Scenario("{clients}/python/bin/python", "{programs}/anthropic_client.py"),
    "anthropic-sdk-node": JavaScript("{clients}/bin/node", "sdk_client.mjs"),
    "urllib": Scenario("/usr/bin/python3", "{programs}/urllib_client.py"),
    "wget": Scenario("/usr/bin/python3", "{programs}/wget_client.py"),
    "perl-lwp": Scenario("/usr/bin/perl", "{programs}/lwp_client.pl"),
    "deno": JavaScript("{clients}/bin/deno", "run", "--quiet", "--no-config", "--allow-all", "fetch_client.mjs"),
    "node20": JavaScript("{clients}/bin/node20", "fetch_client.mjs"),
    "anthropic-sdk-node20": JavaScript("{clients}/bin/node20", "sdk_client.mjs"),
    "vercel-ai": Framework("{clients}/bin/node", "ai_client.mjs"),
    "langchain": Framework("{clients}/bin/node", "langchain_client.mjs"),
    "anthropic-sdk-bun": JavaScript("{clients}/bin/bun", "sdk_client.mjs"),
    "openai-node": OpenAi("{clients}/bin/node", "openai_client.mjs"),
    "websocket-python": WebSocket("{clients}/python/bin/python", "{programs}/websockets_client.py"),
    "websocket-node": WebSocketNode("{clients}/bin/node", "ws_client.mjs"),
    "codex": Codex(),
    "claude-code": ClaudeCode(),
    "claude-code-oauth": ClaudeCodeOauth(),
}
