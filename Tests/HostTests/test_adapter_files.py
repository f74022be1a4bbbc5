"""What the JavaScript adapters are made of is up to date, and each folder stands alone."""

import json
import re
import shutil
import subprocess
import sys

from memos_process import ROOT
from stub_host import ADAPTERS, tools_of_daemon

FOLDERS = ["openclaw", "opencode", "deepseek"]


def test_copies_of_the_shared_pieces_are_up_to_date():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/assemble-adapters"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tools_are_those_that_the_daemon_lists(home):
    listed = tools_of_daemon(home, "openclaw")
    for folder in ("openclaw", "deepseek"):
        assert json.loads((ADAPTERS / folder / "tools.json").read_text()) == listed


def test_no_adapter_imports_what_is_outside_its_folder_or_no_part_of_node():
    for folder in FOLDERS:
        for file in (ADAPTERS / folder).rglob("*.js"):
            for name in re.findall(r'^\s*(?:import|export)\b[^;]*?from "([^"]+)"', file.read_text(), re.MULTILINE):
                if name.startswith("."):
                    target = (file.parent / name).resolve()
                    assert target.is_relative_to(ADAPTERS / folder) and target.exists(), (file, name)
                else:
                    assert name.startswith("node:"), (file, name)
    for file in ADAPTERS.rglob("package.json"):
        assert not {"dependencies", "peerDependencies", "scripts"} & set(json.loads(file.read_text()))


def test_adapters_load_where_nothing_else_is(home, node):
    for folder, entry in (
        ("openclaw", "index.js"),
        ("openclaw", "side-by-side/index.js"),
        ("opencode", "memos-memory.js"),
        ("deepseek", "index.js"),
    ):
        alone = home.scratch / "alone" / folder
        if not alone.exists():
            shutil.copytree(ADAPTERS / folder, alone)
        done = subprocess.run(
            [node, "--input-type=module", "-e", f"await import('{alone / entry}')"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
