#!/usr/bin/env python3
"""Holds the manual page and the completions against the command line as the binary tells it.

    command_line.py BINARY PACKAGING

Every command and option of `keysluice --help`, at each level, must be in the manual page and offered by bash, zsh and fish.
"""

import os
import re
import subprocess
import sys
import tempfile

EVERYWHERE = {"--help", "--help-all", "--data-dir", "--passphrase-file", "--passphrase-fd", "--key-file", "--json", "--verbose"}


def output(*command):
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": home, "LANG": "C.UTF-8", "TERM": "dumb",
                       "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=30, encoding="utf-8", check=False)
        if done.returncode != 0:
            sys.exit("%s ended with %d: %s" % (" ".join(command[:3]), done.returncode, done.stderr))
        return done.stdout


def level(binary, words):
    """The commands and the long options of one level of help."""
    commands, options, section = [], set(), ""
    for line in output(binary, *words, "--help").split("\n"):
        if re.match(r"\S.*:$", line):
            section = line
        elif section.lower().startswith("subcommands") or section.lower().startswith("commands"):
            match = re.match(r"  ([a-z]+)\b", line)
            if match:
                commands.append(match.group(1))
        elif line.startswith("  -"):
            options.update(re.findall(r"--[a-z][a-z-]*", line[:40].split("  ", 2)[1] if "  " in line[2:] else line))
    return commands, options


def tree(binary):
    """Every path of words with the options that may follow it."""
    found, waiting = {}, [()]
    while waiting:
        words = waiting.pop()
        commands, options = level(binary, words)
        found[words] = (commands, options)
        waiting += [words + (command,) for command in commands]
    return found


def offered_by_bash(packaging, words, start):
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _keysluice; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    return set(output("bash", "-c", script, "bash", packaging + "/completions/keysluice.bash", "keysluice", *words, start).split())


def offered_by_fish(packaging, words, start):
    line = " ".join(("keysluice",) + words + (start,))
    text = output("fish", "--no-config", "-c", "source %s/completions/keysluice.fish; complete -C '%s'" % (packaging, line))
    return {item.split("\t")[0] for item in text.split("\n")}


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    binary, packaging = sys.argv[1:]
    with open(packaging + "/keysluice.1", encoding="utf-8") as file:
        manual = re.sub(r"\\f[BIR]|\\", "", file.read())
    with open(packaging + "/completions/_keysluice", encoding="utf-8") as file:
        zsh = file.read()
    output("zsh", "-n", packaging + "/completions/_keysluice")

    known = tree(binary)
    missing = []
    for words, (commands, options) in sorted(known.items()):
        name = " ".join(("keysluice",) + words)
        own = options - EVERYWHERE
        bash = offered_by_bash(packaging, words, "") | offered_by_bash(packaging, words, "-")
        fish = offered_by_fish(packaging, words, "") | offered_by_fish(packaging, words, "-")
        for word in list(commands) + sorted(options - {"--help-all"}):
            missing += ["bash does not offer %s after `%s`" % (word, name)] if word not in bash else []
            missing += ["fish does not offer %s after `%s`" % (word, name)] if word not in fish else []
        for word in list(commands) + sorted(own):
            missing += ["zsh does not know %s of `%s`" % (word, name)] if word not in zsh else []
            missing += ["the manual does not have %s of `%s`" % (word, name)] if word not in manual else []
        # And nothing that is not there.
        for word in sorted(bash - set(commands) - options - EVERYWHERE - {"--"}):
            missing.append("bash offers %s after `%s`, which is unknown" % (word, name))
    for line in missing:
        print(line)
    print("%d levels of commands, %d findings" % (len(known), len(missing)))
    return 1 if missing or len(known) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
