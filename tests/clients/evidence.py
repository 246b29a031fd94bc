"""Looks for a value where it must not be, in every spelling in which it would be easy to find."""

import base64
import os

# A quarter of a key is a leak as well; its head and tail are shown to people and are left out.
WINDOW = 32


def spellings(text):
    """The encodings of a text that are searched for, by name."""
    raw = text.encode()
    found = {"utf-8": raw, "utf-16le": text.encode("utf-16-le"), "utf-16be": text.encode("utf-16-be"),
             "hex": raw.hex().encode(), "upper-case hex": raw.hex().upper().encode()}
    for shift in range(3):
        # Base64 looks different at each of three alignments; the characters that depend on the neighbours are cut off.
        encoded = base64.b64encode(b"\0" * shift + raw)
        inner = encoded[(0, 2, 3)[shift]:len(encoded) - 4]
        found["base64+%d" % shift] = inner
        found["base64url+%d" % shift] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return found


def middle(secret):
    start = (len(secret) - WINDOW) // 2
    return secret[start:start + WINDOW]


def findings(secret, data):
    return [name for name, spelling in spellings(middle(secret)).items() if spelling in data]


def files_with(secret, folder):
    """The files below a folder (and names of files) that hold the secret. Sockets and pipes are passed over."""
    found = []
    for where, folders, names in os.walk(folder):
        for name in folders + names:
            if findings(secret, name.encode("utf-8", "surrogateescape")):
                found.append("the name of " + os.path.join(where, name))
        for name in names:
            path = os.path.join(where, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    for spelling in findings(secret, file.read()):
                        found.append("%s (%s)" % (path, spelling))
    return found
