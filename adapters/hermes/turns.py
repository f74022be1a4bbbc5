"""A turn in the daemon's words, out of the messages Hermes keeps in OpenAI's shape."""

import json

# A tool's output is kept by its beginning and its end; the daemon cuts further.
LONGEST_OUTPUT = 100_000


def text_of(content):
    """The text of a message's content, which is a text or a list of typed parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "\n".join(part for part in parts if isinstance(part, str))
    return "" if content is None else json.dumps(content, ensure_ascii=False, default=str)


def messages_of_turn(messages, user_text):
    """The messages after the turn's own user message. Hermes may have put words before it or after it."""
    messages = [message for message in messages or [] if isinstance(message, dict)]
    asked = [index for index, message in enumerate(messages) if message.get("role") == "user"]
    wanted = (user_text or "").strip()
    same = [index for index in asked if wanted and wanted in text_of(messages[index].get("content"))]
    start = (same or asked or [-1])[-1]
    return messages[start + 1:]


def calls_of(messages):
    """The tool calls among the messages, each with what came back."""
    outputs = {
        message.get("tool_call_id"): message.get("content") for message in messages if message.get("role") == "tool"
    }
    calls = []
    for message in messages:
        if message.get("role") != "assistant":
            continue
        before = {"assistantTextBefore": text_of(message.get("content")), "thinkingBefore": thinking_of(message)}
        for called in message.get("tool_calls") or []:
            call = _call(called, outputs)
            if call:
                calls.append({**call, **{key: value for key, value in before.items() if value}})
                before = {}
    return calls


def _call(called, outputs):
    function = called.get("function") if isinstance(called, dict) else None
    if not isinstance(function, dict) or not function.get("name"):
        return None
    call = {"name": str(function["name"]), "input": _arguments(function.get("arguments"))}
    identifier = called.get("id")
    if identifier:
        call["toolCallId"] = str(identifier)
    if identifier in outputs:
        output = _shortened(text_of(outputs[identifier]))
        call["output"] = output
        fault = _fault(output)
        if fault:
            call["errorCode"] = fault
    return call


def _arguments(arguments):
    if not isinstance(arguments, str):
        return arguments if arguments is not None else {}
    try:
        # Python reads NaN, which is no JSON and would cost the turn.
        return json.loads(arguments, parse_constant=str)
    except (ValueError, RecursionError):
        return arguments


def _shortened(text):
    if len(text) <= LONGEST_OUTPUT:
        return text
    half = LONGEST_OUTPUT // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"


def _fault(output):
    """Hermes' tools answer with a JSON object that says whether they failed."""
    if not output.startswith("{"):
        return ""
    try:
        result = json.loads(output)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(result, dict):
        return ""
    if type(result.get("exit_code")) is int and result["exit_code"] != 0:
        return f"exit_{result['exit_code']}"
    if result.get("success") is False or (isinstance(result.get("error"), str) and result["error"]):
        return "error"
    return ""


def thinking_of(message):
    for member in ("reasoning", "reasoning_content"):
        if isinstance(message.get(member), str) and message[member].strip():
            return message[member]
    return ""


def last_thinking(messages):
    """What the agent thought before its answer."""
    for message in reversed(messages):
        if message.get("role") == "assistant":
            return "" if message.get("tool_calls") else thinking_of(message)
    return ""
