"""What of the memory reached a model, and what of a run reached the memory."""

import json
import re

from memos_process import wait_until


def injected(requests):
    """What stands between our markers in everything a model was sent, one text for each block.

    The blocks are taken out of the values themselves, so that their lengths are those the host delivered."""
    found = []
    for request in requests:
        for text in strings(request["body"]):
            found += re.findall(r"<memos_memory\b.*?</memos_memory[^>]*>", text, re.DOTALL)
    return found


def strings(value):
    """Every string of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from strings(member)
    elif isinstance(value, list):
        for element in value:
            yield from strings(element)


def turns(home, agent):
    with home.bridge(agent=agent) as bridge:
        return bridge.request("memory.list_turns", {"limit": 200})["turns"]


def ended_turns(home, agent, holding=""):
    """The turns that are complete and in whose user's text a word stands; waits for the first one."""
    return wait_until(
        lambda: [turn for turn in turns(home, agent) if turn["status"] == "ended" and holding in turn["userText"]],
        what=f"a captured turn with {holding!r}",
    )


def calls_of(turn):
    return [call for trace in turn["traces"] for call in trace["toolCalls"]]


def text_of(value):
    return json.dumps(value, ensure_ascii=False)
