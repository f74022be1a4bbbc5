"""A model that answers every prompt of ours out of the evidence it is shown, so that tests know what it will say.

The form comes from the schema in the request; a prompt whose answer needs more than form has a function of its own.
"""

import json
import re

LABELS = re.compile(r"evidence|labels?|pieces?|sources?|steps?|turns?|episodes?|ids?")


def competent_reply(request):
    """An object with a member for each prompt; for anything else whatever fits the schema, or a word."""
    schema = request.answer_schema
    if not schema:
        return "ok"
    if not request.prompts:
        return json.dumps(Filling(request.pieces).value(schema, "answer"), ensure_ascii=False)
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

    def __init__(self, pieces):
        self.pieces = pieces
        self.place = 0

    def value(self, schema, name):
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        return getattr(self, f"_{kind}", lambda *_: None)(schema, name)

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
        text = " ".join(self._next().text.split()) if self.pieces else "The evidence says nothing."
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


BY_PROMPT = {}
