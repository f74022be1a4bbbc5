"""What the viewer is tested against: a real daemon when one is named, the stand-in otherwise.

MEMOS_VIEWER_URL  a login link of a running daemon (what `memos viewer --print` shows)
MEMOS_BIN         the program `memos`; a daemon is started in a throwaway home
"""

import json
import os
import subprocess

import pytest

from browser import Browser
from mock_daemon import ASSETS, MockDaemon


@pytest.fixture
def daemon():
    """The stand-in, for journeys that need its levers."""
    if os.environ.get("MEMOS_VIEWER_URL") or os.environ.get("MEMOS_BIN"):
        pytest.skip("this journey needs the stand-in daemon")
    daemon = MockDaemon().start()
    yield daemon
    daemon.stop()


@pytest.fixture
def page(daemon):
    with Browser(daemon.link) as page:
        page.go("#/memories")
        page.wait("x-turn-card")
        yield page


def program():
    """The program `memos`: the one that is named, or what the debug build made."""
    return os.environ.get("MEMOS_BIN") or str(ASSETS.parent / ".build-debug" / "debug" / "memos")


def beside(home):
    """Variables for programs of a throwaway home: the folders of agents are there too, and nobody's own."""
    return {**os.environ, "HOME": str(home.parent)}


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory):
    """A home full of plausible memories, with its daemon; one for all tests of a run."""
    home = tmp_path_factory.mktemp("demo") / "home"
    subprocess.run([program(), "demo", "--home", home, "--json"], check=True, capture_output=True, timeout=180,
                   env=beside(home))
    yield home
    subprocess.run([program(), "stop", "--home", home], timeout=60, env=beside(home))


@pytest.fixture(scope="session")
def demo_window(demo_home):
    printed = subprocess.run([program(), "viewer", "--home", demo_home, "--json"], check=True, capture_output=True,
                             text=True, timeout=60, env=beside(demo_home))
    with Browser(json.loads(printed.stdout)["url"]) as window:
        yield window


@pytest.fixture
def demo(demo_window):
    """A window on the demo home. What a test leaves on the console fails it."""
    # What was chosen before is forgotten, as on a first visit.
    demo_window.script("localStorage.clear()")
    demo_window.complaints()
    demo_window.size(1280, 900)
    yield demo_window
    assert demo_window.complaints() == []


@pytest.fixture
def link(tmp_path):
    """A login link, of whichever daemon is tested."""
    if url := os.environ.get("MEMOS_VIEWER_URL"):
        yield url
    elif program := os.environ.get("MEMOS_BIN"):
        home = tmp_path / "home"
        printed = subprocess.run([program, "viewer", "--home", home, "--json"], check=True, capture_output=True,
                                 text=True, timeout=60, env=beside(home))
        yield json.loads(printed.stdout)["url"]
        subprocess.run([program, "stop", "--home", home], timeout=60, env=beside(home))
    else:
        daemon = MockDaemon().start()
        yield daemon.link
        daemon.stop()
