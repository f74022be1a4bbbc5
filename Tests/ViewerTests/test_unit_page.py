"""The unit tests that run inside the page."""

import json
import pathlib
import re

from browser import Browser
from mock_daemon import ASSETS, MockDaemon


def test_everything_in_the_unit_page_passes():
    daemon = MockDaemon().start()
    with Browser(daemon.link) as page:
        page.driver.get(f"{daemon.url}/tests/index.html")
        page.until(lambda: re.search(r"\d+ passed, \d+ failed$", page.wait("#report").text), "the report")
        report = page.wait("#report").text
    daemon.stop()
    assert report.endswith(" passed, 0 failed"), report


def test_every_key_in_use_has_a_text():
    texts = {key for file in ASSETS.rglob("en.json") for key in json.loads(file.read_text())}
    plain = {re.sub(r"\.(one|other)$", "", key) for key in texts}
    used = set()
    for file in [*ASSETS.glob("*.html"), *(path for path in ASSETS.rglob("*.js") if "tests" not in path.parts)]:
        used |= set(re.findall(r"""\bt\("([a-zA-Z.-]+)\"""", file.read_text()))
        used |= set(re.findall(r'data-(?:text|label)="([a-zA-Z.]+)"', file.read_text()))
    assert used and used <= plain, sorted(used - plain)


def test_no_file_of_the_page_holds_inline_code():
    for file in ASSETS.rglob("*.html"):
        text = file.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", text), file


def test_every_style_sheet_is_loaded():
    styles = (ASSETS / "styles" / "app.css").read_text()
    for file in ASSETS.rglob("*.css"):
        if file.name != "app.css" and "views" not in file.parts:
            assert pathlib.PurePath(file).name in styles, file


def test_every_page_has_its_parts_and_the_same_words_in_both_languages():
    names = re.findall(r'"([a-z-]+)"', re.search(r"groups = \[(.*?)\n\];", (ASSETS / "views" / "pages.js").read_text(), re.S)[1])
    groups = {"memory", "learned", "system"}
    folders = {folder.name for folder in (ASSETS / "views").iterdir() if folder.is_dir()}
    assert folders == set(names) - groups
    for name in folders:
        folder = ASSETS / "views" / name
        assert (folder / f"{name}.js").exists() and (folder / f"{name}.css").exists(), name
        assert (folder / f"{name}.css").read_text().startswith("@layer views {"), name
        english, chinese = (json.loads((folder / f"{code}.json").read_text()) for code in ("en", "zh"))
        assert list(english) == sorted(english) == list(chinese), name
        assert all(key.startswith(f"{name}.") for key in english), name


def weight(files):
    return sum(file.stat().st_size for file in files if file.is_file() and "tests" not in file.parts)


def test_a_page_loads_little():
    """What a browser gets that opens one page: the frame, the page and its words, with every component there is."""
    frame = [file for file in ASSETS.rglob("*") if "views" not in file.parts and file.name != "zh.json"]
    for folder in (ASSETS / "views").iterdir():
        if folder.is_dir():
            size = weight(frame) + weight(file for file in folder.iterdir() if file.name != "zh.json")
            assert size <= 300_000, (folder.name, size)
