"""The wires of the model providers, from the provider's side: what each accepts, and how it answers, whole and streamed.

A request is checked against the public description of its API: a field that the API does not know, a missing header or
an impossible role is refused as the real one refuses it.
"""

import base64
import hashlib
import hmac
import json
import re
import struct
import urllib.parse
import zlib

from model_requests import ModelRequest

NUMBER = (int, float)


class Refusal(Exception):
    """An error answer, in words; the dialect gives it its shape."""

    def __init__(self, status, message, kind=None):
        super().__init__(message)
        self.status, self.message, self.kind = status, message, kind


def need(condition, message, status=400, kind=None):
    if not condition:
        raise Refusal(status, message, kind)


def only(body, known, say):
    for name in body:
        need(name in known, say(name))


def known_as(value, kind):
    return isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)


def dumps(value):
    return json.dumps(value, ensure_ascii=False).encode()


def slices(text, count=7):
    """A text in pieces that ignore where words and letters end."""
    size = max(1, -(-len(text) // count))
    return [text[start:start + size] for start in range(0, len(text), size)] or [""]


def bearer(request):
    return re.fullmatch(r"Bearer (\S+)", request.headers.get("authorization", ""))


def sse(value, event=None):
    return (f"event: {event}\n".encode() if event else b"") + b"data: " + dumps(value) + b"\n\n"


class Dialect:
    """One API. `read` fills a request from its body, `whole` and `pieces` write the answer."""

    content_type = "application/json"
    stream_type = "text/event-stream"
    endings = 2
    """Pieces of a stream that come after the text."""

    def key(self, request):
        found = bearer(request)
        return found[1] if found else None

    def error(self, status, message, kind=None):
        """Headers beside the content type, and the body."""
        return {}, dumps({"error": {"message": message, "type": kind or "invalid_request_error", "param": None,
                                    "code": kind}})

    def lacks_key(self):
        return Refusal(401, "You didn't provide an API key.", "invalid_api_key")

    def end_of_stream(self):
        return b""


def texts_of(content, what):
    if isinstance(content, str):
        return content
    need(isinstance(content, list) and content, f"{what}: content must be a string or a list of parts")
    for part in content:
        need(isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str),
             f"{what}: a part must have the type text")
    return "".join(part["text"] for part in content)


def strict_schema(schema, path="$"):
    """OpenAI's strict mode wants closed objects with all members required."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" or "properties" in schema:
        need(schema.get("additionalProperties") is False,
             f"Invalid schema: {path}: 'additionalProperties' is required to be supplied and to be false.")
        names = set(schema.get("properties") or {})
        need(set(schema.get("required") or []) == names,
             f"Invalid schema: {path}: 'required' is required to be supplied and to include every key in properties.")
        for name, inner in (schema.get("properties") or {}).items():
            strict_schema(inner, f"{path}.{name}")
    if "items" in schema:
        strict_schema(schema["items"], f"{path}[]")


class OpenAI(Dialect):
    endings = 3
    KNOWN = {
        "model", "messages", "temperature", "max_tokens", "max_completion_tokens", "top_p", "stream", "stream_options",
        "response_format", "stop", "seed", "n", "user", "metadata", "store", "reasoning_effort", "presence_penalty",
        "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "tools", "tool_choice", "parallel_tool_calls",
        "service_tier", "verbosity", "safety_identifier", "prompt_cache_key",
        # OpenRouter's own.
        "provider", "models", "route", "transforms", "usage", "reasoning", "plugins",
    }
    ROUTING = {"order", "ignore", "only", "allow_fallbacks", "require_parameters", "data_collection", "quantizations",
               "sort", "max_price", "zdr"}

    def read(self, request):
        body = request.body
        only(body, self.KNOWN, lambda name: f"Unrecognized request argument supplied: {name}")
        need(known_as(body.get("model"), str) and body["model"], "you must provide a model parameter")
        need(isinstance(body.get("messages"), list) and body["messages"], "'messages' must be a non-empty array")
        for number, message in enumerate(body["messages"]):
            need(isinstance(message, dict) and set(message) <= {"role", "content", "name", "refusal"},
                 f"messages[{number}] has members that are not known")
            need(message.get("role") in ("system", "developer", "user", "assistant"),
                 f"Invalid value for messages[{number}].role: {message.get('role')!r}")
            role = "system" if message["role"] == "developer" else message["role"]
            request.messages.append((role, texts_of(message.get("content"), f"messages[{number}]")))
        if "temperature" in body:
            need(known_as(body["temperature"], NUMBER) and 0 <= body["temperature"] <= 2, "'temperature' is in [0, 2]")
        limits = [body[name] for name in ("max_tokens", "max_completion_tokens") if name in body]
        need(len(limits) <= 1, "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.")
        need(all(known_as(limit, int) and limit > 0 for limit in limits), "'max_tokens' must be at least 1")
        need(isinstance(body.get("stream", False), bool), "'stream' must be a boolean")
        need("stream_options" not in body or body.get("stream"),
             "The 'stream_options' parameter is only allowed when 'stream' is enabled.")
        if "provider" in body:
            need(isinstance(body["provider"], dict), "'provider' must be an object")
            only(body["provider"], self.ROUTING, lambda name: f"provider: unrecognized key {name}")
            for name in ("order", "ignore", "only"):
                value = body["provider"].get(name, [])
                need(isinstance(value, list) and all(isinstance(item, str) for item in value),
                     f"provider.{name} must be an array of strings")
        request.model, request.is_streamed = body["model"], body.get("stream", False)
        request.max_tokens = limits[0] if limits else 0
        form = body.get("response_format")
        if form is not None:
            need(isinstance(form, dict) and form.get("type") in ("text", "json_object", "json_schema"),
                 "Invalid value: 'response_format.type'")
            if form["type"] == "json_object":
                need("json" in request.text.lower(), "'messages' must contain the word 'json' in some form, to use "
                     "'response_format' of type 'json_object'.")
            if form["type"] == "json_schema":
                named = form.get("json_schema")
                need(isinstance(named, dict) and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", str(named.get("name", ""))),
                     "Invalid 'response_format.json_schema.name'")
                need(isinstance(named.get("schema"), dict), "Missing 'response_format.json_schema.schema'")
                only(named, {"name", "schema", "strict", "description"}, lambda name: f"json_schema: unknown {name}")
                if named.get("strict"):
                    strict_schema(named["schema"])
                request.schema = named["schema"]

    def usage(self, reply, request):
        entry, out = counted(reply, request)
        return {"prompt_tokens": entry, "completion_tokens": out, "total_tokens": entry + out,
                "prompt_tokens_details": {"cached_tokens": 0}}

    def frame(self, request, kind):
        frame = {"id": "chatcmpl-1", "object": kind, "created": 1_767_225_600, "model": request.model}
        if "provider" in request.body:
            wanted = [name for name in request.body["provider"].get("order", [])
                      if name not in request.body["provider"].get("ignore", [])]
            frame["provider"] = wanted[0] if wanted else "Scripted"
        return frame

    def finish(self, reply):
        return {"stop": "stop", "length": "length", "refusal": "content_filter"}[reply.finish]

    def whole(self, reply, request):
        message = {"role": "assistant", "content": reply.text, "refusal": None}
        if reply.finish == "refusal":
            message = {"role": "assistant", "content": None, "refusal": reply.text}
        answer = {**self.frame(request, "chat.completion"),
                  "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": self.finish(reply)}]}
        if reply.counts:
            answer["usage"] = self.usage(reply, request)
        return dumps(answer)

    def pieces(self, reply, request):
        frame = self.frame(request, "chat.completion.chunk")

        def chunk(delta, finish=None):
            return sse({**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

        if "provider" in request.body:
            yield b": OPENROUTER PROCESSING\n\n"
        yield chunk({"role": "assistant", "content": ""})
        for part in slices(reply.text):
            yield chunk({"refusal": part} if reply.finish == "refusal" else {"content": part})
        yield chunk({}, self.finish(reply))
        if reply.counts and (request.body.get("stream_options") or {}).get("include_usage"):
            yield sse({**frame, "choices": [], "usage": self.usage(reply, request)})

    def end_of_stream(self):
        return b"data: [DONE]\n\n"


def counted(reply, request):
    entry = request.input_tokens if reply.input_tokens is None else reply.input_tokens
    out = max(1, len(reply.text.encode()) // 4) if reply.output_tokens is None else reply.output_tokens
    return entry, out


class Anthropic(Dialect):
    endings = 3
    KNOWN = {"model", "messages", "max_tokens", "system", "temperature", "top_p", "top_k", "stop_sequences", "stream",
             "metadata", "tools", "tool_choice", "thinking", "service_tier", "output_config", "output_format",
             "container", "context_management", "mcp_servers"}

    def key(self, request):
        return request.headers.get("x-api-key") or Dialect.key(self, request)

    def lacks_key(self):
        return Refusal(401, "x-api-key header is required", "authentication_error")

    def error(self, status, message, kind=None):
        kinds = {400: "invalid_request_error", 401: "authentication_error", 402: "billing_error",
                 403: "permission_error", 404: "not_found_error", 413: "request_too_large", 429: "rate_limit_error",
                 529: "overloaded_error"}
        kind = kinds.get(status, "api_error")
        return {"request-id": "req_1"}, dumps(
            {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"})

    def read(self, request):
        body = request.body
        need(request.headers.get("anthropic-version") == "2023-06-01", "anthropic-version: header is required")
        only(body, self.KNOWN, lambda name: f"{name}: Extra inputs are not permitted")
        need(known_as(body.get("model"), str) and body["model"], "model: Field required")
        need(known_as(body.get("max_tokens"), int) and body["max_tokens"] > 0, "max_tokens: Field required")
        need(isinstance(body.get("messages"), list) and body["messages"],
             "messages: at least one message is required")
        if "system" in body:
            request.messages.append(("system", texts_of(body["system"], "system")))
        before = None
        for number, message in enumerate(body["messages"]):
            need(isinstance(message, dict) and set(message) == {"role", "content"},
                 f"messages.{number}: Extra inputs are not permitted")
            need(message["role"] in ("user", "assistant"),
                 f"messages.{number}.role: Input should be 'user' or 'assistant'")
            need(number or message["role"] == "user", "messages: first message must use the \"user\" role")
            need(message["role"] != before, 'messages: roles must alternate between "user" and "assistant"')
            before = message["role"]
            text = texts_of(message["content"], f"messages.{number}")
            need(text.strip(), f"messages.{number}: text content blocks must be non-empty")
            request.messages.append((message["role"], text))
        if before == "assistant":
            request.prefill = request.messages[-1][1]
            need(request.prefill == request.prefill.rstrip(),
                 "messages: final assistant content cannot end with trailing whitespace")
        if "temperature" in body:
            need(known_as(body["temperature"], NUMBER) and 0 <= body["temperature"] <= 1,
                 "temperature: range: 0..1")
        request.model, request.max_tokens = body["model"], body["max_tokens"]
        request.is_streamed = body.get("stream", False)
        need(isinstance(request.is_streamed, bool), "stream: Input should be a valid boolean")
        form = (body.get("output_config") or {}).get("format") or body.get("output_format")
        if form:
            need(form.get("type") == "json_schema" and isinstance(form.get("schema"), dict),
                 "output_config.format: Field required")
            closed_schema(form["schema"], "output_config.format.schema")
            request.schema = form["schema"]
        for number, tool in enumerate(body.get("tools", [])):
            need({"name", "input_schema"} <= set(tool), f"tools.{number}.input_schema: Field required")
            need(re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", tool["name"]), f"tools.{number}.name: String should match pattern")
            need(tool["input_schema"].get("type") == "object", f"tools.{number}.input_schema.type: Field required")
        choice = body.get("tool_choice") or {}
        if choice.get("type") == "tool":
            chosen = [tool for tool in body.get("tools", []) if tool["name"] == choice.get("name")]
            need(chosen, "tool_choice.name: Tool not found in provided tools")
            request.tool, request.schema = chosen[0]["name"], chosen[0]["input_schema"]

    def usage(self, reply, request):
        entry, out = counted(reply, request)
        return {"input_tokens": entry, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                "output_tokens": out}

    def stop(self, reply, request):
        if reply.finish == "stop":
            return "tool_use" if request.tool else "end_turn"
        return {"length": "max_tokens", "refusal": "refusal"}[reply.finish]

    def whole(self, reply, request):
        block = {"type": "text", "text": reply.text}
        if request.tool:
            block = {"type": "tool_use", "id": "toolu_1", "name": request.tool, "input": loads_or_text(reply.text)}
        answer = {"id": "msg_1", "type": "message", "role": "assistant", "model": request.model,
                  "content": [block] if reply.text else [], "stop_reason": self.stop(reply, request),
                  "stop_sequence": None}
        if reply.counts:
            answer["usage"] = self.usage(reply, request)
        return dumps(answer)

    def pieces(self, reply, request):
        usage = self.usage(reply, request) if reply.counts else None
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": request.model, "content": [],
                   "stop_reason": None, "stop_sequence": None}
        if usage:
            message["usage"] = {**usage, "output_tokens": 1}
        yield sse({"type": "message_start", "message": message}, "message_start")
        block = {"type": "text", "text": ""}
        if request.tool:
            block = {"type": "tool_use", "id": "toolu_1", "name": request.tool, "input": {}}
        yield sse({"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start")
        yield sse({"type": "ping"}, "ping")
        for part in slices(reply.text):
            delta = {"type": "text_delta", "text": part}
            if request.tool:
                delta = {"type": "input_json_delta", "partial_json": part}
            yield sse({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")
        yield sse({"type": "content_block_stop", "index": 0}, "content_block_stop")
        ending = {"type": "message_delta", "delta": {"stop_reason": self.stop(reply, request), "stop_sequence": None}}
        if usage:
            ending["usage"] = {"output_tokens": usage["output_tokens"]}
        yield sse(ending, "message_delta")

    def end_of_stream(self):
        return sse({"type": "message_stop"}, "message_stop")


def closed_schema(schema, path):
    if isinstance(schema, dict):
        need(schema.get("type") != "object" or schema.get("additionalProperties") is False,
             f"{path}: For 'object' type, 'additionalProperties' must be explicitly set to false")
        for word in ("minimum", "maximum", "minLength", "maxLength", "maxItems"):
            need(word not in schema, f"{path}: For '{schema.get('type')}' type, property '{word}' is not supported")
        need(schema.get("minItems", 0) in (0, 1), f"{path}: 'minItems' values other than 0 or 1 are not supported")
        for name, inner in (schema.get("properties") or {}).items():
            closed_schema(inner, f"{path}.properties.{name}")
        closed_schema(schema.get("items"), f"{path}.items")


def loads_or_text(text):
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}


class Gemini(Dialect):
    KNOWN = {"contents", "systemInstruction", "generationConfig", "safetySettings", "tools", "toolConfig",
             "cachedContent"}
    CONFIG = {"temperature", "maxOutputTokens", "responseMimeType", "responseSchema", "responseJsonSchema", "topP", "topK",
              "candidateCount", "stopSequences", "thinkingConfig", "seed", "presencePenalty", "frequencyPenalty",
              "responseLogprobs", "logprobs"}
    SCHEMA = {"type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems", "properties",
              "required", "minProperties", "maxProperties", "minLength", "maxLength", "pattern", "example", "anyOf",
              "propertyOrdering", "default", "items", "minimum", "maximum"}

    def key(self, request):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(request.path).query)
        return request.headers.get("x-goog-api-key") or asked.get("key", [None])[0] or Dialect.key(self, request)

    def lacks_key(self):
        return Refusal(403, "Method doesn't allow unregistered callers (callers without established identity).")

    def error(self, status, message, kind=None):
        kinds = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
                 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}
        return {}, dumps({"error": {"code": status, "message": message, "status": kinds.get(status, "UNKNOWN")}})

    @staticmethod
    def unknown(name):
        return f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.'

    def parts(self, content, what):
        need(isinstance(content, dict) and isinstance(content.get("parts"), list) and content["parts"],
             f"{what}.parts: must not be empty")
        for part in content["parts"]:
            need(isinstance(part, dict) and isinstance(part.get("text"), str), f"{what}.parts: text expected")
        return "".join(part["text"] for part in content["parts"])

    def schema(self, schema, path="generation_config.response_schema"):
        only(schema, self.SCHEMA, lambda name: f"{self.unknown(name)} at '{path}'")
        need(str(schema.get("type", "")).upper() in ("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"),
             f"{path}.type: unknown value")
        need("enum" not in schema or all(isinstance(value, str) for value in schema["enum"]),
             f"Invalid value at '{path}.enum' (TYPE_STRING)")
        need(str(schema.get("type")).upper() != "OBJECT" or schema.get("properties"),
             f"{path}.properties: should be non-empty for OBJECT type")
        need(str(schema.get("type")).upper() != "ARRAY" or "items" in schema, f"{path}.items: missing field.")
        for name, inner in (schema.get("properties") or {}).items():
            self.schema(inner, f"{path}.properties[{name}]")
        if "items" in schema:
            self.schema(schema["items"], f"{path}.items")

    def read(self, request):
        body = request.body
        found = re.search(r"/models/([^/:]+):(generateContent|streamGenerateContent)$",
                          urllib.parse.urlsplit(request.path).path)
        only(body, self.KNOWN, self.unknown)
        need(isinstance(body.get("contents"), list) and body["contents"], "* contents is not specified")
        if "systemInstruction" in body:
            request.messages.append(("system", self.parts(body["systemInstruction"], "system_instruction")))
        for number, content in enumerate(body["contents"]):
            only(content, {"role", "parts"}, self.unknown)
            need(content.get("role", "user") in ("user", "model"), "Please use a valid role: user, model.")
            role = "assistant" if content.get("role") == "model" else "user"
            request.messages.append((role, self.parts(content, f"contents[{number}]")))
        config = body.get("generationConfig", {})
        only(config, self.CONFIG, self.unknown)
        if "temperature" in config:
            need(known_as(config["temperature"], NUMBER) and 0 <= config["temperature"] <= 2, "temperature is in [0, 2]")
        need(known_as(config.get("maxOutputTokens", 1), int), "maxOutputTokens must be a positive number")
        schema = config.get("responseSchema") or config.get("responseJsonSchema")
        if schema:
            need(config.get("responseMimeType") == "application/json", "Response schema needs application/json")
            if "responseSchema" in config:
                self.schema(schema)
        request.schema, request.max_tokens = schema, config.get("maxOutputTokens", 0)
        request.model = urllib.parse.unquote(found[1])
        request.is_streamed = found[2] == "streamGenerateContent"

    def frame(self, reply, request, text, finish=None):
        part = {"content": {"parts": [{"text": text}], "role": "model"}, "index": 0}
        if finish == "SAFETY" and not text:
            part = {"index": 0}
        if finish:
            part["finishReason"] = finish
        answer = {"candidates": [part], "modelVersion": request.model, "responseId": "r1"}
        if reply.counts:
            entry, out = counted(reply, request)
            answer["usageMetadata"] = {"promptTokenCount": entry, "candidatesTokenCount": out,
                                       "totalTokenCount": entry + out}
        return answer

    def finish(self, reply):
        return {"stop": "STOP", "length": "MAX_TOKENS", "refusal": "SAFETY"}[reply.finish]

    def whole(self, reply, request):
        text = "" if reply.finish == "refusal" else reply.text
        return dumps(self.frame(reply, request, text, self.finish(reply)))

    def pieces(self, reply, request):
        parts = slices("" if reply.finish == "refusal" else reply.text)
        events = "alt=sse" in request.path
        for number, part in enumerate(parts):
            finish = self.finish(reply) if number == len(parts) - 1 else None
            answer = self.frame(reply, request, part, finish)
            yield sse(answer) if events else (b"[" if number == 0 else b",\n") + dumps(answer)
        if not events:
            yield b"]"


class Bedrock(Dialect):
    endings = 4
    stream_type = "application/vnd.amazon.eventstream"
    KNOWN = {"messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig", "additionalModelRequestFields",
             "additionalModelResponseFieldPaths", "promptVariables", "requestMetadata", "performanceConfig",
             "outputConfig"}

    def key(self, request):
        """A bearer token, or the id of the signing key: its signature is checked where the server knows the secret."""
        signed = re.match(r"AWS4-HMAC-SHA256 Credential=([^/]+)/", request.headers.get("authorization", ""))
        return signed[1] if signed else Dialect.key(self, request)

    def lacks_key(self):
        return Refusal(403, "Missing Authentication Token", "MissingAuthenticationTokenException")

    def error(self, status, message, kind=None):
        kinds = {400: "ValidationException", 401: "UnrecognizedClientException", 403: "AccessDeniedException",
                 404: "ResourceNotFoundException", 424: "ModelErrorException", 429: "ThrottlingException",
                 500: "InternalServerException", 503: "ServiceUnavailableException"}
        return {"x-amzn-ErrorType": kind or kinds.get(status, "InternalServerException")}, dumps({"message": message})

    def read(self, request):
        body = request.body
        found = re.search(r"/model/([^/]+)/converse(-stream)?$", request.path)
        only(body, self.KNOWN, lambda name: f"The request contains an unknown member: {name}")
        need(isinstance(body.get("messages"), list) and body["messages"], "messages: at least one is required")
        for block in body.get("system", []):
            need(set(block) == {"text"}, "system: unknown block")
            request.messages.append(("system", block["text"]))
        before = None
        for number, message in enumerate(body["messages"]):
            need(set(message) == {"role", "content"} and message["role"] in ("user", "assistant"),
                 f"messages.{number}: role must be user or assistant")
            need(number or message["role"] == "user", "A conversation must start with a user message.")
            need(message["role"] != before, "A conversation must alternate between user and assistant roles.")
            before = message["role"]
            need(isinstance(message["content"], list) and all(
                set(block) == {"text"} and block["text"] for block in message["content"]),
                f"messages.{number}.content: text blocks expected")
            request.messages.append((message["role"], "".join(block["text"] for block in message["content"])))
        if before == "assistant":
            request.prefill = request.messages[-1][1]
        config = body.get("inferenceConfig", {})
        only(config, {"maxTokens", "temperature", "topP", "stopSequences"}, lambda name: f"unknown member: {name}")
        if "temperature" in config:
            need(known_as(config["temperature"], NUMBER) and 0 <= config["temperature"] <= 1, "temperature is in [0, 1]")
        for tool in (body.get("toolConfig") or {}).get("tools", []):
            spec = tool.get("toolSpec") or {}
            need({"name", "inputSchema"} <= set(spec) and set(spec["inputSchema"]) == {"json"},
                 "toolConfig.tools: toolSpec with name and inputSchema.json expected")
            chosen = ((body["toolConfig"].get("toolChoice") or {}).get("tool") or {}).get("name")
            if chosen == spec["name"]:
                request.tool, request.schema = chosen, spec["inputSchema"]["json"]
        form = (body.get("outputConfig") or {}).get("textFormat")
        if form:
            need(form.get("type") == "json_schema" and isinstance(form.get("structure"), dict),
                 "outputConfig.textFormat: unknown form")
            request.schema = json.loads(form["structure"]["jsonSchema"]["schema"])
        request.model = urllib.parse.unquote(found[1])
        request.is_streamed, request.max_tokens = bool(found[2]), config.get("maxTokens", 0)

    def usage(self, reply, request):
        entry, out = counted(reply, request)
        return {"inputTokens": entry, "outputTokens": out, "totalTokens": entry + out, "cacheReadInputTokens": 0}

    def stop(self, reply, request):
        if reply.finish == "stop":
            return "tool_use" if request.tool else "end_turn"
        return {"length": "max_tokens", "refusal": "guardrail_intervened"}[reply.finish]

    def whole(self, reply, request):
        block = {"text": reply.text}
        if request.tool:
            block = {"toolUse": {"toolUseId": "t1", "name": request.tool, "input": loads_or_text(reply.text)}}
        answer = {"output": {"message": {"role": "assistant", "content": [block]}},
                  "stopReason": self.stop(reply, request), "metrics": {"latencyMs": 5}}
        if reply.counts:
            answer["usage"] = self.usage(reply, request)
        return dumps(answer)

    def pieces(self, reply, request):
        yield event_frame("messageStart", {"role": "assistant"})
        if request.tool:
            start = {"toolUse": {"toolUseId": "t1", "name": request.tool}}
            yield event_frame("contentBlockStart", {"contentBlockIndex": 0, "start": start})
        for part in slices(reply.text):
            delta = {"toolUse": {"input": part}} if request.tool else {"text": part}
            yield event_frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": delta})
        yield event_frame("contentBlockStop", {"contentBlockIndex": 0})
        yield event_frame("messageStop", {"stopReason": self.stop(reply, request)})
        if reply.counts:
            yield event_frame("metadata", {"usage": self.usage(reply, request), "metrics": {"latencyMs": 5}})


def event_frame(event, payload, kind="event"):
    """A message of the AWS event stream: lengths, headers and payload, each part under a CRC-32."""
    names = {":message-type": kind, ":content-type": "application/json",
             ":event-type" if kind == "event" else ":exception-type": event}
    headers = b"".join(
        struct.pack(">B", len(name)) + name.encode() + struct.pack(">BH", 7, len(value)) + value.encode()
        for name, value in names.items())
    body = payload if isinstance(payload, bytes) else dumps(payload)
    prelude = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + body
    return message + struct.pack(">I", zlib.crc32(message))


def check_signature(request, secret, raw_body):
    """Signature Version 4 of a request to Bedrock, computed again from what arrived."""
    found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/(\w+)/aws4_request, ?"
                         r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})", request.headers["authorization"])
    need(found, "The authorization header is not of Signature Version 4.", 403, "IncompleteSignatureException")
    _, day, region, service, names, signature = found.groups()
    need(service == "bedrock", "Credential should be scoped to correct service: 'bedrock'.", 403,
         "InvalidSignatureException")
    moment = request.headers.get("x-amz-date", "")
    need(re.fullmatch(day + r"T\d{6}Z", moment), "x-amz-date is missing or of another day.", 403,
         "IncompleteSignatureException")
    need({"host", "x-amz-date"} <= set(names.split(";")), "host and x-amz-date must be signed.", 403,
         "InvalidSignatureException")
    token = request.headers.get("x-amz-security-token")
    need(not token or "x-amz-security-token" in names.split(";"), "The session token must be signed.", 403,
         "InvalidSignatureException")
    split = urllib.parse.urlsplit(request.path)
    # Every service but S3 encodes the path, as it is sent, once more.
    path = urllib.parse.quote(split.path, safe="/-_.~")
    query = "&".join(sorted(part if "=" in part else part + "=" for part in split.query.split("&") if part))
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names.split(";"))
    canonical = "\n".join([request.method, path, query, headers, names, hashlib.sha256(raw_body).hexdigest()])
    scope = f"{day}/{region}/{service}/aws4_request"
    said = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    need(hmac.compare_digest(hmac.new(key, said.encode(), hashlib.sha256).hexdigest(), signature),
         "The request signature we calculated does not match the signature you provided.", 403,
         "InvalidSignatureException")


class Ollama(Dialect):
    stream_type = "application/x-ndjson"

    def key(self, request):
        return Dialect.key(self, request) or "none is needed"

    def error(self, status, message, kind=None):
        return {}, dumps({"error": message})

    def read(self, request):
        body = request.body
        only(body, {"model", "messages", "stream", "format", "options", "keep_alive", "think", "tools"},
             lambda name: f"unknown field {name}")
        need(known_as(body.get("model"), str) and body["model"], "model is required")
        need(isinstance(body.get("messages"), list), "messages is required")
        for message in body["messages"]:
            need(message.get("role") in ("system", "user", "assistant", "tool"), "invalid role")
            need(isinstance(message.get("content"), str), "content must be a string")
            request.messages.append((message["role"], message["content"]))
        form = body.get("format")
        need(form in (None, "", "json") or isinstance(form, dict), 'invalid format: expected "json" or a JSON schema')
        options = body.get("options", {})
        need(known_as(options.get("num_predict", 1), int), "option \"num_predict\" must be of type integer")
        need(known_as(options.get("temperature", 0), NUMBER), "option \"temperature\" must be of type float32")
        request.schema = form if isinstance(form, dict) else None
        request.model, request.is_streamed = body["model"], body.get("stream", True)
        request.max_tokens = options.get("num_predict", 0)

    def line(self, request, text, **more):
        return {"model": request.model, "created_at": "2026-01-01T00:00:00.000000Z",
                "message": {"role": "assistant", "content": text}, "done": bool(more), **more}

    def ending(self, reply, request):
        more = {"done_reason": "length" if reply.finish == "length" else "stop", "total_duration": 5_000_000,
                "load_duration": 1_000_000}
        if reply.counts:
            entry, out = counted(reply, request)
            more.update(prompt_eval_count=entry, prompt_eval_duration=1_000, eval_count=out, eval_duration=1_000)
        return more

    def whole(self, reply, request):
        return dumps(self.line(request, reply.text, **self.ending(reply, request)))

    def pieces(self, reply, request):
        for part in slices(reply.text):
            yield dumps(self.line(request, part)) + b"\n"
        yield dumps(self.line(request, "", **self.ending(reply, request))) + b"\n"


# What is not a chat: vectors and orders.

def vector(text, dimensions):
    """A direction from the words and the letters' triples of a text: near texts are near, and the same stay the same."""
    sums = [0.0] * dimensions
    words = re.findall(r"\w+", text.lower())
    for word in words:
        marked = f" {word} "
        for gram, weight in [(word, 2.0)] + [(marked[at:at + 3], 0.5) for at in range(len(marked) - 2)]:
            hashed = zlib.crc32(gram.encode())
            sums[hashed % dimensions] += weight if hashed & 0x10000 else -weight
    length = sum(value * value for value in sums) ** 0.5
    if length == 0:
        sums[zlib.crc32(text.encode()) % dimensions], length = 1.0, 1.0
    return [round(value / length, 7) for value in sums]


def overlap(query, document):
    """The share of a question's words that a document has."""
    asked, said = (set(re.findall(r"\w+", text.lower())) for text in (query, document))
    return round(len(asked & said) / len(asked), 6) if asked else 0.0


class Embedding(Dialect):
    """OpenAI's /embeddings, which Mistral and Voyage have with members of their own."""

    def __init__(self, known, most=2048, dimension="dimensions"):
        self.known, self.most, self.dimension = known, most, dimension

    def read(self, request):
        body = request.body
        only(body, self.known, lambda name: f"Unrecognized request argument supplied: {name}")
        need(known_as(body.get("model"), str) and body["model"], "you must provide a model parameter")
        texts = [body["input"]] if isinstance(body.get("input"), str) else body.get("input")
        need(isinstance(texts, list) and texts and all(isinstance(text, str) and text for text in texts),
             "'input' is a string or an array of strings, none of them empty")
        need(len(texts) <= self.most, f"'input' has at most {self.most} texts")
        need(body.get("input_type") in (None, "query", "document"), "'input_type' is query or document")
        need(body.get("encoding_format") in (None, "float", "base64"), "unknown 'encoding_format'")
        need(known_as(body.get(self.dimension, 1), int), f"'{self.dimension}' is an integer")
        request.model, request.texts = body["model"], texts
        request.purpose, request.dimensions = body.get("input_type") or "", body.get(self.dimension, 0)

    def vectors(self, vectors, request):
        packed = request.body.get("encoding_format") == "base64"
        data = [{"object": "embedding", "index": index, "embedding": base64.b64encode(
            struct.pack(f"<{len(values)}f", *values)).decode() if packed else values}
            for index, values in enumerate(vectors)]
        return dumps({"object": "list", "data": data, "model": request.model,
                      "usage": {"prompt_tokens": request.input_tokens, "total_tokens": request.input_tokens}})


class DetailedErrors:
    def error(self, status, message, kind=None):
        return {}, dumps({"detail": message})


class VoyageEmbedding(DetailedErrors, Embedding):
    pass


class CohereErrors:
    def error(self, status, message, kind=None):
        return {}, dumps({"id": "c1", "message": message})

    def lacks_key(self):
        return Refusal(401, "no api key supplied")


class CohereEmbedding(CohereErrors, Dialect):
    def read(self, request):
        body = request.body
        only(body, {"model", "texts", "input_type", "embedding_types", "truncate", "output_dimension", "max_tokens"},
             lambda name: f"unknown field: parameter '{name}' is not a valid field")
        need(known_as(body.get("model"), str) and body["model"], "model is required")
        need(body.get("input_type") in ("search_document", "search_query", "classification", "clustering"),
             "input_type is required")
        need(body.get("embedding_types") == ["float"], "embedding_types: must be one of float, int8, …")
        need(body.get("truncate", "END") in ("NONE", "START", "END"), "truncate: unknown value")
        need(isinstance(body.get("texts"), list) and 0 < len(body["texts"]) <= 96 and all(
            isinstance(text, str) and text for text in body["texts"]), "texts: between 1 and 96 strings")
        request.model, request.texts, request.purpose = body["model"], body["texts"], body["input_type"]
        request.dimensions = body.get("output_dimension", 0)

    def vectors(self, vectors, request):
        return dumps({"id": "c1", "embeddings": {"float": vectors}, "texts": request.texts, "response_type":
                      "embeddings_by_type", "meta": {"api_version": {"version": "2"},
                                                     "billed_units": {"input_tokens": request.input_tokens}}})


class GeminiEmbedding(Gemini):
    TASKS = {"RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING",
             "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY"}

    def read(self, request):
        found = re.search(r"/(models/[^/:]+):batchEmbedContents$", urllib.parse.urlsplit(request.path).path)
        only(request.body, {"requests"}, self.unknown)
        asked = request.body.get("requests")
        need(isinstance(asked, list) and 0 < len(asked) <= 100, "BatchEmbedContentsRequest.requests: 1 to 100")
        for one in asked:
            only(one, {"model", "content", "taskType", "title", "outputDimensionality"}, self.unknown)
            need(one.get("model") == found[1], "BatchEmbedContentsRequest.requests[].model: must be the model called")
            need(one.get("taskType", "RETRIEVAL_QUERY") in self.TASKS, "taskType: unknown value")
            request.texts.append(self.parts(one.get("content"), "content"))
        request.model, request.purpose = found[1].removeprefix("models/"), asked[0].get("taskType", "")
        request.dimensions = asked[0].get("outputDimensionality", 0)

    def vectors(self, vectors, request):
        return dumps({"embeddings": [{"values": values} for values in vectors]})


class OllamaEmbedding(Ollama):
    def read(self, request):
        body = request.body
        only(body, {"model", "input", "truncate", "options", "keep_alive", "dimensions"},
             lambda name: f"unknown field {name}")
        need(known_as(body.get("model"), str) and body["model"], "model is required")
        request.texts = [body["input"]] if isinstance(body.get("input"), str) else body.get("input")
        need(isinstance(request.texts, list) and all(isinstance(text, str) for text in request.texts),
             "invalid input type")
        request.model, request.dimensions = body["model"], body.get("dimensions", 0)

    def vectors(self, vectors, request):
        return dumps({"model": request.model, "embeddings": vectors, "total_duration": 5_000, "load_duration": 1_000,
                      "prompt_eval_count": request.input_tokens})


class Rerank(Dialect):
    """Query, documents, and a list of places with scores: all are alike but for the names."""

    def __init__(self, known, results="results"):
        self.known, self.results = known, results

    def read(self, request):
        body = request.body
        only(body, self.known | {"model", "query", "documents"}, lambda name: f"unknown field {name}")
        need(known_as(body.get("model"), str) and body["model"], "model is required")
        need(known_as(body.get("query"), str) and body["query"], "query must not be empty")
        need(isinstance(body.get("documents"), list) and 0 < len(body["documents"]) <= 1000, "documents: 1 to 1000")
        need(all(isinstance(text, str) for text in body["documents"]), "documents must be strings")
        request.model, request.query, request.documents = body["model"], body["query"], body["documents"]

    def order(self, scores, request):
        top = request.body.get("top_n") or request.body.get("top_k") or len(scores)
        ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))[:top]
        found = [{"index": index, "relevance_score": scores[index]} for index in ranked]
        if request.body.get("return_documents"):
            for entry in found:
                entry["document"] = {"text": request.documents[entry["index"]]}
        return dumps(self.around(found, request))

    def around(self, found, request):
        return {"id": "rerank-1", "model": request.model, self.results: found,
                "usage": {"total_tokens": request.input_tokens}}


class VoyageRerank(DetailedErrors, Rerank):
    def around(self, found, request):
        return {"object": "list", "data": found, "model": request.model,
                "usage": {"total_tokens": request.input_tokens}}


class JinaRerank(DetailedErrors, Rerank):
    pass


class CohereRerank(CohereErrors, Rerank):
    def around(self, found, request):
        return {"id": "c1", "results": found,
                "meta": {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}}


OPENAI_EMBEDDING = Embedding({"model", "input", "encoding_format", "dimensions", "user"})
EMBEDDINGS = {
    "voyage": VoyageEmbedding({"model", "input", "input_type", "truncation", "output_dimension", "output_dtype",
                               "encoding_format"}, most=1000, dimension="output_dimension"),
    "mistral": Embedding({"model", "input", "encoding_format", "output_dimension", "output_dtype", "metadata"},
                         dimension="output_dimension"),
    "jina": VoyageEmbedding({"model", "input", "embedding_type", "task", "truncate", "dimensions", "normalized",
                             "late_chunking"}),
}
OPENAI_RERANK = Rerank({"top_n", "return_documents"})
RERANKS = {
    "voyage": VoyageRerank({"top_k", "return_documents", "truncation"}),
    "jina": JinaRerank({"top_n", "return_documents"}),
}
FLAVOURS = ("openai", "openrouter", "anthropic", "gemini", "bedrock", "ollama", "cohere", "voyage", "mistral", "jina")
ROUTES = [
    (r"/chat/completions", "openai", "chat", OpenAI()),
    (r"(/v1)?/messages", "anthropic", "chat", Anthropic()),
    (r"/v1(beta|alpha)?/models/[^/:]+:(generateContent|streamGenerateContent)", "gemini", "chat", Gemini()),
    (r"/v1(beta|alpha)?/models/[^/:]+:batchEmbedContents", "gemini", "embed", GeminiEmbedding()),
    (r"/model/[^/]+/converse(-stream)?", "bedrock", "chat", Bedrock()),
    (r"/api/chat", "ollama", "chat", Ollama()),
    (r"/api/embed", "ollama", "embed", OllamaEmbedding()),
    (r"/v2/embed", "cohere", "embed", CohereEmbedding()),
    (r"/v2/rerank", "cohere", "rerank", CohereRerank({"top_n", "max_tokens_per_doc", "priority"})),
    (r"/embeddings", "openai", "embed", OPENAI_EMBEDDING),
    (r"/rerank", "openai", "rerank", OPENAI_RERANK),
]


def route(method, path, headers, body):
    """Whose API a path belongs to: the dialect and the request, not yet read.

    The first part of the path may name a flavour, as several APIs share the rest: `/voyage/v1/embeddings`."""
    plain = urllib.parse.urlsplit(path).path
    first = plain.split("/")[1] if plain.count("/") > 1 else ""
    named = first if first in FLAVOURS else None
    inner = plain[len(first) + 1:] if named else plain
    for pattern, flavour, task, dialect in ROUTES:
        # What OpenAI's API begins with differs from house to house: `/v1`, `/api/v1`, `/compatible-mode/v1`, nothing.
        lead = r"(/[a-z0-9-]+)*?" if flavour == "openai" else ""
        if re.fullmatch(lead + pattern, inner):
            if task == "embed" and flavour == "openai":
                dialect = EMBEDDINGS.get(named, dialect)
            if task == "rerank" and flavour == "openai":
                dialect = RERANKS.get(named, dialect)
            request = ModelRequest(named or flavour, task, method, path, headers, body)
            return dialect, request
    return OpenAI(), ModelRequest(named or "openai", "other", method, path, headers, body)


def parsed(raw):
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise Refusal(400, f"We could not parse the JSON body of your request: {error}") from error
    need(isinstance(value, dict), "the body must be a JSON object")
    return value
