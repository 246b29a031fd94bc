"""The clients by name."""

import os

from agents import ClaudeCode, ClaudeCodeOauth, Cline, Codex, Continue, Gemini, Git, OpenCode, Pi
from scenario import OWN_GEMINI_KEY, PROGRAMS, Scenario
from ways import BaseUrl, EnvironmentByHand


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


class Go(Scenario):
    """Offers HTTP/2 and must go on with HTTP/1.1."""

    def drive(self, test, clients):
        told = super().drive(test, clients)
        test.check([(event["http"], event["alpn"]) for event in told.get("protocol", [])] == [("HTTP/1.1", "http/1.1")],
                   "HTTP/1.1 was agreed on")
        return told


class OpenAi(JavaScript):
    host = "api.openai.com"
    models = ["gpt-5.2", "gpt-5.2-mini"]
    plain = 2
    streamed = 2
    failures = [(429, "invalid_request_error", "7"), (500, "invalid_request_error", None)]
    placeholder = ("OPENAI_API_KEY", "sk-proj-ksPlaceholder")


class GoogleGenAi(JavaScript):
    """For a host that the product holds no key for: its own key, in a tunnel. Its user trusts a CA of their own."""

    models = None
    plain = 0
    failures = []
    rows = [("generativelanguage.googleapis.com", "tunnel")]

    def extra_environment(self, test):
        return {"GEMINI_API_KEY": OWN_GEMINI_KEY, "NODE_EXTRA_CA_CERTS": test.provider.authority}


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
    "go-nethttp": Go("{clients}/bin/nethttp_client"),
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
    "opencode": OpenCode(),
    "cline": Cline(),
    "continue": Continue(),
    "pi": Pi(),
    "pi-node20": Pi("node20"),
    "gemini-cli": Gemini(),
    "gemini-cli-node20": Gemini("node20"),
    "google-genai": GoogleGenAi("{clients}/bin/node", "genai_client.mjs"),
    # By base URL.
    "base-url-anthropic-python": Scenario("{clients}/python/bin/python", "{programs}/anthropic_client.py", way=EnvironmentByHand()),
    "base-url-anthropic-sdk-node": JavaScript("{clients}/bin/node", "sdk_client.mjs", way=BaseUrl()),
    "base-url-openai-node": OpenAi("{clients}/bin/node", "openai_client.mjs", way=BaseUrl()),
    "base-url-vercel-ai": Framework("{clients}/bin/node", "ai_client.mjs", way=BaseUrl()),
    "base-url-vercel-ai-v1": Framework("{clients}/bin/node", "ai_client.mjs", way=BaseUrl(ending="/v1")),
    "base-url-claude-code": ClaudeCode(way=BaseUrl()),
    "base-url-opencode": OpenCode(way=BaseUrl()),
    "base-url-pi": Pi(way=BaseUrl(proxy=True)),
}
