"""The recorded walk of two machines and a hub, played anew. Needs root, for the machines are network namespaces."""

import subprocess
import sys

import pytest

import memos_process

sys.path.insert(0, str(memos_process.ROOT / "scripts"))
import hub_machines  # noqa: E402

SCRIPT = memos_process.ROOT / "scripts" / "play-hub"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or hub_machines.PROBLEM, reason="needs Linux, root and ip")
def test_the_walk_through_is_as_it_was_recorded(tmp_path):
    try:
        with hub_machines.Network({"hub": "10.77.0.1"}):
            pass
    except subprocess.CalledProcessError as refusal:
        pytest.skip(f"no network namespaces here: {refusal}")
    page = tmp_path / "page.md"
    result = subprocess.run(
        [SCRIPT, "--bin", memos_process.BIN, "--write", page], capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr
    assert "## Revoking" in page.read_text()
