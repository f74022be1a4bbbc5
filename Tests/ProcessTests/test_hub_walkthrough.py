"""The recorded walk of two machines and a hub, played anew. Needs root, for the machines are network namespaces."""

import os
import shutil
import subprocess
import sys

import pytest

import memos_process

SCRIPT = memos_process.ROOT / "scripts" / "hub-walkthrough"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip"), reason="needs root and ip")
def test_the_walk_through_is_as_it_was_recorded(tmp_path):
    made = subprocess.run(["ip", "netns", "add", f"memos-look-{os.getpid()}"], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"no network namespaces here: {made.stderr.strip()}")
    subprocess.run(["ip", "netns", "del", f"memos-look-{os.getpid()}"], check=True)
    page = tmp_path / "page.md"
    result = subprocess.run(
        [SCRIPT, "--bin", memos_process.BIN, "--write", page], capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr
    assert "## Revoking" in page.read_text()
