"""Import & export: past conversations come in with consent, a copy goes out and comes back."""

import json
import os
import subprocess
import urllib.request

import pytest

from browser import Browser
from conftest import program

LINES = [
    {"type": "user", "uuid": "u1", "sessionId": "s-import", "cwd": "/src/api", "timestamp": "2026-03-02T09:00:00.000Z",
     "message": {"role": "user", "content": "Which port does the staging proxy listen on?"}},
    {"type": "assistant", "uuid": "a1", "sessionId": "s-import", "cwd": "/src/api",
     "timestamp": "2026-03-02T09:00:05.000Z",
     "message": {"role": "assistant", "content": [{"type": "text", "text": "On 8088."}]}},
]


@pytest.fixture
def machine(tmp_path):
    """A machine of its own with one past conversation, and a window on its empty memory."""
    user = tmp_path / "user"
    folder = user / ".claude" / "projects" / "api"
    folder.mkdir(parents=True)
    (folder / "s-import.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    home = tmp_path / "home"
    environment = {**os.environ, "HOME": str(user)}
    printed = subprocess.run([program(), "viewer", "--home", home, "--json"], check=True, capture_output=True, text=True,
                             timeout=60, env=environment)
    with Browser(json.loads(printed.stdout)["url"]) as window:
        window.script("localStorage.setItem('memos.tour', 'seen')")
        yield window
    subprocess.run([program(), "stop", "--home", home], timeout=60, check=False, env=environment)


def test_past_conversations_come_in_after_a_look(machine):
    machine.open("#/transfer")
    machine.wait_text("claude", ".transfer-hosts")
    machine.click("[data-action=plan]")
    machine.wait_text("1 turn", ".transfer-hosts")
    machine.click("[data-action=start]")
    machine.click("dialog footer [value=yes]")
    machine.wait(".import-report[data-state=done]")
    machine.wait_text("1 new turn", ".import-report")
    assert machine.complaints() == []


def test_a_copy_goes_out_and_comes_back(demo, tmp_path):
    demo.open("#/transfer")
    links = [link.get_attribute("href") for link in (demo.wait(".transfer-copies"), *demo.all(".transfer-copies a"))[1:]]
    assert [link.rsplit("/", 1)[1] for link in links] == ["export.jsonl", "export.md"]
    cookie = "; ".join(f"{item['name']}={item['value']}" for item in demo.driver.get_cookies())

    def fetch(url):
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=60) as answer:
            return answer.read().decode()

    lines = fetch(links[0]).splitlines()
    assert json.loads(lines[0])["kind"] == "memos-export" and len(lines) > 1000
    assert fetch(links[1]).startswith("# What is remembered\n")

    copy = tmp_path / "copy.jsonl"
    copy.write_text("\n".join(lines) + "\n")
    demo.script("document.querySelector('#transfer-file').style.display = 'block'")
    demo.wait("#transfer-file").send_keys(str(copy))
    demo.click("dialog footer [value=yes]")
    demo.wait_text("0 rows came back", "#toasts")

    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join(lines[:20]) + "\n{\"kind\": \n")
    demo.wait("#transfer-file").send_keys(str(broken))
    demo.click("dialog footer [value=yes]")
    demo.wait_text("Line 21 was refused", "#toasts")
    demo.complaints()


@pytest.mark.parametrize("theme, language, width", [("light", "en", 1440), ("dark", "zh", 390)])
def test_the_page_is_accessible(demo, theme, language, width):
    demo.size(width, 900)
    demo.open("#/transfer")
    demo.wait(".transfer-copies")
    demo.choose_theme(theme)
    demo.choose_language(language)
    demo.settle()
    assert demo.accessibility_violations() == []
    assert demo.script("return document.documentElement.scrollWidth <= innerWidth")
    demo.choose_theme("system")
    demo.choose_language("en")
