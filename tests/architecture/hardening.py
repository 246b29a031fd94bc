#!/usr/bin/env python3
"""Looks at the finished binary for the protections that its flags ask for: hardening.py BINARY [--fortified]"""

import re
import subprocess
import sys


def readelf(*arguments):
    return subprocess.run(("readelf", "--wide") + arguments, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def main():
    binary = sys.argv[1]
    header, segments, dynamic = readelf("--file-header", binary), readelf("--segments", binary), readelf("--dynamic", binary)
    symbols = readelf("--dyn-syms", binary)
    stack = re.search(r"GNU_STACK.*", segments)
    wanted = {
        "position independent (PIE)": "DYN" in re.search(r"Type:.*", header).group(0) and "PIE" in dynamic,
        "relocations read-only (RELRO)": "GNU_RELRO" in segments,
        "bound at start (full RELRO)": "BIND_NOW" in dynamic or re.search(r"FLAGS_1.*NOW", dynamic) is not None,
        "stack not executable": stack is not None and "RWE" not in stack.group(0),
        "stack protector": "__stack_chk_fail" in symbols,
        "no run path": "RUNPATH" not in dynamic and "RPATH" not in dynamic,
    }
    if "--fortified" in sys.argv:
        wanted["fortified library calls"] = re.search(r"__\w+_chk\b(?<!__stack_chk)", symbols.replace("__stack_chk_fail", "")) is not None
    missing = [name for name, there in wanted.items() if not there]
    for name in missing:
        print("missing: " + name)
    print("%d protections, %d missing" % (len(wanted), len(missing)))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
