"""The official Python package, as its users have it: with its own repetitions. Prints the error it raises."""

import sys

import anthropic

try:
    anthropic.Anthropic().messages.create(model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "?"}])
except anthropic.APIError as error:
    print("%s %s" % (type(error).__name__, error))
    sys.exit(1)
