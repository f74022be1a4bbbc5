"""The daemon's tools in Hermes' form. Their names, texts and rules are the daemon's."""

import json

from .failure import BridgeFailure

LIST_PATIENCE = 3.0
CALL_PATIENCE = 20.0


def schemas(request):
    """What `tool.list` offers, as bare function schemas. Raises BridgeFailure."""
    answer = request("tool.list", {}, LIST_PATIENCE)
    tools = answer.get("tools") if isinstance(answer, dict) else None
    return [_schema(tool) for tool in tools or [] if isinstance(tool, dict) and tool.get("name")]


def _schema(tool):
    parameters = tool.get("inputSchema") if isinstance(tool.get("inputSchema"), dict) else {"type": "object"}
    return {
        "name": tool["name"],
        "description": tool.get("description") or tool.get("title") or "",
        "parameters": {key: value for key, value in parameters.items() if key != "$schema"},
    }


def call(request, name, arguments, session):
    """The answer as a JSON text, whatever happens."""
    params = {"name": name, "arguments": arguments if isinstance(arguments, dict) else {}}
    if session:
        params["sessionId"] = session
    try:
        answer = request("tool.call", params, CALL_PATIENCE)
    except BridgeFailure as failure:
        return failed(failure.message, failure.hint)
    answer = answer if isinstance(answer, dict) else {}
    parts = answer.get("content") if isinstance(answer.get("content"), list) else []
    text = "\n".join(str(part["text"]) for part in parts if isinstance(part, dict) and part.get("text"))
    if answer.get("isError"):
        return failed(text or "the memory could not answer")
    return json.dumps({"result": text}, ensure_ascii=False)


def failed(message, hint=""):
    return json.dumps({"error": message, **({"hint": hint} if hint else {})}, ensure_ascii=False)
