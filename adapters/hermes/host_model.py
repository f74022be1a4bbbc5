"""The host's own model for the daemon, which asks for it only where its settings say so."""

import time


def complete(params):
    """One completion on the account and with the choice of model of the host: `auxiliary.memos` in its config.yaml
    where that is set, else the model the user talks to. Raises whatever the host's client raises."""
    from agent.auxiliary_client import call_llm, extract_content_or_reasoning

    started = time.monotonic()
    response = call_llm(
        task="memos",
        model=_text(params.get("model")),
        messages=[message for message in params.get("messages") or [] if isinstance(message, dict)],
        temperature=_number(params.get("temperature")),
        max_tokens=_count(params.get("maxTokens")),
        timeout=(_number(params.get("timeoutMs")) or 60_000) / 1000,
    )
    answer = {
        "text": extract_content_or_reasoning(response),
        "model": _text(getattr(response, "model", None)) or "",
        "durationMs": int((time.monotonic() - started) * 1000),
    }
    usage = getattr(response, "usage", None)
    counts = {
        name: count for name, member in USAGE.items() if (count := _count(getattr(usage, member, None))) is not None
    }
    return {**answer, "usage": counts} if counts else answer


USAGE = {"promptTokens": "prompt_tokens", "completionTokens": "completion_tokens", "totalTokens": "total_tokens"}


def _text(value):
    return value if isinstance(value, str) and value else None


def _number(value):
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _count(value):
    return int(value) if _number(value) is not None else None
