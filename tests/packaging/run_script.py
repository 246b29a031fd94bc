#!/usr/bin/env python3
"""What packaging/run.sh decides, in a tree of its own: the compiler and the package manager are played by scripts.

usage: run_script.py KEYSLUICE_PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = SOURCE = None

CMAKE = """#!/bin/sh
echo "$*" >>"$CALLS"
[ -z "$BROKEN" ] || { echo "the compiler's own words"; exit 1; }
case $1 in
    --build) mkdir -p "$2/app" && cp "$STAND_IN" "$2/app/keysluice" ;;
    --preset) mkdir -p "build/$2" && : >"build/$2/build.ninja" ;;
esac
"""
WINDOW = """#!/bin/sh
echo "program $*" >>"$CALLS"
exit ${CODE:-0}
"""


def script(path, text):
    path.write_text(text)
    path.chmod(0o755)


class RunScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        tree = self.root / "tree" / "packaging"
        tree.mkdir(parents=True)
        for name in ("run.sh", "lib.sh"):
            shutil.copy(SOURCE / "packaging" / name, tree)
        script(tree / "setup.sh", 'echo setup >>"$CALLS"\n')
        tools = self.root / "tools"
        tools.mkdir()
        script(tools / "cmake", CMAKE)
        script(self.root / "window", WINDOW)
        self.calls = self.root / "calls"
        runtime = self.root / "run"
        runtime.mkdir(mode=0o700)
        self.data = self.root / "share" / "keysluice"
        unwanted = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SSL_CERT_FILE", "SSL_CERT_DIR")
        self.environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.environment.update(HOME=str(self.root), XDG_DATA_HOME=str(self.root / "share"), XDG_RUNTIME_DIR=str(runtime),
                                CALLS=str(self.calls), STAND_IN=PROGRAM, LC_ALL="C.UTF-8",
                                PATH=f"{tools}:{os.environ['PATH']}")

    def start(self, *arguments, **variables):
        process = subprocess.Popen(["bash", str(self.root / "tree/packaging/run.sh"), *arguments],
                                   env={**self.environment, **variables}, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def whole(self, *arguments, **variables):
        process = self.start(*arguments, **variables)
        return process.communicate(timeout=60)[0], process.returncode

    def until_listening(self, *arguments):
        process = self.start("--port", "0", *arguments)
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Listening on "):
                break
        self.assertIn("Listening on ", said)
        process.terminate()  # the script alone, as a service manager does: it passes it on
        rest = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, 0, said + rest)
        self.assertTrue(rest.rstrip().endswith("keysluice: the gateway has stopped"), rest)
        return said

    def called(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def test_without_display_keychain_and_passphrase(self):
        said = self.until_listening()
        self.assertIn("there is no display", said)
        self.assertIn("protects the vault when it is copied without this file", said)
        self.assertIn("does not protect from programs that run as you", said)
        self.assertIn(str(self.data), said)
        key = self.data / "vault.key"
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        self.assertTrue(key.read_text().startswith("keysluice-key-1 "))
        self.assertEqual(self.data.stat().st_mode & 0o777, 0o700)

        # A second start: the same vault and key, nothing configured again, and no promise of a new key.
        before, calls = key.read_text(), self.called()
        said = self.until_listening()
        self.assertEqual(key.read_text(), before)
        self.assertNotIn("no passphrase was given", said)
        self.assertNotIn("building", said)
        again = self.called()[len(calls):]
        self.assertEqual([line for line in again if line.startswith("--preset")], [])

    def test_a_passphrase_needs_no_key_file(self):
        passphrase = self.root / "pass"
        passphrase.write_text("correct horse battery\n")
        passphrase.chmod(0o600)
        said = self.until_listening("--passphrase-file", str(passphrase))
        self.assertNotIn("no passphrase was given", said)
        self.assertTrue((self.data / "vault.db").exists())
        self.assertFalse((self.data / "vault.key").exists())

    def test_a_display_gets_the_window(self):
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            self.calls.unlink(missing_ok=True)
            said, code = self.whole("--port", "0", STAND_IN=str(self.root / "window"), **{name: "here"})
            self.assertEqual(code, 0, said)
            self.assertIn("program --port 0", self.called())
            self.assertTrue(said.rstrip().endswith("keysluice: Keysluice was closed"), said)
            self.assertFalse(self.data.exists())

    def test_a_failure_is_the_last_line(self):
        said, code = self.whole(STAND_IN=str(self.root / "window"), DISPLAY="here", CODE="3")
        self.assertEqual(code, 1)
        self.assertTrue(said.rstrip().endswith("Keysluice ended with code 3"), said)
        said, code = self.whole("--port", "70000")
        self.assertEqual(code, 1)
        self.assertTrue(said.rstrip().endswith("the gateway ended with code 2"), said)

    def test_a_build_that_fails_is_told(self):
        said, code = self.whole(BROKEN="yes")
        self.assertEqual(code, 1)
        self.assertIn("the compiler's own words", said)
        self.assertIn("could not be built", said.splitlines()[-1])
        self.assertFalse(self.data.exists())

    def test_packages_that_are_missing_end_it(self):
        script(self.root / "tree/packaging/setup.sh", "echo 'keysluice: could not be installed: this-one' >&2; exit 1\n")
        said, code = self.whole()
        self.assertEqual(code, 1)
        self.assertIn("this-one", said)
        self.assertEqual(self.called(), [])


if __name__ == "__main__":
    PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1], verbosity=2)
