"""What a hook may print, as JSON schemas by host and event. Silence is always allowed.

They are narrower than the hosts' own: only what adds context, and nothing that could stop, block or prolong a turn.
"""

import json

import jsonschema

CAP_CHARACTERS, CAP_BYTES = 6000, 9000
TEXT = {"type": "string", "minLength": 1, "maxLength": CAP_CHARACTERS}
NOTICE = {"type": "string", "minLength": 1, "maxLength": 1000}


def _closed(properties, required=()):
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _nested(event, notice, **more):
    """The shape that Claude Code began and Codex and Gemini took over."""
    specific = _closed({"hookEventName": {"const": event}, "additionalContext": TEXT, **more}, ["hookEventName"])
    return _closed({"hookSpecificOutput": specific, **({"systemMessage": NOTICE} if notice else {})})


NOTHING = None
EMPTY = _closed({})
SCHEMAS = {
    "claude": {
        "SessionStart": _nested("SessionStart", True, reloadSkills={"const": True}),
        "UserPromptSubmit": _nested("UserPromptSubmit", True),
        "PostToolUse": _nested("PostToolUse", False), "PostToolUseFailure": _nested("PostToolUseFailure", False),
    },
    # Codex fails a hook that prints a key it does not know, and delivers nothing of it.
    "codex": {
        "SessionStart": _nested("SessionStart", False), "UserPromptSubmit": _nested("UserPromptSubmit", False),
        "PostToolUse": _nested("PostToolUse", False),
    },
    "cursor": {
        "sessionStart": _closed({"additional_context": TEXT}),
        "beforeSubmitPrompt": _closed({"continue": {"const": True}}),
        "postToolUse": _closed({"additional_context": TEXT}), "postToolUseFailure": _closed({"additional_context": TEXT}),
    },
    "gemini": {
        "SessionStart": _nested("SessionStart", False), "BeforeAgent": _nested("BeforeAgent", False),
        "AfterTool": _nested("AfterTool", False),
    },
    "hermes": {"pre_llm_call": _closed({"context": TEXT})},
}
# Gemini reads standard error when standard output is empty; an empty object is what says nothing. Cursor likes one too.
SAYS_NOTHING_BY_OBJECT = {"gemini", "cursor", "hermes"}


# Cursor's prompt waits for this word, also when the rest of the payload cannot be read.
GO_ON = {"continue": True}


def check(host, event, stdout):
    """The parsed output, None for silence. Raises when a host would not take it as we mean it.

    `event` is what stands in the payload, of any type and any host; None for a payload that cannot be read."""
    text = stdout.decode("utf-8").strip()
    if not text:
        return None
    output = json.loads(text)
    if host == "cursor" and event is None and output == GO_ON:
        return output
    schema = SCHEMAS[host].get(event) if isinstance(event, str) else None
    if schema is None:
        assert host in SAYS_NOTHING_BY_OBJECT and output == {}, f"{host} {event!r} is to be silent, it printed {text[:200]}"
        return output
    if output == {}:
        assert host in SAYS_NOTHING_BY_OBJECT, f"{host} {event} printed an empty object"
        return output
    jsonschema.validate(output, schema)
    assert len(text.encode()) <= 2 * CAP_BYTES
    assert len(context(output).encode()) <= CAP_BYTES, "longer than the shortest limit of a host"
    return output


def context(output):
    """The injected text of an output, wherever the host wants it."""
    output = output or {}
    specific = output.get("hookSpecificOutput") or {}
    return specific.get("additionalContext") or output.get("additional_context") or output.get("context") or ""
