"""Which program and which home: what `$HERMES_HOME/memos.json` says, else what the program would choose itself."""

import json
import logging
import os
import shutil
import tempfile
from pathlib import Path

logger = logging.getLogger(__name__)

FILE_NAME = "memos.json"
KEYS = ("program", "home")
# Hermes copies what lies outside its own home file by file; a database in use must not be copied so.
SAFE_TO_COPY = ("config.yaml", "skills")
# Hosts started by a desktop or a service manager have a short PATH.
USUAL_PLACES = ("~/.local/bin/memos", "/usr/local/bin/memos", "/opt/homebrew/bin/memos")


def hermes_home():
    """The host's own folder, as the host decides it where we run inside it."""
    try:
        from hermes_constants import get_hermes_home

        return Path(get_hermes_home())
    except ImportError:
        return Path(os.environ.get("HERMES_HOME") or Path.home() / ".hermes")


class Settings:
    """What one Hermes home says about its memory; read anew each time, as the file is small and may change."""

    def __init__(self, folder=None):
        self.folder = Path(folder) if folder else hermes_home()

    @property
    def file(self):
        return self.folder / FILE_NAME

    def values(self):
        """The known settings that are set; a file that cannot be read counts as empty."""
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            logger.warning("memos: %s is left out: %s", self.file, error)
            return {}
        if not isinstance(content, dict):
            return {}
        return {key: content[key] for key in KEYS if isinstance(content.get(key), str) and content[key]}

    def save(self, values):
        """Writes the known settings among the values, whole or not at all; an empty one is taken out.

        Raises OSError."""
        merged = self.values()
        for key in KEYS:
            if key in values:
                merged[key] = str(values[key] or "").strip()
        merged = {key: value for key, value in merged.items() if value}
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(prefix=FILE_NAME, dir=self.folder)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(json.dumps(merged, indent=2, ensure_ascii=False) + "\n")
            os.replace(draft, self.file)
        except OSError:
            os.unlink(draft)
            raise

    def program(self):
        """The program to start, or None."""
        named = self.values().get("program")
        if named:
            return shutil.which(os.path.expanduser(named))
        for candidate in ("memos", *USUAL_PLACES):
            found = shutil.which(os.path.expanduser(candidate))
            if found:
                return found
        return None

    def why_unavailable(self):
        """What is wrong and what mends it; "" when the program is there."""
        if self.program():
            return ""
        named = self.values().get("program")
        if named:
            return f"{named} (named in {self.file}) is no program that can be run; correct it there or reinstall memos"
        return f"the program `memos` is not installed, or not on PATH; install it, or name it in {self.file}"

    def home(self):
        """The folder of the memory; the order is that of `memos bridge --agent=hermes`."""
        named = self.values().get("home") or os.environ.get("MEMOS_HOME")
        if named:
            return Path(named).expanduser()
        if os.environ.get("MEMOS_CONFIG_FILE"):
            return Path(os.environ["MEMOS_CONFIG_FILE"]).expanduser().parent
        return Path.home() / ".hermes" / "memos-plugin"

    def command(self):
        """The command line of the bridge, or None without a program."""
        program = self.program()
        if program is None:
            return None
        home = self.values().get("home")
        return (program, "bridge", "--agent=hermes", *([f"--home={Path(home).expanduser()}"] if home else []))
