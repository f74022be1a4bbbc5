"""Fixtures of the process tests: every test gets a home of its own and leaves no process behind.

The programs under test are the ones in the folder MEMOS_BIN (default: the debug build of this repository).
"""

import shutil
import signal
import tempfile
from pathlib import Path

import pytest

import memos_process
from memos_process import Home


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes more than ten seconds")
    # A shell's background job ignores it, and the programs under test would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def programs():
    missing = [name for name in ("memos", "memosd") if not (memos_process.BIN / name).exists()]
    if missing:
        pytest.exit(f"{', '.join(missing)} not found in {memos_process.BIN}; build first or set MEMOS_BIN", returncode=3)


@pytest.fixture
def scratch():
    # Not pytest's own folder: its long names would push the socket's path over the system's limit.
    folder = Path(tempfile.mkdtemp(prefix="memos-"))
    yield folder
    memos_process.end_everything_of(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(scratch):
    return Home(scratch)


@pytest.fixture
def bridge(home):
    with home.bridge() as running:
        yield running
