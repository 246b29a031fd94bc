"""What the stand-in provider says: the shapes of the APIs of Anthropic, OpenAI and Gemini, plain, streamed and as errors.

A model whose name is `error-NNN` answers with that status. Streams are cut into pieces at places where no client expects
it (in the middle of a line, of an event, of a character), and wait at the gate after their first text.
"""

import json
import os
import subprocess
import threading

ANTHROPIC_MODELS = ("claude-opus-4-8", "claude-sonnet-4-6", "claude-haiku-4-5")
OPENAI_MODELS = ("gpt-5.2", "gpt-5.2-mini")
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
           421: "Misdirected Request", 429: "Too Many Requests", 500: "Internal Server Error", 529: "Overloaded"}
ANTHROPIC_ERRORS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
                    429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}
GIT_BACKEND = "/usr/lib/git-core/git-http-backend"


def words(text):
    """The text in the portions in which a model would speak it."""
    return [word + " " for word in text.split(" ")[:-1]] + [text.split(" ")[-1]]


class Answers:
    def __init__(self, text, git_folder):
        self._text = text
        self._git_folder = git_folder
        self._git_lock = threading.Lock()
        self._count = 0

    # Framing

    def head(self, status, fields, keep):
        lines = ["HTTP/1.1 %d %s" % (status, REASONS.get(status, "Unknown"))]
        lines += ["%s: %s" % field for field in fields]
        lines.append("connection: " + ("keep-alive" if keep else "close"))
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def plain(self, status, document, keep, fields=()):
        body = json.dumps(document, ensure_ascii=False).encode()
        all_fields = [("content-type", "application/json"), ("content-length", str(len(body)))] + list(fields)
        yield self.head(status, all_fields, keep) + body

    def stream(self, events, gate, first_text, keep, fields=()):
        all_fields = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache"),
                      ("transfer-encoding", "chunked")] + list(fields)
        yield self.head(200, all_fields, keep)
        for index, event in enumerate(events):
            data = event.encode()
            if index == first_text + 1 and gate:
                gate.wait()
            # The event a reader is waiting for arrives in one piece; later ones are torn apart, each piece its own chunk.
            cut = len(data) if index <= first_text else 1 + index * 7 % max(1, len(data) - 1)
            for piece in (data[:cut], data[cut:]):
                if piece:
                    yield b"%x\r\n%s\r\n" % (len(piece), piece)
        yield b"0\r\n\r\n"

    # Routing

    def to(self, host, request, fits, gate, keep):
        self._count += 1
        if host == "api.openai.com":
            return self._openai(request, fits, gate, keep)
        if host == "generativelanguage.googleapis.com":
            return self._gemini(request, fits, gate, keep)
        return self._anthropic(request, fits, gate, keep)

    def _anthropic_error(self, status, message, keep, fields=()):
        kind = ANTHROPIC_ERRORS.get(status, "api_error")
        document = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_%d" % self._count}
        return self.plain(status, document, keep, [("request-id", "req_%d" % self._count)] + list(fields))

    def _anthropic(self, request, fits, gate, keep):
        if request.path.startswith("/tiny.git"):
            return self._git(request, keep)
        if not fits:
            return self._anthropic_error(401, "invalid x-api-key", keep)
        asked = request.json()
        model = str(asked.get("model", ""))
        if model.startswith("error-"):
            status = int(model[len("error-"):])
            return self._anthropic_error(status, "asked for %d" % status, keep, [("retry-after", "7")] if status == 429 else [])
        limits = [("anthropic-ratelimit-requests-remaining", "49"), ("request-id", "req_%d" % self._count)]
        if request.path == "/v1/models" and request.method == "GET":
            data = [{"type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z"}
                    for name in ANTHROPIC_MODELS]
            document = {"data": data, "has_more": False, "first_id": data[0]["id"], "last_id": data[-1]["id"]}
            return self.plain(200, document, keep, limits)
        if request.path == "/v1/messages/count_tokens":
            return self.plain(200, {"input_tokens": 14}, keep, limits)
        if request.path == "/v1/messages" and request.method == "POST":
            if asked.get("stream"):
                return self.stream(self._anthropic_events(model), gate, 3, keep, limits)
            return self.plain(200, self._anthropic_message(model), keep, limits)
        return self._anthropic_error(404, "no such path: " + request.path, keep)

    def _anthropic_message(self, model):
        return {"id": "msg_%d" % self._count, "type": "message", "role": "assistant", "model": model,
                "content": [{"type": "text", "text": self._text}], "stop_reason": "end_turn", "stop_sequence": None,
                "usage": {"input_tokens": 14, "output_tokens": 9}}

    def _anthropic_events(self, model):
        start = dict(self._anthropic_message(model), content=[], stop_reason=None)
        events = [{"type": "message_start", "message": start},
                  {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
                  {"type": "ping"}]
        events += [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}}
                   for word in words(self._text)]
        events += [{"type": "content_block_stop", "index": 0},
                   {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                    "usage": {"output_tokens": 9}},
                   {"type": "message_stop"}]
        return ["event: %s\ndata: %s\n\n" % (event["type"], json.dumps(event, ensure_ascii=False)) for event in events]

    def _openai_error(self, status, message, keep, fields=()):
        document = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
        return self.plain(status, document, keep, list(fields))

    def _openai(self, request, fits, gate, keep):
        if not fits:
            return self._openai_error(401, "Incorrect API key provided", keep)
        asked = request.json()
        model = str(asked.get("model", request.target.partition("?model=")[2]))
        if model.startswith("error-"):
            status = int(model[len("error-"):])
            return self._openai_error(status, "asked for %d" % status, keep, [("retry-after", "7")] if status == 429 else [])
        if request.path == "/v1/models" and request.method == "GET":
            data = [{"id": name, "object": "model", "created": 1, "owned_by": "openai"} for name in OPENAI_MODELS]
            return self.plain(200, {"object": "list", "data": data}, keep)
        if request.path == "/v1/chat/completions" and request.method == "POST":
            if asked.get("stream"):
                return self.stream(self._chat_events(model), gate, 1, keep)
            choice = {"index": 0, "message": {"role": "assistant", "content": self._text}, "finish_reason": "stop"}
            usage = {"prompt_tokens": 14, "completion_tokens": 9, "total_tokens": 23}
            return self.plain(200, {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
                                    "choices": [choice], "usage": usage}, keep)
        if request.path == "/v1/responses" and request.method == "POST":
            if asked.get("stream"):
                return self.stream(self._response_events(model), gate, 3, keep)
            return self.plain(200, self._response(model, "completed", self._text), keep)
        return self._openai_error(404, "no such path: " + request.path, keep)

    def _chat_events(self, model):
        def event(delta, reason=None):
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            document = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}
            return "data: %s\n\n" % json.dumps(document, ensure_ascii=False)

        events = [event({"role": "assistant", "content": ""})]
        events += [event({"content": word}) for word in words(self._text)]
        return events + [event({}, "stop"), "data: [DONE]\n\n"]

    def _response(self, model, status, text):
        content = [{"type": "output_text", "text": text, "annotations": []}]
        output = [{"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": content}] if text else []
        return {"id": "resp_1", "object": "response", "created_at": 1, "status": status, "model": model, "output": output,
                "error": None, "incomplete_details": None, "instructions": None, "metadata": {}, "tools": [],
                "parallel_tool_calls": True, "tool_choice": "auto",
                "usage": {"input_tokens": 14, "output_tokens": 9, "total_tokens": 23,
                          "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}}

    def response_messages(self, model, is_warm_up):
        """The events of the Responses API as they travel in a WebSocket, one message each."""
        if is_warm_up:
            return [json.dumps({"type": "response.completed", "response": self._response(model, "completed", "")})]
        return [line.partition("data: ")[2].strip() for line in self._response_events(model)]

    def _response_events(self, model):
        item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
        part = {"type": "output_text", "text": "", "annotations": []}
        place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        events = [{"type": "response.created", "response": self._response(model, "in_progress", "")},
                  {"type": "response.output_item.added", "output_index": 0, "item": item},
                  dict(place, type="response.content_part.added", part=part)]
        events += [dict(place, type="response.output_text.delta", delta=word, logprobs=[]) for word in words(self._text)]
        completed = self._response(model, "completed", self._text)
        events += [dict(place, type="response.output_text.done", text=self._text, logprobs=[]),
                   {"type": "response.output_item.done", "output_index": 0, "item": completed["output"][0]},
                   {"type": "response.completed", "response": completed}]
        lines = []
        for number, event in enumerate(events):
            document = json.dumps(dict(event, sequence_number=number), ensure_ascii=False)
            lines.append("event: %s\ndata: %s\n\n" % (event["type"], document))
        return lines

    def _gemini(self, request, fits, gate, keep):
        if not fits:
            return self.plain(400, {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}, keep)
        model, _, method = request.path.rpartition("/")[2].partition(":")
        if method == "generateContent":
            return self.plain(200, self._candidate(model, self._text, "STOP"), keep)
        if method == "streamGenerateContent":
            portions = words(self._text)
            documents = [self._candidate(model, word, None) for word in portions[:-1]]
            documents.append(self._candidate(model, portions[-1], "STOP"))
            events = ["data: %s\r\n\r\n" % json.dumps(document, ensure_ascii=False) for document in documents]
            return self.stream(events, gate, 0, keep)
        return self.plain(404, {"error": {"code": 404, "message": "no such path", "status": "NOT_FOUND"}}, keep)

    def _candidate(self, model, text, reason):
        candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
        if reason:
            candidate["finishReason"] = reason
        return {"candidates": [candidate], "modelVersion": model, "responseId": "r1",
                "usageMetadata": {"promptTokenCount": 14, "candidatesTokenCount": 9, "totalTokenCount": 23}}

    # A small repository, served by git itself.

    def _make_repository(self):
        with self._git_lock:
            bare = os.path.join(self._git_folder, "tiny.git")
            if os.path.isdir(bare):
                return
            work = os.path.join(self._git_folder, "work")
            os.makedirs(work)
            with open(os.path.join(work, "hello.txt"), "w", encoding="utf-8") as out:
                out.write(self._text + "\n")
            settings = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "init.defaultBranch=main"]
            environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self._git_folder, "GIT_CONFIG_NOSYSTEM": "1"}
            for arguments in (["init", "-q", "."], ["add", "."], ["commit", "-q", "-m", "First"],
                              ["clone", "-q", "--bare", ".", bare]):
                subprocess.run(["git"] + settings + arguments, cwd=work, check=True, env=environment)

    def _git(self, request, keep):
        self._make_repository()
        path, _, query = request.target.partition("?")
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "GIT_PROJECT_ROOT": self._git_folder,
                       "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": request.method,
                       "CONTENT_TYPE": (request.values("content-type") or [""])[0], "REMOTE_ADDR": "127.0.0.1",
                       "CONTENT_LENGTH": str(len(request.body)), "HOME": self._git_folder, "GIT_CONFIG_NOSYSTEM": "1",
                       "HTTP_CONTENT_ENCODING": (request.values("content-encoding") or [""])[0],
                       "GIT_PROTOCOL": (request.values("git-protocol") or [""])[0]}
        done = subprocess.run([GIT_BACKEND], input=request.body, env=environment, check=True, stdout=subprocess.PIPE)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        status, fields = 200, []
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "status":
                status = int(value.split(" ")[0])
            else:
                fields.append((name, value))
        yield self.head(status, fields + [("content-length", str(len(body)))], keep) + body
