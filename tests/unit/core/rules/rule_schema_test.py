#!/usr/bin/env python3
"""Holds resources/rules.schema.json against the reader: what one takes the other takes, but for what a schema cannot say.

    rule_schema_test.py READER SCHEMA FULL     READER: read_rules_main.cpp; FULL: a file with every member

Every member of the full file is changed in many ways; both judge each change.
"""

import copy
import json
import subprocess
import sys

import jsonschema

# What the reader alone can see: (a part of its sentence).
BEYOND_A_SCHEMA = ("must be a host, *.suffix", "is not an expression that can be used", "is the id of another one before",
                   "has no time in it", "turn the direction of writing")


def places(value, path=()):
    """Every value in the document with its path."""
    yield path, value
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


def changed(document, path, change):
    result = copy.deepcopy(document)
    if not path:
        return change(result)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = change(parent[path[-1]])
    return result


def without(document, path):
    result = copy.deepcopy(document)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    return result


OF_ANY_TYPE = (None, True, 0, 1.5, "", "a b", [], ["a", "a"], [1], {}, {"a": 1})
NUMBERS = (-1, 1, 10 ** 6 + 1, 10 ** 9 + 1, 10 ** 12 + 1, 2 ** 40 + 1)
TEXTS = ("a", "A", "*", "/a", "é", "/é", "/***", "maximum", "24:00", "23:59", "24:01", "a\nb", "x" * 65, "x" * 101, "x" * 257,
         "X" * 257, "/" + "x" * 256, "x" * 301, "x" * 1025)


def changes(full):
    for path, value in places(full):
        if any(isinstance(step, int) and step > 0 for step in path):
            continue  # the others of a list are like its first one
        if len(path) > 4 and str(path[3]).startswith("except") and path[3] != "exceptHosts":
            continue  # one definition with the list that it is an exception from
        others = NUMBERS if isinstance(value, int) else TEXTS if isinstance(value, str) else ()
        for other in OF_ANY_TYPE + others:
            yield f"{path} = {str(other)[:20]!r}", changed(full, path, lambda _: other)
        if path:
            yield f"without {path}", without(full, path)
        if isinstance(value, dict):
            yield f"more in {path}", changed(full, path, lambda members: {**members, "surplus": 1})
        if isinstance(value, list) and value:
            yield f"more of {path}", changed(full, path, lambda entries: entries + [entries[0]])
            for count in (17, 201, 1001) if path == ("rules",) else (201,) if path == ("limits",) else (17,):
                yield f"{count} of {path}", changed(full, path, lambda entries: (entries * count)[:count])
            if isinstance(value[0], str):
                yield f"many of {path}", changed(full, path, lambda entries: entries + [f"{entries[0]}{i}" for i in range(200)])


def main():
    reader, schema_file, full_file = sys.argv[1:]
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    with open(full_file, encoding="utf-8") as file:
        full = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    named = list(changes(full))
    # Members that may stand only beside others are tried with every decision.
    named += [(f"{name}, {decision}", changed(document, ("rules", 0, "decision"), lambda _: decision))
              for name, document in list(named) if "highRisk" in name or "answerSeconds" in name or "reason" in name for decision in ("allow", "block")
              if isinstance(document.get("rules"), list) and document["rules"] and isinstance(document["rules"][0], dict)]
    named.append(("as it is", full))
    lines = "".join(json.dumps(document) + "\n" for _, document in named)
    answers = subprocess.run([reader], input=lines, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    assert len(answers) == len(named), (len(answers), len(named))

    findings = 0
    both = {True: 0, False: 0}
    for (name, document), answer in zip(named, answers):
        taken = answer.startswith("ok ")
        valid = validator.is_valid(document)
        both[taken] += 1
        if taken and not validator.is_valid(json.loads(answer[3:])):
            print(f"{name}: what is written is not valid")
            findings += 1
        if taken != valid and not (valid and any(part in answer for part in BEYOND_A_SCHEMA)):
            print(f"{name}: the schema {'takes' if valid else 'refuses'} it, the reader says: {answer[:150]}")
            findings += 1
    print(f"{len(named)} changes: {both[True]} taken, {both[False]} refused, {findings} findings")

    # The full file has every member that the schema knows.
    rule, limit = full["rules"][0], full["limits"][0]
    defs = schema["$defs"]
    for what, known, used in (("a rule", defs["rule"], rule), ("a limit", defs["limit"], limit),
                              ("conditions", defs["conditions"], rule["conditions"]),
                              ("time", defs["conditions"]["properties"]["time"], rule["conditions"]["time"])):
        missing = set(known["properties"]) - set(used)
        if missing:
            print(f"the full file lacks members of {what}: {sorted(missing)}")
            findings += 1
    return 1 if findings or both[True] < 100 or both[False] < 800 else 0


if __name__ == "__main__":
    sys.exit(main())
