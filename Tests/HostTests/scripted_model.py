"""A model endpoint on loopback in the dialects that hosts speak: it asks for the tools of a plan, in order, then answers.

It speaks OpenAI's chat completions and responses and Anthropic's messages, streamed or whole, told apart by the path.
"""

import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ScriptedModel:
    """Answers every request; `requests` has what came, each as {"path", "body"}, in order.

    `plan` is a list of calls {"name", "input", "namespace"?}. Call number n is made when n results of tools stand in a
    request that offers the tool; then `answer` is given as text.
    """

    def __init__(self, answer="You prefer tabs.", plan=()):
        self.answer, self.plan, self.requests = answer, list(plan), []
        self._numbers = itertools.count(1)
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self, body, kind="application/json"):
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_HEAD(self):
                self.reply(b"")

            def do_GET(self):
                listed = [{"id": "fake-model", "object": "model", "context_length": 200_000}]
                self.reply(json.dumps({"object": "list", "data": listed, "models": []}).encode())

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("content-length", "0")))
                try:
                    body = json.loads(raw)
                except ValueError:
                    body = {}
                path = self.path.split("?")[0]
                model.requests.append({"path": path, "body": body})
                if path.endswith("/count_tokens"):
                    return self.reply(b'{"input_tokens": 10}')
                for ending, dialect in DIALECTS.items():
                    if path.endswith(ending):
                        events, whole = dialect(model, body)
                        if body.get("stream"):
                            return self.reply(events.encode(), "text/event-stream")
                        return self.reply(json.dumps(whole).encode())
                self.reply(b"{}")

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def texts(self):
        """Everything that was sent to the model, one JSON text for each request, readable as it was written."""
        return [json.dumps(request["body"], ensure_ascii=False) for request in self.requests]

    def number(self):
        return next(self._numbers)

    def next_call(self, results, offered):
        """The plan's next call, when the request offers its tool."""
        text = json.dumps(offered)
        if results < len(self.plan) and json.dumps(self.plan[results]["name"]) in text:
            return self.plan[results]
        return None


def _events(pairs):
    """Server-sent events; a pair without a name has data only."""
    return "".join((f"event: {name}\n" if name else "") + f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n"
                   for name, data in pairs)


def _responses(model, body):
    items = body.get("input") if isinstance(body.get("input"), list) else []
    results = sum(1 for item in items if str(item.get("type", "")).endswith("_call_output"))
    call = model.next_call(results, body.get("tools", []))
    if call:
        item = {"type": "function_call", "id": f"fc_{model.number()}", "call_id": f"call_{model.number()}",
                "name": call["name"], "arguments": json.dumps(call["input"])}
        item.update({"namespace": call["namespace"]} if "namespace" in call else {})
    else:
        item = {"type": "message", "id": f"msg_{model.number()}", "role": "assistant",
                "content": [{"type": "output_text", "text": model.answer}]}
    usage = {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 5,
             "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 15}
    response = {"id": f"resp_{model.number()}", "object": "response", "status": "completed", "output": [item],
                "usage": usage}
    return _events([
        ("response.created", {"type": "response.created", "response": {"id": response["id"]}}),
        ("response.output_item.done", {"type": "response.output_item.done", "output_index": 0, "item": item}),
        ("response.completed", {"type": "response.completed", "response": response}),
    ]), response


def _chat(model, body):
    results = sum(1 for message in body.get("messages", []) if message.get("role") == "tool")
    call = model.next_call(results, body.get("tools", []))
    message = {"role": "assistant", "content": None if call else model.answer}
    if call:
        message["tool_calls"] = [{"id": f"call_{model.number()}", "type": "function", "function": {
            "name": call["name"], "arguments": json.dumps(call["input"])}}]
    reason = "tool_calls" if call else "stop"
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    common = {"id": f"chat_{model.number()}", "created": 1, "model": body.get("model", "fake-model")}
    delta = {**message, "content": message["content"] or ""}
    if call:
        delta["tool_calls"] = [{"index": 0, **message["tool_calls"][0]}]
    chunk = {**common, "object": "chat.completion.chunk"}
    return _events([
        (None, {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}),
        (None, {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}),
        (None, {**chunk, "choices": [], "usage": usage}),
        (None, "[DONE]"),
    ]), {**common, "object": "chat.completion", "usage": usage,
         "choices": [{"index": 0, "message": message, "finish_reason": reason}]}


def _messages(model, body):
    blocks = [block for message in body.get("messages", []) if isinstance(message.get("content"), list)
              for block in message["content"]]
    results = sum(1 for block in blocks if block.get("type") == "tool_result")
    call = model.next_call(results, body.get("tools", []))
    if call:
        block = {"type": "tool_use", "id": f"toolu_{model.number():04}", "name": call["name"], "input": call["input"]}
        opening, delta = {**block, "input": {}}, {"type": "input_json_delta", "partial_json": json.dumps(call["input"])}
    else:
        block = {"type": "text", "text": model.answer}
        opening, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": model.answer}
    reason = "tool_use" if call else "end_turn"
    message = {
        "id": f"msg_{model.number():04}", "type": "message", "role": "assistant", "model": body.get("model", "fake-model"),
        "content": [], "stop_reason": None, "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 1, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0},
    }
    return _events([(data["type"], data) for data in [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": opening},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": 5}},
        {"type": "message_stop"},
    ]]), {**message, "content": [block], "stop_reason": reason}


DIALECTS = {"/responses": _responses, "/chat/completions": _chat, "/messages": _messages}
