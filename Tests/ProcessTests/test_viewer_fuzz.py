"""Everything the interface describes, asked with everything it says it takes and much that it does not."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest

from memos_process import Viewer

SECONDS = int(os.environ.get("MEMOS_FUZZ_SECONDS", "60"))
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "allow_header_conformance"]
# The stream has no end, and these end the daemon.
LEFT_OUT = ["/api/v1/events", "/api/v1/restart"]
# The server reads 16 KiB of an address and refuses longer ones before it knows whose they are.
HOOKS = """
import urllib.parse
import schemathesis

@schemathesis.hook
def filter_query(context, query):
    return len(urllib.parse.urlencode(query or {}, doseq=True)) < 12_000
"""


@pytest.mark.slow
def test_no_request_breaks_the_daemon(home, scratch):
    assert importlib.util.find_spec("schemathesis"), "Tests/requirements.txt is not installed"
    viewer = Viewer(home).log_in()
    with home.bridge(agent="claude") as bridge:
        session = bridge.open_session()
        for word in ("civet", "marten", "stoat"):
            bridge.turn(session, f"The {word} page shows this turn.", "Yes.")
    _, token = viewer.write("/api/v1/access/tokens", {"name": "fuzz", "scopes": ["read", "write", "admin"]})
    (scratch / "address_hooks.py").write_text(HOOKS)
    ran = subprocess.run(
        [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
         f"{viewer.base}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token['token']}",
         "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-time", str(SECONDS),
         "--workers", "2", "--seed", "7", "--no-shrink", "--suppress-health-check", "all", "--warnings", "off",
         "--request-timeout", "20", "--continue-on-failure",
         *[argument for path in LEFT_OUT for argument in ("--exclude-path", path)]],
        cwd=scratch, capture_output=True, text=True, timeout=SECONDS * 4 + 120,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "address_hooks", "PYTHONPATH": str(scratch)})
    assert ran.returncode == 0, ran.stdout[-12_000:] + ran.stderr[-2000:]
    assert json.loads(viewer.get("/api/v1/health")[2])["instanceId"] == home.run_info()["instanceId"]
