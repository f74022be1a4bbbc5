"""Host settings full of comments and strangers' entries, and the same in every form a file may come in."""

import itertools
import shutil

from memos_process import ROOT

FIXTURES = ROOT / "Tests" / "Fixtures" / "host-configs"
HOSTS = ("claude", "codex", "cursor", "gemini", "opencode", "openclaw", "hermes", "dsh")


def place(host, user):
    """The fixture of a host in a user's folder; returns its files."""
    source = FIXTURES / host
    files = []
    for file in sorted(source.rglob("*")):
        if file.is_file():
            target = user / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
            target.chmod(0o640)
            files.append(target)
    return files


def tree(user):
    """Every file below a folder with its content and mode, but for the memories and the record beside them."""
    return {str(file.relative_to(user)): (file.read_bytes(), file.stat().st_mode, file.is_symlink())
            for file in sorted(user.rglob("*")) if file.is_file() and "memos-plugin" not in file.parts}


def forms(text):
    """One text in the forms editors leave: line ends, no last line end, blank lines, trailing blanks."""
    ends = {"": lambda t: t, "no last line end": lambda t: t.rstrip("\n"), "blank lines": lambda t: t + "\n\n",
            "trailing blanks": lambda t: t + "  "}
    starts = {"": lambda t: t, "blank first": lambda t: "\n" + t}
    lines = {"": lambda t: t, "windows lines": lambda t: t.replace("\n", "\r\n")}
    for names in itertools.product(ends, starts, lines):
        end, start, line = names
        yield " ".join(filter(None, names)) or "as it is", lines[line](starts[start](ends[end](text)))
