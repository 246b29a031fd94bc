"""Sets up a vault and a running gateway in a temporary folder, and runs commands below it as a user would."""

import json
import os
import secrets
import shutil
import string
import subprocess
import tempfile
import threading

from provider import HOSTS

ALPHABET = string.ascii_letters + string.digits


def new_key(prefix, length, suffix=""):
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length - len(prefix) - len(suffix))) + suffix


class Failed(Exception):
    """The set-up went wrong: there is nothing to test."""


class Gateway:
    """`keysluice serve` on a port of its own, with its own vault. Use it as a context manager."""

    def __init__(self, binary, provider):
        self.root = tempfile.mkdtemp(prefix="keysluice-clients-")
        self.home = os.path.join(self.root, "home")
        self._binary = binary
        self._provider = provider
        self._data = os.path.join(self.root, "data")
        self._passphrase = os.path.join(self.root, "passphrase")
        self._process = None
        self.address = None
        self.states = []
        for folder in ("home", "home/.config", "home/.cache", "home/.local/share", "home/.local/state", "home/work", "runtime",
                       "tmp"):
            os.makedirs(os.path.join(self.root, folder), mode=0o700)
        with open(self._passphrase, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(secrets.token_hex(16))

    def environment(self):
        """A small one, in which nothing of this machine's user is found."""
        home = self.home
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "HOME": home, "TERM": "dumb",
                "TMPDIR": os.path.join(self.root, "tmp"), "XDG_CONFIG_HOME": home + "/.config", "XDG_CACHE_HOME": home + "/.cache",
                "XDG_DATA_HOME": home + "/.local/share", "XDG_STATE_HOME": home + "/.local/state",
                "XDG_RUNTIME_DIR": os.path.join(self.root, "runtime"), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "PYTHONDONTWRITEBYTECODE": "1",
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}

    def _command(self, *arguments, proven=True):
        proof = ("--passphrase-file", self._passphrase) if proven else ()
        return (self._binary, "--data-dir", self._data) + proof + arguments

    def keysluice(self, *arguments, text=None, proven=True):
        """Runs one management command and returns what it printed."""
        done = subprocess.run(self._command(*arguments, proven=proven), input=text, env=self.environment(), timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise Failed("keysluice %s ended with %d: %s" % (" ".join(arguments), done.returncode, done.stderr.strip()))
        return done.stdout

    def add_secret(self, provider, name, key):
        self.keysluice("secret", "add", "--provider", provider, "--name", name, "--no-verify", "--json", text=key)

    def rotate_secret(self, name, key):
        self.keysluice("secret", "rotate", name, "--no-verify", text=key)

    def __enter__(self):
        try:
            self.keysluice("init")
        except BaseException:
            shutil.rmtree(self.root, ignore_errors=True)
            raise
        return self

    def _way_to_provider(self):
        way = ["--upstream-ca", self._provider.authority, "--allow-private-destinations"]
        for host in HOSTS:
            way += ["--resolve", "%s:443:127.0.0.1:%d" % (host, self._provider.port)]
        return way

    def window_command(self):
        """Opens the window instead of `start()`."""
        return self._command("--port", "0", *self._way_to_provider())

    def start(self):
        log = open(os.path.join(self.root, "serve.log"), "wb")
        self._process = subprocess.Popen(
            self._command("serve", "--port", "0", "--json", *self._way_to_provider()),
            env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, encoding="utf-8")
        watchdog = threading.Timer(60, self._process.kill)
        watchdog.start()
        for line in self._process.stdout:
            state = json.loads(line)
            self.states.append(state)
            if state.get("event") == "listening":
                self.address = state["address"]
                break
        watchdog.cancel()
        if not self.address:
            raise Failed("the gateway did not start: " + self.log())
        threading.Thread(target=lambda: self.states.extend(map(json.loads, self._process.stdout)), daemon=True).start()

    def log(self):
        with open(os.path.join(self.root, "serve.log"), encoding="utf-8", errors="replace") as text:
            return text.read().strip()[-2000:]

    def run(self, *command, extra=None, agent="ci", options=()):
        """Starts a command below the gateway; its output is a pipe."""
        environment = dict(self.environment(), **(extra or {}))
        return self.start_beside(*self._command("run", "--agent", agent, *options, "--", *command, proven=False),
                                 environment=environment)

    def start_beside(self, *command, environment):
        """Starts a command in the same folder, with an environment of its own."""
        return subprocess.Popen(command, cwd=self.home + "/work", env=environment, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def stop(self):
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                raise Failed("the gateway did not stop when it was asked to") from None
        return self._process.returncode if self._process else None

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.root, ignore_errors=True)
