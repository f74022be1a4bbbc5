"""What a scripted model server is asked: one request as its author meant it, whatever the wire said it in."""

import json
import re
from dataclasses import dataclass, field


@dataclass
class Piece:
    """A piece of evidence as a prompt shows it."""

    label: str
    kind: str
    text: str


@dataclass
class ModelRequest:
    flavour: str
    """Whose API it is: `openai`, `anthropic`, `gemini`, `bedrock`, `ollama`, `cohere`, `voyage`, `mistral`, `jina`."""
    task: str
    """`chat`, `embed`, `rerank`, or `other` for a list of models."""
    method: str
    path: str
    headers: dict
    """Names in lower case. The key is among them: for a test's eyes only, never printed."""
    body: dict
    model: str = ""
    messages: list = field(default_factory=list)
    """Pairs of role and text, the system's among them."""
    is_streamed: bool = False
    max_tokens: int = 0
    schema: dict | None = None
    """As the wire says it; the words of the prompt may say one too."""
    tool: str | None = None
    """Name of the tool that the answer must call, for APIs that promise a form in this way."""
    prefill: str = ""
    texts: list = field(default_factory=list)
    purpose: str = ""
    dimensions: int = 0
    query: str = ""
    documents: list = field(default_factory=list)
    connection: int = 0
    """Counts connections, so that tests see which requests shared one."""
    started: float = 0.0
    step: dict | None = None
    """What a script says of it."""
    problem: str | None = None
    """Why it was refused as malformed."""

    @property
    def system(self):
        return "\n\n".join(text for role, text in self.messages if role == "system")

    @property
    def user(self):
        return "\n\n".join(text for role, text in self.messages if role == "user")

    @property
    def text(self):
        return "\n\n".join(text for _, text in self.messages)

    @property
    def prompts(self):
        """Ids of what is asked, with the instructions."""
        head = self.system.split("\n# Schema of the answer", 1)[0]
        found = re.split(r"^# ([a-z][a-z0-9-]*): .*$", head, flags=re.MULTILINE)
        return dict(zip(found[1::2], (text.strip() for text in found[2::2])))

    @property
    def answer_schema(self):
        """What the answer must look like: from the words of the prompt, else from the wire."""
        parts = self.system.split("# Schema of the answer", 1)
        if len(parts) == 2:
            try:
                return json.JSONDecoder().raw_decode(parts[1].lstrip())[0]
            except ValueError:
                pass
        return self.schema

    @property
    def pieces(self):
        """The evidence. Only lines that begin with a bar belong to it, as the prompt promises."""
        found = []
        for line in self.user.splitlines():
            head = re.match(r"\[(e\d+)\] (.*)$", line)
            if head:
                found.append(Piece(head[1], head[2], ""))
            elif line.startswith("|") and found:
                found[-1].text += ("\n" if found[-1].text else "") + line[2:]
        return found

    @property
    def input_tokens(self):
        """Counted roughly, four bytes a token, as the server bills it."""
        said = self.text + self.query + "".join(self.texts) + "".join(self.documents)
        return max(1, len(said.encode()) // 4)


@dataclass
class Reply:
    """What is answered, before a wire says it in its own way."""

    text: str
    finish: str = "stop"
    """`stop`, `length` or `refusal`."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    counts: bool = True
    """Whether the answer says what it cost."""
    model: str | None = None
    raw: bytes | None = None
    """Bytes that stand in for the text's, for what no text can be."""
