#!/usr/bin/env python3
"""A local stand-in for the hosts below, which writes down exactly what reaches it.

TLS on 127.0.0.1 with a throw-away authority, one thread per connection, Python's standard library only. The tests use the
class `Provider` in their own process; as a program it serves until it is interrupted (see packaging/demo.sh).
"""

import argparse
import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

import answers
import websocket

HOSTS = ("api.anthropic.com", "api.openai.com", "generativelanguage.googleapis.com")
HEAD_LIMIT = 256 * 1024


def make_authority(folder):
    """Writes ca.pem, leaf.pem and leaf.key with the openssl tool."""

    def openssl(*arguments):
        subprocess.run(("openssl",) + arguments, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Local test provider CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", *curve, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Local test provider")
    with open(os.path.join(folder, "leaf.ext"), "w", encoding="ascii") as extensions:
        extensions.write("subjectAltName=" + ",".join("DNS:" + host for host in HOSTS) + "\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
            "-extfile", "leaf.ext", "-out", "leaf.pem")
    os.remove(os.path.join(folder, "ca.key"))


class Malformed(Exception):
    """The peer sent something that is not the HTTP this server speaks."""


class Request:
    """One request as it arrived: the bytes of its head, and what they mean."""

    def __init__(self, sni, head, body):
        self.sni = sni
        self.head = head
        self.body = body
        lines = head.decode("latin-1").split("\r\n")
        try:
            self.method, self.target, self.version = lines[0].split(" ")
        except ValueError as error:
            raise Malformed(lines[0]) from error
        self.headers = []
        for line in lines[1:]:
            if line:
                name, separator, value = line.partition(":")
                if not separator:
                    raise Malformed(line)
                self.headers.append((name, value.strip(" \t")))
        self.path = self.target.partition("?")[0]

    def values(self, name):
        return [value for key, value in self.headers if key.lower() == name]

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    def as_json(self):
        return {"sni": self.sni, "method": self.method, "target": self.target, "headers": self.headers,
                "head": base64.b64encode(self.head).decode(), "body": base64.b64encode(self.body).decode()}


class Gate:
    """Holds a stream after its first text until whoever reads it says that this text has arrived."""

    def __init__(self, limit=60.0):
        self._limit = limit
        self._open = threading.Event()
        self.was_waited_for = threading.Event()
        self.timed_out = False

    def release(self):
        self._open.set()

    def wait(self):
        self.was_waited_for.set()
        if not self._open.wait(self._limit):
            self.timed_out = True


class Connection:
    """One TLS connection, served request by request."""

    def __init__(self, provider, raw):
        self._provider = provider
        self._raw = raw
        self._buffer = b""
        self._stream = None

    def serve(self):
        try:
            self._raw.settimeout(120)
            self._raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            names = []
            self._stream = self._provider.wrap(self._raw, names)
            while self._one_request(names[0] if names else None):
                pass
        except (OSError, Malformed, websocket.Broken) as error:
            self._provider.note("connection ended: %s" % error)
        finally:
            (self._stream or self._raw).close()

    def _more(self):
        data = self._stream.recv(65536)
        self._buffer += data
        return bool(data)

    def _exactly(self, count):
        while len(self._buffer) < count:
            if not self._more():
                raise Malformed("the body ended early")
        data, self._buffer = self._buffer[:count], self._buffer[count:]
        return data

    def _line(self):
        while b"\r\n" not in self._buffer:
            if not self._more():
                raise Malformed("a line ended early")
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _body(self, probe):
        if probe.values("expect"):
            self._stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if probe.values("transfer-encoding"):
            body = b""
            while True:
                size = int(self._line().split(b";")[0], 16)
                body += self._exactly(size)
                if size == 0:
                    while self._line():
                        pass
                    return body
                self._line()
        lengths = probe.values("content-length")
        return self._exactly(int(lengths[0])) if lengths else b""

    def _one_request(self, sni):
        while b"\r\n\r\n" not in self._buffer:
            if len(self._buffer) > HEAD_LIMIT or not self._more():
                return False
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        body = self._body(Request(sni, head, b""))
        request = Request(sni, head, body)
        number = self._provider.record(request)
        if self._provider.takes_socket(request):
            self._stream.sendall(websocket.accept(request))
            if request.path == "/v1/responses":
                websocket.respond(self._exactly, self._stream.sendall, self._provider.response_events)
            else:
                websocket.converse(self._exactly, self._stream.sendall, self._provider.text, self._provider.gate)
            return False
        keep = "close" not in [value.lower() for value in request.values("connection")]
        for piece in self._provider.answer(request, keep):
            self._provider.note_piece(number, piece)
            self._stream.sendall(piece)
        return keep


class Provider:
    """The server. `keys` maps a host to the headers that must carry its credential: {"x-api-key": "sk-..."}."""

    def __init__(self, folder, keys, text, record_file=None):
        make_authority(folder)
        self.authority = os.path.join(folder, "ca.pem")
        self.gate = None
        self.drops = 0  # so many connections are ended as soon as they begin
        self.text = text
        self.requests = []
        self.notes = []
        self.pieces = []
        self._keys = keys
        self._answers = answers.Answers(text, os.path.join(folder, "git"))
        self._record_file = record_file
        self._lock = threading.Lock()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._context.load_cert_chain(os.path.join(folder, "leaf.pem"), os.path.join(folder, "leaf.key"))
        self._context.set_alpn_protocols(["http/1.1"])
        self._context.sni_callback = lambda stream, name, _: setattr(stream, "asked_name", name)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def wrap(self, raw, names):
        stream = self._context.wrap_socket(raw, server_side=True)
        names.append(getattr(stream, "asked_name", None))
        return stream

    def _accept(self):
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            if self.drops > 0:
                self.drops -= 1
                raw.close()
                continue
            threading.Thread(target=Connection(self, raw).serve, daemon=True).start()

    def close(self):
        self._listener.close()

    def set_key(self, host, headers):
        with self._lock:
            self._keys[host] = headers

    def record(self, request):
        with self._lock:
            self.requests.append(request)
            if self._record_file:
                with open(self._record_file, "a", encoding="utf-8") as out:
                    out.write(json.dumps(request.as_json()) + "\n")
            return len(self.requests) - 1

    def note(self, text):
        with self._lock:
            self.notes.append(text)

    def note_piece(self, number, piece):
        with self._lock:
            self.pieces.append((number, time.monotonic(), len(piece)))

    def takes_socket(self, request):
        """Whether this is a handshake that is answered with 101; refusals are answers like any other."""
        with self._lock:
            wanted = self._keys.get("api.openai.com", {})
        return (request.target in ("/v1/realtime", "/v1/responses") and request.values("host") == ["api.openai.com"]
                and request.values("upgrade") == ["websocket"]
                and all(request.values(name) == [value] for name, value in wanted.items()))

    def response_events(self, model, is_warm_up):
        return self._answers.response_messages(model, is_warm_up)

    def answer(self, request, keep):
        """Yields the bytes of the answer, piece by piece; each is sent on its own."""
        host = (request.values("host") or [""])[0].partition(":")[0].lower()
        if host not in HOSTS or (request.sni and request.sni.lower() != host):
            return self._answers.plain(421, {"error": "misdirected: host %s, sni %s" % (host, request.sni)}, keep)
        with self._lock:
            wanted = self._keys.get(host, {})
        fits = all(request.values(name) == [value] for name, value in wanted.items())
        return self._answers.to(host, request, fits, self.gate, keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", required=True, help="an empty folder for certificates and the record")
    parser.add_argument("--anthropic-key", help="the API key that requests to api.anthropic.com must carry")
    parser.add_argument("--openai-key", help="the API key that requests to api.openai.com must carry")
    parser.add_argument("--text", default="Hello from the local provider.", help="what the model says")
    options = parser.parse_args()
    keys = {}
    if options.anthropic_key:
        keys["api.anthropic.com"] = {"x-api-key": options.anthropic_key}
    if options.openai_key:
        keys["api.openai.com"] = {"authorization": "Bearer " + options.openai_key}
    record = os.path.join(options.folder, "requests.jsonl")
    provider = Provider(options.folder, keys, options.text, record)
    print(json.dumps({"port": provider.port, "ca": provider.authority, "record": record}), flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
