"""`memos demo`: a home full of made-up memories, and nothing else touched."""

import json
import subprocess
import time
import urllib.request

import memos_process
from memos_process import BIN, Home

LONG = 180


def demo(folder, *arguments):
    return subprocess.run([BIN / "memos", "demo", "--home", folder, *arguments], capture_output=True, text=True,
                          timeout=LONG, check=False)


def test_demo_makes_a_home_once_and_links_to_it(scratch):
    folder = scratch / "demo"
    first = demo(folder, "--json")
    assert first.returncode == 0, first.stderr
    answer = json.loads(first.stdout)
    assert answer["made"] is True and answer["home"] == str(folder)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(answer["url"], timeout=memos_process.PATIENCE) as page:
        assert page.status == 200

    status = subprocess.run([BIN / "memos", "status", "--home", folder, "--json"], capture_output=True, text=True,
                            timeout=60, check=True)
    counts = json.loads(status.stdout)["counts"]
    assert counts["episodes"] >= 80 and counts["turns"] >= 150 and counts["traces"] >= 600
    assert counts["policies"] >= 10 and counts["worldModels"] >= 4 and counts["skills"] >= 6
    assert counts["jobsFailed"] == 0

    began = time.monotonic()
    again = demo(folder, "--json")
    assert json.loads(again.stdout)["made"] is False
    assert time.monotonic() - began < 5, "what is there is used"

    fresh = demo(folder, "--fresh", "--json")
    assert json.loads(fresh.stdout)["made"] is True


def test_demo_is_never_written_into_a_memory(scratch):
    home = Home(scratch)
    subprocess.run([BIN / "memos", "viewer", "--home", home.path, "--json"], check=True, capture_output=True, timeout=60)
    before = (home.path / "data" / "memos.db").stat().st_size
    refused = demo(home.path)
    assert refused.returncode == 64
    assert "holds no demo" in refused.stderr and "--home" in refused.stderr
    assert not (home.path / "demo.json").exists()
    assert (home.path / "data" / "memos.db").stat().st_size == before
