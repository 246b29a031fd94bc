"""Programs that are asked one question and show the answer: agents for the terminal, and git."""

import json
import os
import subprocess
import threading

from provider import Gate
from scenario import LIMIT, OWN_GEMINI_KEY, Scenario


class Agent(Scenario):
    """Started twice at most: for the answer as text, and for a stream of events in which it must show up as it arrives."""

    def prepare(self, test, clients):
        """Writes what its user would have written before: settings."""

    def drive(self, test, clients):
        self.prepare(test, clients)
        self.ask(test, clients)
        self.look(test)

    def look(self, test):
        """What else must hold in the end."""

    def ask(self, test, clients, *arguments):
        """Once; what it prints is the answer."""
        process = self.way.start(test, self.command(clients) + list(arguments), self.extra_environment(test))
        process.stdin.close()
        process.stdin = None
        try:
            out, errors = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
        test.agent_saw(out + errors)
        test.check(process.returncode == 0, "it ended with %d: %s" % (process.returncode, (out + errors).decode()[-1500:]))
        test.check(out.decode().strip() == test.answer, "the answer is intact: " + out.decode()[:300])
        self.way.ended(test)

    def ask_for_events(self, test, clients, *arguments):
        """Once; what it prints is events, one JSON object a line. Gives them all."""
        test.provider.gate = gate = Gate()
        process = self.way.start(test, self.command(clients) + list(arguments), self.extra_environment(test))
        process.stdin.close()
        watchdog = threading.Timer(LIMIT, process.kill)
        watchdog.start()
        text, events, errors = "", [], []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        for line in process.stdout:
            test.agent_saw(line)
            events.append(json.loads(line))
            text += self.text_of(events[-1])
            if text:
                gate.release()
        process.wait()
        reader.join()
        watchdog.cancel()
        test.agent_saw(errors[0])
        test.check(process.returncode == 0, "as a stream it ended with %d: %s" % (process.returncode, errors[0][-1500:]))
        test.check(text == test.answer, "the streamed answer is intact: " + text[:300])
        test.check(gate.was_waited_for.is_set() and not gate.timed_out, "the first chunk arrived before the rest was sent")
        self.way.ended(test)
        return events

    def text_of(self, event):
        """The part of the answer that an event brings."""
        raise NotImplementedError


class Codex(Agent):
    """`codex exec`, which speaks the Responses API in a WebSocket where the server takes one."""

    host = "api.openai.com"
    placeholder = ("OPENAI_API_KEY", "sk-proj-ksPlaceholder")

    def __init__(self):
        super().__init__("{clients}/bin/codex", "exec", "--skip-git-repo-check", "--sandbox", "read-only", "-m", "gpt-5.2", "Say the word.")

    def look(self, test):
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


class ClaudeCode(Agent):
    """`claude -p`, once for its text and once as a stream of events."""

    def __init__(self, way=None):
        super().__init__("{clients}/bin/claude", "-p", "Say the word.", way=way)

    def extra_environment(self, _test):
        # What it fetches besides the API (updates, statistics) has no server here.
        return {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "IS_SANDBOX": "1"}

    def credentialed(self, request):
        return request.path.startswith("/v1/messages")

    def text_of(self, event):
        inner = event.get("event", {})
        is_text = event.get("type") == "stream_event" and inner.get("type") == "content_block_delta"
        return inner["delta"].get("text", "") if is_text else ""

    def drive(self, test, clients):
        self.ask(test, clients)
        events = self.ask_for_events(test, clients, "--output-format", "stream-json", "--include-partial-messages", "--verbose")
        results = [event.get("result") for event in events if event.get("type") == "result"]
        test.check(results == [test.answer], "the result of the stream is intact")
        betas = [",".join(request.values("anthropic-beta")) for request in test.provider.requests if self.credentialed(request)]
        if self.kind == "oauth_token":
            test.check(all("oauth-2025-04-20" in beta for beta in betas), "the OAuth beta header is there")


class ClaudeCodeOauth(ClaudeCode):
    kind = "oauth_token"
    placeholder = ("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-ksPlaceholder")


class OpenCode(Agent):
    """`opencode run`, which shows the answer when it has all of it."""

    host_access = "strict"

    def __init__(self, way=None):
        super().__init__("{clients}/bin/opencode", "run", "-m", "anthropic/claude-sonnet-4-6", "Say the word.", way=way)

    def look(self, test):
        look_at_streams(test)


class Cline(Agent):
    """`cline`, first with its text and then with events. Both work in their own process: a daemon that the first one left would
    serve the second with a token that has ended."""

    host_access = "strict"

    def __init__(self):
        super().__init__("{clients}/bin/cline", "-P", "anthropic", "-m", "claude-sonnet-4-6", "Say the word.")

    def drive(self, test, clients):
        self.ask(test, clients)
        self.ask_for_events(test, clients, "--json")
        daemons = [command for command in commands_in(test.gateway.root) if "daemon" in command]
        test.check(not daemons, "it left no daemon: %s" % daemons)

    def text_of(self, event):
        inner = event.get("event", {})
        is_text = inner.get("type") == "content_start" and inner.get("contentType") == "text"
        return inner["text"] if is_text else ""


class Continue(Agent):
    """`cn -p`, which shows the answer when it has all of it. It takes its key from a file that names the variable."""

    host_access = "strict"

    def __init__(self):
        super().__init__("{clients}/bin/node", "{clients}/js/node_modules/@continuedev/cli/dist/cn.js", "--config", "config.yaml",
                         "-p", "Say the word.")

    def prepare(self, test, clients):
        with open(os.path.join(test.gateway.home, "work", "config.yaml"), "w", encoding="utf-8") as out:
            out.write("name: test\nversion: 1.0.0\nschema: v1\nmodels:\n  - name: model\n    provider: anthropic\n"
                      "    model: claude-sonnet-4-6\n    apiKey: ${{ secrets.ANTHROPIC_API_KEY }}\n    roles: [chat]\n")

    def look(self, test):
        look_at_streams(test)


class Pi(Agent):
    """`pi -p`, first with its text and then with events. It knows no base URL: given one, it goes through the proxy."""

    host_access = "strict"

    def __init__(self, node="node", way=None):
        super().__init__("{clients}/bin/" + node, "{clients}/js/node_modules/@mariozechner/pi-coding-agent/dist/cli.js",
                         "--provider", "anthropic", "--model", "claude-sonnet-4-6", "-p", "Say the word.", way=way)

    def drive(self, test, clients):
        self.ask(test, clients)
        self.ask_for_events(test, clients, "--mode", "json")

    def text_of(self, event):
        inner = event.get("assistantMessageEvent", {})
        return inner["delta"] if inner.get("type") == "text_delta" else ""


class Gemini(Agent):
    """`gemini -p`, for which the product holds no key: it brings its own, in a tunnel. Its user trusts a CA of their own."""

    rows = [("generativelanguage.googleapis.com", "tunnel")]

    def __init__(self, node="node"):
        super().__init__("{clients}/bin/" + node, "{clients}/js/node_modules/@google/gemini-cli/bundle/gemini.js", "--skip-trust",
                         "-m", "gemini-2.5-flash", "-p", "Say the word.")

    def extra_environment(self, test):
        return {"GEMINI_API_KEY": OWN_GEMINI_KEY, "NODE_EXTRA_CA_CERTS": test.provider.authority}

    def prepare(self, test, clients):
        # Its statistics have no server here, and a host without a key is not refused where this one is not.
        folder = os.path.join(test.gateway.home, ".gemini")
        os.makedirs(folder)
        with open(os.path.join(folder, "settings.json"), "w", encoding="utf-8") as out:
            json.dump({"privacy": {"usageStatisticsEnabled": False}, "general": {"enableAutoUpdate": False}}, out)

    def drive(self, test, clients):
        self.prepare(test, clients)
        self.ask_for_events(test, clients, "--output-format", "stream-json")

    def text_of(self, event):
        return event["content"] if event.get("type") == "message" and event.get("role") == "assistant" else ""


def commands_in(folder):
    """The command lines of running processes that name a folder."""
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % process, "rb") as text:
                command = text.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder in command:
            found.append(command)
    return found


def look_at_streams(test):
    """Of a client that shows nothing before the end: it was the streamed answer that it put together."""
    asked = [request.json() for request in test.provider.requests if request.path == "/v1/messages"]
    test.check(asked and all(document.get("stream") for document in asked), "it asked for streams")
