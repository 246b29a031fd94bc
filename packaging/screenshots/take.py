#!/usr/bin/env python3
"""Drives the real window and takes its picture in every state: take.py BINARY FOLDER (see packaging/screenshots.sh).

The provider is the one of the end-to-end tests; the text of a made-up key says how it is to be answered.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "clients"))
from gateway import Gateway, new_key  # noqa: E402
from provider import Gate, Provider  # noqa: E402

WIDTH, HEIGHT = 1280, 800
PAGES = ("overview", "llms", "agents", "activity", "settings")


class Controls:
    """Finds controls by role and accessible name, and presses them."""

    def __init__(self, process):
        self._process = process
        Atspi.init()
        Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)

    def _walk(self, node, depth=0):
        """The nodes in sight, without the cells of tables: each costs a round trip over the bus."""
        if depth > 1 and not node.get_state_set().contains(Atspi.StateType.SHOWING):
            return
        yield node
        if depth < 25 and node.get_role_name() not in ("table", "tree"):
            for index in range(min(node.get_child_count(), 200)):
                child = node.get_child_at_index(index)
                if child is not None:
                    yield from self._walk(child, depth + 1)

    def _application(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self._process.pid:
                return child
        return None

    def all(self, role, name):
        found = []
        application = self._application()
        if application is None:
            return found
        try:
            for node in self._walk(application):
                if node.get_role_name() == role and re.fullmatch(name, node.get_name() or ""):
                    found.append(node)
        except GLib.Error:
            pass  # something was closed meanwhile; the caller asks again
        return found

    def find(self, role, name, limit=15.0):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            found = self.all(role, name)
            if found:
                return found[-1]
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise LookupError("there is no %s named %r" % (role, name))

    def press(self, role, name):
        node = self.find(role, name)
        node.get_action_iface().do_action(0)
        return node

    def is_there(self, role, name, limit=15.0):
        try:
            return self.find(role, name, limit) is not None
        except LookupError:
            return False

    def dump(self):
        application = self._application()
        for node in self._walk(application) if application else ():
            print("%s %r" % (node.get_role_name(), node.get_name()))


class Answering(Provider):
    """Answers the check of a key as the text of the key asks for, and any other request as usual."""

    def answer(self, request, keep):
        given = "".join(request.values("x-api-key") + request.values("authorization"))
        for word, status in (("Rejected", 401), ("Restricted", 403), ("Limited", 429), ("Overloaded", 529)):
            if word in given:
                document = {"type": "error", "error": {"type": "error", "message": word}}
                return self._answers.plain(status, document, keep, [("retry-after", "30")] if status == 429 else [])
        if "Slow" in given:
            self.gate.wait()
        if "Broken" in given:
            raise OSError("closed without an answer")
        return super().answer(request, keep)


class Window:
    def __init__(self, gateway, folder, look):
        self._folder, self._look = folder, look
        environment = dict(gateway.environment(), DISPLAY=os.environ["DISPLAY"], QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                           DBUS_SESSION_BUS_ADDRESS=os.environ["DBUS_SESSION_BUS_ADDRESS"], QT_QPA_PLATFORM="xcb")
        if "XAUTHORITY" in os.environ:
            environment["XAUTHORITY"] = os.environ["XAUTHORITY"]
        self.process = subprocess.Popen(gateway.window_command(), env=environment)
        self.controls = Controls(self.process)
        self._id = self._wait_for_window()
        self._xdotool("windowsize", "--sync", self._id, str(WIDTH), str(HEIGHT))
        self._xdotool("windowmove", "--sync", self._id, "100", "60")
        self._xdotool("mousemove", "2", "2")

    @staticmethod
    def _xdotool(*arguments):
        return subprocess.run(("xdotool",) + arguments, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20,
                              encoding="ascii").stdout.split()

    def _wait_for_window(self):
        for _ in range(200):
            found = self._xdotool("search", "--onlyvisible", "--pid", str(self.process.pid))
            if found:
                return found[0]
            time.sleep(0.1)
        raise LookupError("no window appeared")

    def keys(self, *names):
        self._xdotool("key", "--clearmodifiers", *names)

    def choose(self, name):
        """A row of a list: chosen with the mouse, which then leaves the window."""
        place = self.controls.find("list item", name).get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        self._xdotool("mousemove", str(place.x + place.width // 2), str(place.y + place.height // 2), "click", "1")
        self._xdotool("mousemove", "2", "2")

    def type(self, text):
        self._xdotool("type", "--clearmodifiers", "--delay", "4", text)

    def picture(self, name):
        # Two equal pictures in a row: nothing moves any more (but for a spinner, for which the second one is as good).
        path = os.path.join(self._folder, "%s-%s.png" % (name, self._look))
        last = b""
        for _ in range(12):
            time.sleep(0.25)
            crop = "%dx%d+%d+%d" % (WIDTH, HEIGHT, 100, 60)
            subprocess.run(["import", "-window", "root", "-crop", crop, "+repage", "-strip", "png24:" + path], check=True)
            with open(path, "rb") as file:
                now = file.read()
            if now == last:
                break
            last = now
        print("  " + os.path.basename(path), flush=True)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def add_secret_states(window, provider):
    """Each state of the dialog, from what the provider says to the check."""
    press, controls = window.controls.press, window.controls

    def opened(word, check=True):
        press("push button", "Add secret")
        controls.find("dialog", "Add secret")
        time.sleep(0.3)
        # The typed key holds the word that the provider answers by.
        window.type(new_key("sk-ant-api03-" + word, 108, "AA"))
        if check:
            press("push button", "Verify and save")

    def closed():
        window.keys("Escape")
        for _ in range(50):
            if not controls.all("dialog", "Add secret"):
                return
            time.sleep(0.1)

    press("push button", "Add secret")
    controls.find("dialog", "Add secret")
    window.picture("add-secret-0-empty")
    closed()
    opened("", check=False)
    window.picture("add-secret-1-recognised")
    closed()
    provider.gate = Gate()
    opened("Slow")
    time.sleep(0.5)
    window.picture("add-secret-2-verifying")
    window.keys("Escape")
    provider.gate.release()
    closed()
    for number, word, name in ((3, "Rejected", "rejected"), (4, "Broken", "could-not-check"), (5, "Restricted", "restricted"),
                               (6, "Limited", "rate-limited"), (7, "Overloaded", "overloaded")):
        opened(word)
        controls.is_there("push button", "Save anyway|Try again|Verify and save", 12)
        time.sleep(1.5)
        window.picture("add-secret-%d-%s" % (number, name))
        closed()
    opened("")
    time.sleep(2)
    window.picture("add-secret-8-saved")
    closed()


def pages(window, prefix=""):
    for number, page in enumerate(PAGES, 1):
        window.keys("ctrl+%d" % number)
        window.picture(prefix + page)


def traffic(gateway):
    """Something to look at: a few requests of two agents."""
    body = '{"model":"%s","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}'
    curl = ("curl -s -o answer -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' "
            "-H \"x-api-key: $ANTHROPIC_API_KEY\" -d '%s' https://api.anthropic.com/v1/messages")
    for agent, models in (("claude-code", ("claude-opus-4-8", "claude-sonnet-4-6", "claude-sonnet-4-6", "error-429")),
                          ("nightly-tests", ("claude-haiku-4-5", "claude-haiku-4-5", "error-529"))):
        for model in models:
            gateway.run("bash", "-c", curl % (body % model), agent=agent).communicate(timeout=60)
    openai = ("curl -s -o answer -H 'content-type: application/json' -H \"authorization: Bearer $OPENAI_API_KEY\" "
              "-d '{\"model\":\"gpt-5.2\",\"messages\":[]}' https://api.openai.com/v1/chat/completions")
    gateway.run("bash", "-c", openai, agent="nightly-tests").communicate(timeout=60)


def first_steps(window, look):
    """Walks through the first steps, which a new vault begins with, sets the look, and takes their pictures from Settings."""
    press, controls = window.controls.press, window.controls

    def skip_to_the_end(shoot):
        for number, name in ((2, "key"), (3, "agent"), (4, "request")):
            if shoot:
                window.picture("first-run-%d-%s" % (number, name))
            press("push button", "Skip this step" if number < 4 else "Finish without waiting")

    skip_to_the_end(False)
    for _ in range(20):  # until the window has the keyboard again
        window.keys("ctrl+5")
        if controls.is_there("check box", "Lock when the screen locks", 0.5):
            break
    window.choose("Appearance")
    press("radio button", look)
    window.choose("Start and tray")
    press("push button", "Show the first steps again")
    controls.find("push button", "Skip this step")
    skip_to_the_end(True)


def main():
    binary, folder = sys.argv[1:]
    failures = 0
    for look in ("light", "dark"):
        print(look, flush=True)
        with tempfile.TemporaryDirectory() as place:
            secrets = (("anthropic", "Claude team", new_key("sk-ant-api03-", 108, "AA")),
                       ("anthropic", "Claude private", new_key("sk-ant-oat01-", 108, "AA")),
                       ("openai", "OpenAI evaluation", new_key("sk-proj-", 164)))
            provider = Answering(place, {}, "Hello.")
            with Gateway(binary, provider) as gateway:
                window = Window(gateway, folder, look)
                try:
                    first_steps(window, look.capitalize())
                    pages(window, "empty-")
                    for kind, name, key in secrets:
                        gateway.add_secret(kind, name, key)
                    for agent in ("claude-code", "nightly-tests"):
                        gateway.keysluice("agent", "add", agent, "--json")
                    traffic(gateway)
                    pages(window)
                    window.keys("ctrl+2")
                    add_secret_states(window, provider)
                except LookupError as error:
                    failures += 1
                    print("  %s" % error)
                    window.controls.dump()
                    window.picture("failed")
                finally:
                    window.close()
                    provider.close()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
