"""The ways in which a client is started below the gateway."""

import json
import os

# What a client with neither a proxy nor a certificate of ours would not read.
PROXY = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "NODE_USE_ENV_PROXY", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS",
         "DENO_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
# Writes down what it was given, then becomes the client.
TELL = 'env -0 >"$TMPDIR/environment"; unset -v %s; exec "$@"'


class Way:
    """By `keysluice run`, through the proxy."""

    def start(self, test, command, extra):
        return test.gateway.run(*command, extra=extra)

    def ended(self, test):
        """After the client's end."""


class BaseUrl(Way):
    """By `keysluice run --base-url`, with the proxy's variables taken away: no other way is left.

    `ending` is what the client wants to find at the end of the base URL and does not get from us. With `proxy` the
    variables stay, for a client that does not know the one for the base URL."""

    def __init__(self, ending="", proxy=False):
        self._ending = ending
        self._taken = () if proxy else PROXY

    def start(self, test, command, extra):
        script = TELL % " ".join(self._taken)
        if self._ending:
            script = script.replace("exec", 'export ANTHROPIC_BASE_URL="$ANTHROPIC_BASE_URL%s"; exec' % self._ending)
        return test.gateway.run("/bin/sh", "-c", script, "sh", *command, extra=extra, options=("--base-url",))

    def ended(self, test):
        with open(os.path.join(test.gateway.root, "tmp", "environment"), "rb") as text:
            variables = dict(item.decode().partition("=")[::2] for item in text.read().split(b"\0") if item)
        look_at_base_urls(test, variables)


class EnvironmentByHand(Way):
    """By what `keysluice env --base-url` prints, as for a program that is started by something else."""

    def __init__(self):
        self._variables = {}

    def start(self, test, command, extra):
        printed = json.loads(test.gateway.keysluice("env", "--base-url", "--agent", "ci", "--json"))
        environment = dict(test.gateway.environment(), **(extra or {}))
        for name, value in printed.items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        self._variables = dict(environment)
        for name in PROXY:
            environment.pop(name, None)
        return test.gateway.start_beside(*command, environment=environment)

    def ended(self, test):
        look_at_base_urls(test, self._variables)


def look_at_base_urls(test, variables):
    """The base URLs are the gateway's, and what stands for a key is the agent's token, which nobody else may see."""
    proxy = variables.get("HTTPS_PROXY", "")
    token = proxy.rpartition("@")[0].rpartition(":")[2]
    if not test.check(token.startswith("ks_"), "HTTPS_PROXY carries the token"):
        return
    secret = token[len("ks_"):].encode()
    for name, path in (("ANTHROPIC_BASE_URL", "/anthropic"), ("OPENAI_BASE_URL", "/openai/v1")):
        test.check(variables.get(name) == "http://" + test.gateway.address + path, name + " leads to the gateway")
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        test.check(secret in variables.get(name, "").encode(), name + " carries the token")
    for request in test.provider.requests:
        test.check(secret not in request.head and secret not in request.body,
                   "%s %s: the agent's token did not arrive" % (request.method, request.target))
