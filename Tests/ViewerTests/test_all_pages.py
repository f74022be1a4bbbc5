"""What holds for every page of the viewer: both themes, both languages, every width, nothing on the console."""

import json
import re

import pytest

from mock_daemon import ASSETS

PAGES = ["overview", "memories", "tasks", "policies", "world-models", "skills", "recall", "analytics", "logs", "transfer",
         "hub", "settings", "help"]


def shown(page, name):
    page.open(f"#/{name}")
    page.until(lambda: page.script("""
        const view = document.querySelector(`main > view-${arguments[0]}`);
        return view?.querySelector("h1")?.textContent && !view.querySelector("x-skeleton");""", name), f"the page {name}")
    page.settle()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme,language", [("light", "en"), ("dark", "zh")])
def test_no_accessibility_violation(demo, name, theme, language):
    shown(demo, name)
    demo.choose_theme(theme)
    demo.choose_language(language)
    demo.settle()
    assert demo.accessibility_violations() == []


@pytest.mark.parametrize("name", PAGES)
def test_no_word_is_missing(demo, name):
    for language in ("en", "zh"):
        shown(demo, name)
        demo.choose_language(language)
        demo.settle()
        keys = {key for file in ASSETS.rglob("en.json") for key in json.loads(file.read_text())}
        text = demo.wait("body").text
        assert not [key for key in keys if "." in key and re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", text)]
        assert "undefined" not in text and "NaN" not in text and "[object" not in text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_runs_out_of_the_page(demo, name, width):
    demo.size(width, 900)
    shown(demo, name)
    outside = demo.script("""
        if (document.documentElement.scrollWidth <= innerWidth) return [];
        return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth)
            .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`);""")
    assert outside == []


def test_the_palette_goes_to_pages_and_finds_memories(demo):
    shown(demo, "help")
    demo.script("document.querySelector('x-palette button').click()")
    demo.type(".palette input", "Tasks")
    demo.until(lambda: demo.wait(".palette [aria-selected=true]").text.startswith("Tasks"))
    demo.keys("\ue007")
    demo.wait("view-tasks h1")
    demo.script("document.querySelector('x-palette button').click()")
    demo.type(".palette input", "alembic")
    demo.until(lambda: len(demo.all(".palette [role=option]")) > 1, "memories in the palette")
    demo.keys("\ue00c")
    demo.until(lambda: not demo.all("dialog"))


def test_every_address_that_a_page_asks_is_described(demo):
    demo.open("#/help")
    described = set(demo.driver.execute_async_script(
        "fetch('/api/v1/openapi.json').then((a) => a.json()).then((d) => arguments[0](Object.keys(d.paths)))"))
    asked = set()
    for file in ASSETS.rglob("*.js"):
        if "tests" not in file.parts:
            asked |= set(re.findall(r"[\"'`](/api/v1/[a-zA-Z0-9/{}._-]+)", file.read_text()))
    assert asked and asked <= described, sorted(asked - described)
