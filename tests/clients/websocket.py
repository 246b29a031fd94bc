"""The server's side of a WebSocket (RFC 6455) for the local provider: the handshake, frames, and one conversation."""

import base64
import hashlib
import json
import struct

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
LIMIT = 16 * 1024 * 1024


class Broken(Exception):
    """The client sent what is no frame, or no end of one."""


def accept(request):
    """The head that agrees to a request, without extensions."""
    key = request.values("sec-websocket-key")[0].encode()
    proof = base64.b64encode(hashlib.sha1(key + GUID).digest())
    return b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + proof + b"\r\n\r\n"


def frame(payload, opcode=TEXT, final=True):
    head = bytes([(0x80 if final else 0) | opcode])
    if len(payload) < 126:
        head += bytes([len(payload)])
    elif len(payload) < 65536:
        head += bytes([126]) + struct.pack(">H", len(payload))
    else:
        head += bytes([127]) + struct.pack(">Q", len(payload))
    return head + payload


def read_frame(exactly):
    """`exactly(n)` gives the next n bytes. Returns (final, opcode, payload)."""
    first, second = exactly(2)
    if first & 0x70 or not second & 0x80:
        raise Broken("reserved bits, or not masked")
    size = second & 0x7F
    if size >= 126:
        size, = struct.unpack(">H", exactly(2)) if size == 126 else struct.unpack(">Q", exactly(8))
    if size > LIMIT:
        raise Broken("a frame of %d bytes" % size)
    mask = exactly(4)
    payload = exactly(size)
    whole = mask * (size // 4) + mask[:size % 4]
    return bool(first & 0x80), first & 0x0F, (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")


def read_message(exactly, send):
    """The next text, or None when the client closed. Pings are answered."""
    text = b""
    while True:
        final, opcode, payload = read_frame(exactly)
        if opcode == PING:
            send(frame(payload, PONG))
        elif opcode == CLOSE:
            send(frame(payload, CLOSE))
            return None
        elif opcode != PONG:
            text += payload
            if final:
                return text.decode()


def converse(exactly, send, answer, gate):
    """Answers each message {"question", "stream"}, whole or in pieces of which the second waits for the first."""
    while True:
        text = read_message(exactly, send)
        if text is None:
            return
        asked = json.loads(text)
        if not asked.get("stream"):
            # In fragments with a ping between them, as a server may.
            whole = json.dumps({"text": answer, "heard": len(asked["question"])}).encode()
            send(frame(whole[:100], TEXT, False))
            send(frame(b"still there?", PING))
            send(frame(whole[100:], 0))
            continue
        first, *rest = answer.split(" ")
        send(frame(json.dumps({"delta": first}).encode()))
        if gate:
            gate.wait()
        for word in rest:
            send(frame(json.dumps({"delta": " " + word}).encode()))
        send(frame(json.dumps({"done": True}).encode()))


def respond(exactly, send, events):
    """The Responses API in a WebSocket, as Codex uses it: `events(model, is_warm_up)` gives the messages of one answer."""
    while True:
        text = read_message(exactly, send)
        if text is None:
            return
        asked = json.loads(text)
        if asked.get("type") == "response.create":
            for event in events(asked.get("model", ""), asked.get("generate") is False):
                send(frame(event.encode()))
