"""A model that answers every prompt of ours out of the evidence it is shown, so that tests know what it will say.

The form comes from the schema in the request; a prompt whose answer needs more than form has a function of its own.
"""

import json
import re

LABELS = re.compile(r"evidence|labels?|pieces?|sources?|steps?|turns?|episodes?|ids?")


def competent_reply(request):
    """An object with a member for each prompt; for anything else what fits the schema, with the word in brackets."""
    schema = request.answer_schema
    wanted = re.search(r"\[(\w+)\]", request.user)
    if not schema:
        # The form is asked for in words alone.
        return json.dumps({"ok": True, "word": wanted[1]}) if wanted else "ok"
    if not request.prompts:
        return json.dumps(Filling(request.pieces, wanted and wanted[1]).value(schema, "answer"), ensure_ascii=False)
    members = schema.get("properties") or {}
    answer = {}
    for prompt in request.prompts:
        if prompt in members:
            make = BY_PROMPT.get(prompt, generic)
            answer[prompt] = make(request, members[prompt])
    return json.dumps(answer, ensure_ascii=False)


def generic(request, schema):
    return Filling(request.pieces).value(schema, "answer")


class Filling:
    """Values that fit a schema, with words and labels of the evidence."""

    def __init__(self, pieces, word=None):
        self.pieces, self.word = pieces, word
        self.place = 0

    def value(self, schema, name):
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        return getattr(self, f"_{str(kind).lower()}", lambda *_: None)(schema, name)

    def _object(self, schema, name):
        return {key: self.value(inner, key) for key, inner in (schema.get("properties") or {}).items()}

    def _array(self, schema, name):
        items = schema.get("items") or {"type": "string"}
        if items.get("type") == "string" and "enum" not in items and LABELS.fullmatch(name.lower()):
            most = min(schema.get("maxItems", 4), 4)
            return [piece.label for piece in self.pieces[:most]]
        values = []
        for _ in range(max(1, schema.get("minItems", 1)) if schema.get("maxItems", 1) else 0):
            values.append(self.value(items, name.rstrip("s")))
        return values

    def _string(self, schema, name):
        if LABELS.fullmatch(name.lower()):
            return self._next().label if self.pieces else "e1"
        text = self.word or "The evidence says nothing."
        if self.pieces:
            text = " ".join(self._next().text.split())
        text = text[:min(schema.get("maxLength", 160), 160)]
        return text.ljust(schema.get("minLength", 0), ".")

    def _next(self):
        piece = self.pieces[self.place % len(self.pieces)]
        self.place += 1
        return piece

    def _number(self, schema, name):
        low, high = schema.get("minimum", 0.0), schema.get("maximum", 1.0)
        return round(low + (high - low) * 0.75, 3)

    def _integer(self, schema, name):
        return int(min(max(1, schema.get("minimum", 1)), schema.get("maximum", 1_000_000)))

    def _boolean(self, schema, name):
        return True


def line(text, limit):
    return " ".join(text.split())[:limit]


PLEASED = re.compile(r"\b(thanks|thank you|perfect|great|works now|well done)\b", re.IGNORECASE)
DISPLEASED = re.compile(r"\b(wrong|not what|still (fails|broken)|again|does not work)\b", re.IGNORECASE)
TESTS = re.compile(r"\b((?:python -m )?pytest|npm test|make test|cargo test|swift test|go test)\b[^`\n;&|]*")


def people(request):
    return [piece for piece in request.pieces if piece.kind.startswith(("message of the person", "feedback"))]


def steps(request):
    """Of the task itself: commands and answers, no previews."""
    return [piece for piece in request.pieces if piece.kind.startswith(("step", "answer"))]


def reward_rubric(request, schema):
    said = [piece for piece in people(request) if PLEASED.search(piece.text) or DISPLEASED.search(piece.text)]
    taken = steps(request)
    last = taken[-1] if taken else None
    failed = [piece for piece in taken if "fail" in piece.kind]
    happy = bool(said) and not DISPLEASED.search(said[-1].text)

    def axis(value, pieces, reason):
        return {"value": value if pieces else 0, "evidence": [piece.label for piece in pieces][:8], "reason": reason}
    goal = said[-1:] or ([last] if last else [])
    reached = happy if said else bool(last) and "fail" not in last.kind
    return {"goal": axis(0.9 if reached else -0.6, goal, "The last step and the person show how it ended."),
            "process": axis(0.6 if len(failed) <= 1 else 0.0, taken[-4:], f"{len(failed)} of {len(taken)} steps failed."),
            "satisfaction": axis(0.9 if happy else -0.8, said[-1:], "The person said so.")}


def reflection(request, schema):
    entries, failed = [], None
    for piece in steps(request)[:24]:
        if "fail" in piece.kind:
            weight, failed = 0.15, piece
            text = ""
        else:
            weight, text = (0.75, line(piece.text.split("\n")[0], 200)) if failed else (0.4, "")
            failed = None
        entries.append({"step": piece.label, "text": text, "alpha": weight, "usable": bool(text),
                        "evidence": [piece.label]})
    return {"steps": entries}


def turn_summary(request, schema):
    return {"turns": [{"turn": piece.label, "text": line(piece.text, 150)} for piece in people(request)
                      if "feedback" not in piece.kind and piece.text.strip()][:24]}


def extraction(request, schema):
    facts = []
    for piece in steps(request):
        found = TESTS.search(piece.text)
        if found and "fail" not in piece.kind:
            facts.append({"topic": "test_command", "subject": "", "value": found.group().strip(),
                          "evidence": [piece.label]})
    wishes = []
    for piece in people(request):
        found = re.search(r"[Uu]se (\S+(?: \S+)?) instead of (\S+)", piece.text)
        if found:
            wishes.append({"prefer": found[1], "avoid": found[2].rstrip(".,!"), "evidence": [piece.label]})
    return {"facts": facts[:1], "preferences": wishes[:6]}


def fields(text):
    """Members of a piece, each behind its name and a colon, maybe on several lines."""
    found, name = {}, None
    for row in text.split("\n"):
        head = re.match(r"([a-z][a-z_ ]*): ?(.*)$", row)
        if head:
            name = head[1]
            found[name] = head[2]
        elif name:
            found[name] += "\n" + row
    return {key: value.strip("\n") for key, value in found.items()}


def procedure(text):
    """The steps of numbered or plain lines, each with what is indented below it, and its commands."""
    taken = []
    for row in text.split("\n"):
        if row.startswith((" ", "-")) and taken:
            taken[-1].append(row.strip().lstrip("- "))
        elif row.strip():
            taken.append([re.sub(r"^\d+\. ", "", row)])
    for lines in taken:
        named = re.findall(r"`([^`]+)`", " ".join(lines))
        is_run = "run `" in lines[0].lower() or len(lines) > 1
        yield " ".join(lines), [name for name in named if is_run]


def asked_for(title):
    """Ways of asking, in words of the title that name nothing."""
    words = [word for word in re.sub(r"`[^`]*`", " ", title).split() if word.strip(".,;:").isalpha()]
    return [" ".join(words[:9]).strip(".,;:").lower()] if len(words) > 2 else []


def policy_induction(request, schema):
    pieces = request.pieces
    entries = []
    for at, piece in enumerate(pieces):
        if piece.kind != "policy":
            continue
        shown = []
        for other in pieces[at + 1:]:
            if not other.kind.startswith("task"):
                break
            shown.append(other.label)
        told = fields(piece.text)
        entries.append({
            "policy": piece.label, "title": told.get("title", "")[:100], "trigger": told.get("trigger", "")[:600],
            "steps": [{"text": text[:400], "commands": commands[:6], "evidence": shown[:12]}
                      for text, commands in procedure(told.get("steps", ""))][:20],
            "verification": told.get("verification", "")[:400], "boundary": told.get("boundary", "")[:400],
            "prefer": [], "avoid": [], "same_as": "", "asked_for": asked_for(told.get("title", "")),
        })
    return {"policies": entries[:4]}


def skill(request, schema):
    page = fields(next((piece.text for piece in request.pieces if piece.kind == "draft of the skill"), ""))
    shown = [piece.label for piece in request.pieces if piece.kind.startswith("step")][:6] or [
        piece.label for piece in request.pieces if piece.kind == "policy"]
    parameters = re.findall(r"<([^>]+)>: ([^<]*)", page.get("parameters", ""))
    return {
        "name": page.get("name", "a-skill")[:64], "summary": line(page.get("summary", ""), 300),
        "applies": line(page.get("applies", ""), 300), "preconditions": [],
        "parameters": [{"name": name, "description": line(text, 200)} for name, text in parameters][:8],
        "steps": [{"text": text[:1000], "commands": commands[:8], "evidence": shown}
                  for text, commands in procedure(page.get("steps", ""))][:20],
        "verification": line(page.get("verification", ""), 400), "asked_for": asked_for(page.get("summary", "")),
    }


def world_model(request, schema):
    """The sentences are well said; one is repeated, so that the model has said something."""
    said = [piece for piece in request.pieces if piece.text.strip()][:1]
    return {"entries": [{"entry": piece.label, "text": line(piece.text.split(": ", 1)[-1], 240)} for piece in said],
            "conclusions": []}


def decision_repair(request, schema):
    notes = []
    for piece in request.pieces:
        if piece.kind != "note":
            continue
        text, *rest = piece.text.split("\n")
        notes.append({"note": piece.label, "text": text[:240], "evidence": [piece.label],
                      **{side: [row.split(": ", 1)[1][:240] for row in rest if row.startswith(f"{side}: ")]
                         for side in ("prefer", "avoid")}})
    return {"notes": notes[:6]}


def words(text):
    return {word for word in re.findall(r"[a-z0-9_]{3,}", text.lower())} - {
        "the", "and", "that", "this", "what", "please", "does", "not", "with", "for", "one", "about", "other"}


def relation(request, schema):
    now, before = request.pieces[0].text, " ".join(piece.text for piece in request.pieces[1:])
    if re.match(r"(no\b(?!,? thanks)|wrong|not like|undo|instead)", now.strip().lower()):
        return {"relation": "revision", "confidence": 0.9}
    near = words(now) & words(before)
    return {"relation": "follow_up" if near or len(words(now)) < 3 else "new_task", "confidence": 0.9}


def relevance_filter(request, schema):
    asked = words(request.pieces[0].text)
    shared = {piece.label: len(asked & words(piece.text)) for piece in request.pieces[1:]}
    best = max(shared.values(), default=0)
    return {"keep": sorted((label for label, count in shared.items() if count and count * 3 >= best),
                           key=lambda label: -shared[label])[:24]}


BY_PROMPT = {
    "reward-rubric": reward_rubric, "reflection": reflection, "turn-summary": turn_summary, "extraction": extraction,
    "policy-induction": policy_induction, "skill-crystallization": skill, "skill-rebuild": skill,
    "world-model": world_model, "relation": relation, "relevance-filter": relevance_filter,
    "decision-repair": decision_repair,
}
