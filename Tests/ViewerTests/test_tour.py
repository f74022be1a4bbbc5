"""The first-run tour: on an empty memory, by keyboard too, and again when it is asked for."""

from selenium.webdriver.common.keys import Keys

from test_transfer import machine  # noqa: F401  (a fixture)


def step(window):
    return window.wait("dialog .tour [role=status]").text


def test_it_opens_on_an_empty_memory_and_brings_in_the_past(machine):  # noqa: F811
    machine.script("localStorage.removeItem('memos.tour')")
    machine.open("#/memories")
    machine.wait("dialog .tour")
    assert machine.accessibility_violations() == []
    machine.keys(Keys.ENTER)
    machine.wait_text("Step 2", "dialog")
    machine.wait_text("claude", "dialog")
    machine.keys(Keys.ENTER)
    machine.wait_text("Step 3", "dialog")
    machine.click("dialog [data-role=plan]")
    machine.wait_text("1 turn", "dialog")
    machine.click("dialog [data-role=start]")
    machine.wait("dialog .import-report[data-state=done]")
    assert machine.accessibility_violations() == []
    machine.click("dialog [data-role=next]")
    machine.wait_text("Step 4", "dialog")
    machine.click("dialog [data-role=skip]")
    machine.until(lambda: not machine.all("dialog"))
    machine.reload()
    machine.wait("main > *")
    machine.settle()
    assert machine.all("dialog") == []
    assert machine.complaints() == []


def test_it_can_be_skipped_and_opened_again(demo):
    demo.open("#/memories")
    demo.wait("x-turn-card")
    assert demo.all("dialog") == [], "a memory with something in it needs no tour"
    demo.script("document.dispatchEvent(new CustomEvent('open-tour'))")
    assert "1" in (demo.wait("dialog .tour"), step(demo))[1]
    demo.keys(Keys.ESCAPE)
    demo.until(lambda: not demo.all("dialog"))
