#!/usr/bin/env python3
"""Holds the sources against the rules that a compiler does not check: layers, threads, and words that must not be there.

    check.py ROOT            check the tree
    check.py --self-test     prove on made-up files that each rule can fail

Python's standard library only. Each finding is one line: file:line: what is wrong.
"""

import os
import re
import subprocess
import sys

MODULES = ("core", "vault", "gateway", "ui", "app")
SOURCES = (".h", ".cpp", ".mm")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')

# Which modules a folder may include; the first folder that fits counts. The link graph says the same, less loudly.
LAYERS = (
    ("core/", {"core"}),
    ("vault/", {"core", "vault"}),
    ("gateway/", {"core", "gateway"}),
    ("ui/text/", {"core", "ui/text"}),
    ("ui/ports/", {"core", "ui/ports", "ui/text"}),
    ("ui/", {"core", "ui"}),
    ("app/", {"core", "vault", "gateway", "ui", "app"}),
)
# Data-plane folders know no Qt at all: code on a worker has no event loop of Qt's, and no QObject.
WITHOUT_QT = ("gateway/http/", "gateway/tls/", "gateway/net/", "gateway/proto/", "gateway/policy/")
# The command line and the services work without a display: only the window's part of `app` may include what needs one.
WINDOW_OF_APP = ("app/window/", "app/tray/", "app/ui/", "app/desktop/")

FORBIDDEN = (
    (re.compile(r"\bQEventLoop\b"), "a nested event loop"),
    (re.compile(r"\bprocessEvents\s*\("), "processEvents"),
    (re.compile(r"\bwaitFor(?:Started|Finished|ReadyRead|BytesWritten|Connected|Disconnected|Encrypted)\s*\("),
     "a blocking waitFor call"),
    (re.compile(r"\bBlockingQueuedConnection\b"), "a blocking connection between threads"),
    (re.compile(r"\b(?:dialog|box|menu|message|wizard|d|dlg|m_dialog|m_menu)\s*(?:\.|->)\s*exec\s*\("), "exec() of a dialog or menu"),
    (re.compile(r"\bQMessageBox::(?:question|information|warning|critical|about)\s*\("), "a modal message box that blocks"),
    (re.compile(r"\bQInputDialog::get\w+\s*\("), "a modal input dialog that blocks"),
    (re.compile(r"\bQFileDialog::get\w+\s*\("), "a modal file dialog that blocks"),
    (re.compile(r"\bSIGNAL\s*\("), "a connection by string"),
    (re.compile(r"\bthrow\b(?!\(\))"), "throw: expected failures are values"),
    (re.compile(r"\b(?:instance|getInstance)\s*\(\s*\)\s*\{"), "a singleton"),
    (re.compile(r"\busing\s+namespace\s+std\s*;"), "using namespace std"),
    (re.compile(r"\bSSL_VERIFY_NONE\b.*\bupstream\b|\bignoreSslErrors\s*\("), "switching off certificate checks"),
    (re.compile(r"\bqDebug\s*\(|\bstd::cout\b.*(?:secret|key\b|passphrase)"), "debug output left in"),
)
# Lines that look like a secret on its way into a string that nobody wipes. `// plain:` with a reason lifts it.
SECRET_LEAK = re.compile(
    r"\b(?:QString|std::string)\b[^;]*\(\s*[^;]*\b(?:secret|passphrase|plaintext|credential)\b[^;]*\.(?:view|span|data)\(\)")
LOG_OF_SECRET = re.compile(r"\b(?:qInfo|qWarning|qCritical|qCInfo|qCWarning|fprintf|std::cerr)\b[^;]*\b(?:secret|passphrase)\b[^;]*\.view\(\)")

# What must be in no tracked file. Written so that this file does not find itself.
REGISTRIES = ("registry." + "npmjs.org", "registry." + "yarnpkg.com", "pypi." + "org", "files.pythonhosted" + ".org",
              "deb.debian" + ".org", "security.debian" + ".org", "snapshot.debian" + ".org", "archive.ubuntu" + ".com",
              "static.crates" + ".io", "proxy.golang" + ".org", "repo1.maven" + ".org", "deb.nodesource" + ".com")
MACHINE_PATH = re.compile(r"(?<![\w.~$}/*-])/(?:work|root|home/(?!me/|user/|you/)[a-z]\w*|Users/\w+)/")
ISSUE_TALK = re.compile(r"\b(?:issue|task|ticket) #?\d+\b", re.IGNORECASE)
REAL_KEY = re.compile(rb"\bsk-ant-(?:api|oat)\d\d-(?!ksPlaceholder)[A-Za-z0-9_-]{80,}")
# Fixtures that hold an example of what is forbidden.
EXEMPT_WORDS = ("package-lock.json",)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# `session/exchange.cpp`: `Exchange::send`, as documents tell where something is.
PLACE = re.compile(r"`([\w/]+\.(?:cpp|h))`(?:: `((?:\w+::)*\w+)`)?")
CODE_LINES_LIMIT = 800


def strip_comment(line):
    return line.split("//", 1)[0]


def layer_of(path):
    for prefix, allowed in LAYERS:
        if path.startswith(prefix):
            return allowed
    return None


def check_include(path, quoted, name):
    allowed = layer_of(path)
    if quoted == '"':
        module = name.split("/")[0]
        if module not in MODULES:
            return "include by module path, not %r" % name if "/" not in name and not name.endswith(".moc") and \
                not name.startswith("ui_") else None
        if not any(name.startswith(entry + "/") for entry in allowed):
            return "%s must not include %r" % (path.split("/")[0], name)
        return None
    if path.startswith(WITHOUT_QT) and (re.match(r"Q[A-Z]", name) or name.startswith("Qt")):
        return "the data plane is free of Qt, and includes <%s>" % name
    if re.match(r"(?:QtWidgets|QtGui|QWidget|QDialog|QApplication|QMainWindow|QMenu|QSystemTrayIcon)\b", name) and \
            not path.startswith(("ui/",) + WINDOW_OF_APP) and path != "app/main.cpp":
        return "a widget outside the window: <%s>" % name
    if path.startswith(("core/", "vault/", "gateway/")) and re.match(r"Q(?:tGui|Widget|Application|GuiApplication|Icon|Pixmap)\b", name):
        return "no display below ui: <%s>" % name
    return None


def check_source(path, text):
    """Findings of one C++ file of the product, as (line, message)."""
    lines = text.split("\n")
    if len(lines) > CODE_LINES_LIMIT:
        yield 1, "%d lines: split it" % len(lines)
    if path.endswith(".h") and "#pragma once" not in text:
        yield 1, "a header without #pragma once"
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if include:
            problem = check_include(path, include.group(1), include.group(2))
            if problem:
                yield number, problem
            continue
        code = strip_comment(line)
        bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', code)
        for pattern, what in FORBIDDEN:
            if pattern.search(bare):
                yield number, what
        if "// plain:" not in line and (SECRET_LEAK.search(bare) or LOG_OF_SECRET.search(bare)):
            yield number, "a secret becomes a string that is never wiped (say why with `// plain: ...`)"


def check_words(path, data):
    """Findings in any tracked text file."""
    if b"\0" in data or path.endswith(EXEMPT_WORDS) and b"http" not in data:
        return
    key = REAL_KEY.search(data)
    if key and not path.startswith("tests/"):
        yield data[:key.start()].count(b"\n") + 1, "something shaped like a real key"
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        for host in REGISTRIES:
            if host in line:
                yield number, "names the registry host " + host
        if MACHINE_PATH.search(line) and not line.startswith("#!"):
            yield number, "an absolute path of one machine: " + MACHINE_PATH.search(line).group(0)
        if ISSUE_TALK.search(line):
            yield number, "speaks of work that a reader cannot see: " + ISSUE_TALK.search(line).group(0)


def check_links(root, path, text):
    """Relative links of a document that lead nowhere."""
    for number, line in enumerate(text.split("\n"), 1):
        for target in LINK.findall(line):
            place = target.partition("#")[0]
            if place and "://" not in place and not place.startswith("mailto:") and \
                    not os.path.exists(os.path.join(root, os.path.dirname(path), place)):
                yield number, "a link that leads nowhere: " + target


def check_places(root, path, text):
    """Table rows of a document that name a source file that is not there, or a function that is not in it."""
    for number, line in enumerate(text.split("\n"), 1):
        for name, function in PLACE.findall(line) if line.startswith("|") else ():
            places = (os.path.join(root, os.path.dirname(path), name), os.path.join(root, name))
            place = next((candidate for candidate in places if os.path.isfile(candidate)), None)
            if place is None:
                yield number, "names a file that is not there: " + name
            elif function:
                with open(place, encoding="utf-8") as file:
                    if not re.search(r"\b%s\b" % function.rpartition("::")[2], file.read()):
                        yield number, "names a function that is not in %s: %s" % (name, function)


def tracked(root):
    listed = subprocess.run(["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [name.decode() for name in listed.stdout.split(b"\0") if name]
    found = []
    for where, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("build", ".git", "node_modules", "__pycache__")]
        found += [os.path.relpath(os.path.join(where, name), root) for name in names]
    return found


def check_tree(root):
    findings = []
    sources = 0
    for path in sorted(tracked(root)):
        full = os.path.join(root, path)
        if not os.path.isfile(full) or os.path.islink(full):
            continue
        with open(full, "rb") as file:
            data = file.read()
        found = list(check_words(path, data))
        if path.endswith(SOURCES) and path.split("/")[0] in MODULES:
            sources += 1
            found += list(check_source(path, data.decode("utf-8", "replace")))
        if path.endswith(".md"):
            found += list(check_links(root, path, data.decode("utf-8", "replace")))
            found += list(check_places(root, path, data.decode("utf-8", "replace")))
        findings += ["%s:%d: %s" % (path, number, what) for number, what in found]
    if sources == 0:
        findings.append("no source was found below " + root)
    return sources, findings


def self_test():
    """Each rule is shown something that it must refuse, and something close by that it must let pass."""
    head = "#pragma once\n"
    refused = (
        ("core/a.h", head + '#include "vault/x.h"'), ("vault/a.h", head + '#include "gateway/x.h"'),
        ("gateway/a.h", head + '#include "vault/x.h"'), ("ui/a.h", head + '#include "app/x.h"'),
        ("ui/a.h", head + '#include "vault/x.h"'), ("ui/ports/a.h", head + '#include "ui/pages/x.h"'),
        ("vault/a.h", head + '#include "ui/text/x.h"'), ("gateway/http/a.h", head + "#include <QString>"),
        ("gateway/net/a.h", head + "#include <QtCore/QObject>"), ("app/cli/a.h", head + "#include <QWidget>"),
        ("vault/a.h", head + "#include <QApplication>"), ("core/a.h", "int x;"), ("core/a.h", head + '#include "x.h"'),
        ("ui/a.cpp", "QEventLoop loop;"), ("ui/a.cpp", "dialog.exec();"), ("ui/a.cpp", "QMessageBox::warning(this);"),
        ("app/a.cpp", "process.waitForFinished();"), ("app/a.cpp", "QCoreApplication::processEvents();"),
        ("app/a.cpp", "connect(a, SIGNAL(b()), c, SLOT(d()));"), ("vault/a.cpp", 'throw Error("x");'),
        ("app/a.cpp", "static Vault& instance() {"), ("ui/a.cpp", "reply->ignoreSslErrors();"), ("ui/a.cpp", "qDebug() << 1;"),
        ("ui/a.cpp", "QString text = QString::fromUtf8(secret.view());"), ("vault/a.cpp", "\n" * 801),
        ("app/a.cpp", "connect(a, b, c, d, Qt::BlockingQueuedConnection);"),
    )
    passed = (
        ("core/a.h", head + '#include "core/x.h"\n#include <QString>'), ("app/a.cpp", '#include "vault/x.h"\n#include "ui/ports/x.h"'),
        ("gateway/http/a.h", head + "#include <string>"), ("ui/a.cpp", "#include <QDialog>\ndialog->open();"),
        ("app/a.cpp", "return application.exec();"), ("vault/a.cpp", "query.exec();"), ("ui/a.cpp", 'tr("Do not throw it away");'),
        ("vault/a.cpp", "// never QEventLoop here"), ("ui/a.cpp", "#include \"a.moc\""),
        ("ui/a.cpp", "bus.connect(service, path, name, signal, this, SLOT(changed()));"),
        ("core/a.cpp", "using namespace std::chrono_literals;"),
    )
    words_refused = (b"see https://" + REGISTRIES[0].encode() + b"/x", b"cd /" + b"work/main", b"as issue" + b" #12 says",
                     b"sk-ant-api03-" + b"x" * 90)
    words_passed = (b"cd build/work/main", b"/usr/bin/env", b"${HOME}/work/x", b"sk-ant-api03-ksPlaceholder" + b"x" * 80)
    wrong = []
    for path, text in refused:
        if not list(check_source(path, text)):
            wrong.append("passed, and should not: %s: %r" % (path, text[:80]))
    for path, text in passed:
        wrong += ["refused, and should not: %s: %s" % (path, what) for _, what in check_source(path, text)]
    for data in words_refused:
        if not list(check_words("core/a.h", data)):
            wrong.append("passed, and should not: %r" % data)
    if not list(check_links(os.path.dirname(__file__), "x.md", "see [this](nowhere.md#part)")):
        wrong.append("passed, and should not: a link that leads nowhere")
    wrong += ["refused, and should not: " + what for _, what in check_links(os.path.dirname(__file__), "x.md", "[a](check.py#x)")]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for row in ("| x | `core/nowhere.h` |", "| x | `core/result.h`: `Nothing::atAll` |"):
        if not list(check_places(root, "core/x.md", row)):
            wrong.append("passed, and should not: " + row)
    for row in ("| x | `result.h`: `core::Result` |", "| x | `core/result.h` |", "such as `nowhere.h`"):
        wrong += ["refused, and should not: " + what for _, what in check_places(root, "core/x.md", row)]
    for data in words_passed:
        wrong += ["refused, and should not: %r: %s" % (data, what) for _, what in check_words("core/a.h", data)]
    return len(refused) + len(passed) + len(words_refused) + len(words_passed), wrong


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    count, findings = self_test() if sys.argv[1] == "--self-test" else check_tree(sys.argv[1])
    for finding in findings:
        print(finding)
    print("%d looked at, %d findings" % (count, len(findings)))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
