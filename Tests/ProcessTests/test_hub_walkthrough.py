"""The recorded walk of two machines and a hub, played anew. Needs root, for the machines are network namespaces."""

import subprocess

import hub_network
import memos_process
import pytest

SCRIPT = memos_process.ROOT / "scripts" / "play-hub"
PROBLEM = hub_network.problem()


@pytest.mark.slow
@pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))
def test_the_walk_through_is_as_it_was_recorded(tmp_path):
    page = tmp_path / "page.md"
    result = subprocess.run(
        [SCRIPT, "--bin", memos_process.BIN, "--write", page], capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr
    assert "## Revoking" in page.read_text()
