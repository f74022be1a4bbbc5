"""What a person does on the page "Memories", on a real daemon with a demo home."""

import json

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def memories(demo):
    demo.open("#/memories")
    demo.wait("x-turn-card")
    return demo


def cards(page):
    return page.all(".stream x-turn-card")


def filters(page):
    return page.script("return location.hash")


def choose(page, name, value):
    page.script("""
        const control = document.querySelector(`x-filter-bar [name="${arguments[0]}"]`);
        if (control.type === "checkbox") control.checked = Boolean(arguments[1]);
        else control.value = arguments[1];
        control.dispatchEvent(new Event("change", { bubbles: true }));""", name, value)


def facets(page):
    return page.driver.execute_async_script("fetch('/api/v1/facets').then((r) => r.json()).then(arguments[0])")


def shown(page):
    """Turns of the list that have ended, as the page has them; the first one is that of the first menu."""
    return page.script("""
        return document.querySelector('x-windowed-list').items.map(({ turn }) => turn).filter((turn) => turn?.traces.length)""")


def act(page, name):
    """An entry of the first card's menu."""
    page.script("document.querySelector('.stream x-turn-card [data-act=menu]').click()")
    entry = page.until(lambda: [item for item in page.all(".menu [role=menuitem]") if item.text == name], name)[0]
    entry.click()


def toast(page, text):
    return page.until(lambda: [item for item in page.all(".toast") if text in item.text], text)[0]


def undo(page, text):
    toast(page, text).find_element("css selector", "[data-role=action]").click()


def test_each_filter_keeps_the_turns_it_names(memories):
    known = facets(memories)
    for name, value, holds in [
        ("agent", known["agents"][-1]["value"], lambda turn, value: turn["agent"] == value),
        ("outcome", known["outcomes"][-1]["value"], lambda turn, value: turn["outcome"] == value),
        ("tag", known["tags"][0]["value"], lambda turn, value: any(value in step["tags"] for step in turn["traces"])),
        ("minValue", "0.1", lambda turn, value: any(step["value"] >= 0.1 for step in turn["traces"])),
        ("errors", "true", lambda turn, value: any(step["outcome"] == "error" or step["errorSignatures"]
                                                   for step in turn["traces"])),
    ]:
        # One agent alone is no choice.
        if not memories.script("return document.querySelector(`x-filter-bar [name=\"${arguments[0]}\"]`)", name):
            continue
        choose(memories, name, value)
        memories.until(lambda: f"{name}=" in filters(memories))
        memories.until(lambda: (turns := shown(memories)) and all(holds(turn, value) for turn in turns), name)
        memories.click("x-filter-bar [data-clear=all]")
        memories.until(lambda: filters(memories) == "#/memories")


def test_filters_join_live_in_the_address_and_say_when_nothing_fits(memories):
    memories.click("x-filter-bar [popovertarget]")
    memories.wait("x-filter-bar .panel input[type=date]")
    choose(memories, "to", "2001-01-01")
    memories.wait("x-empty")
    memories.keys(Keys.ESCAPE)
    memories.reload()
    memories.wait("x-empty button").click()
    memories.wait("x-turn-card")
    assert filters(memories) == "#/memories"


def test_a_pin_is_shown_at_once_and_is_found_by_the_filter(memories):
    asked = memories.script("""
        return document.querySelector('.stream [data-act=pin]').closest('x-turn-card').querySelector('.asked').textContent""")
    memories.click(".stream [data-act=pin]")
    memories.wait(".stream [data-act=pin][aria-pressed=true]")
    toast(memories, "in recall")
    choose(memories, "pinned", "true")
    memories.until(lambda: "pinned=true" in filters(memories) and len(shown(memories)) == 1)
    assert memories.wait(".stream .asked").text == asked
    undo(memories, "in recall")
    memories.until(lambda: not memories.all(".stream [data-act=pin][aria-pressed=true]"))


def test_words_are_edited_found_and_taken_back(memories):
    before = shown(memories)[0]["traces"][-1]
    act(memories, "Edit")
    field = memories.wait("dialog [name=reflection]")
    field.clear()
    field.send_keys("Quokkas know the port.")
    memories.click("dialog footer [value=yes]")
    toast(memories, "Saved")
    memories.until(lambda: shown(memories)[0]["traces"][-1].get("reflection") == "Quokkas know the port.")
    memories.until(lambda: shown(memories)[0]["traces"][-1].get("ownWords") == ["reflection"], "the daemon's word")
    undo(memories, "Saved")
    toast(memories, "Taken back")
    memories.until(lambda: shown(memories)[0]["traces"][-1].get("reflection") == before.get("reflection"))


def test_tags_are_added_and_taken_back(memories):
    act(memories, "Tags")
    field = memories.wait("dialog [name=tags]")
    field.send_keys(Keys.END, ", wombat")
    memories.click("dialog footer [value=yes]")
    memories.until(lambda: all("wombat" in step["tags"] for step in shown(memories)[0]["traces"]))
    undo(memories, "Tags saved")
    memories.until(lambda: not any("wombat" in step["tags"] for step in shown(memories)[0]["traces"]))


def test_sharing_is_a_mark_and_says_so(memories):
    act(memories, "Share")
    assert "It sends nothing" in memories.wait("dialog").text
    memories.script("document.querySelector('dialog select').value = 'hub'")
    memories.click("dialog footer [value=yes]")
    memories.until(lambda: shown(memories)[0]["traces"][0].get("share") == "hub")
    undo(memories, "Shared")
    memories.until(lambda: shown(memories)[0]["traces"][0].get("share") is None)


def test_forgetting_says_what_else_goes_and_can_be_called_off(memories):
    first = shown(memories)[0]["turnId"]
    act(memories, "Forget")
    memories.until(lambda: "Steps" in memories.wait("dialog .facts").text)
    memories.click("dialog footer [value=yes]")
    memories.until(lambda: shown(memories)[0]["turnId"] != first)
    undo(memories, "Forgetting in 8 s")
    memories.until(lambda: shown(memories)[0]["turnId"] == first)


def test_many_are_marked_at_once_and_taken_back(memories):
    memories.click(".select")
    picks = memories.until(lambda: memories.all(".pick"))
    for pick in picks[1:3]:
        pick.click()
    assert "2 chosen" in memories.wait(".bulk").text
    memories.click(".bulk [data-bulk=pin]")
    memories.until(lambda: [turn for turn in shown(memories) if turn["traces"][0].get("pinned")][1:])
    undo(memories, "Pinned")
    memories.until(lambda: not any(step.get("pinned") for turn in shown(memories) for step in turn["traces"]))
    memories.click(".bulk [data-bulk=done]")
    memories.until(lambda: not memories.all(".pick"))


def test_a_menu_is_walked_by_keys(memories):
    memories.script("document.querySelector('.stream [data-act=menu]').focus()")
    memories.keys(Keys.ENTER)
    memories.until(lambda: memories.focused().get_attribute("role") == "menuitem")
    memories.keys(Keys.ARROW_DOWN, Keys.END)
    memories.until(lambda: memories.focused().text == "Forget")
    memories.keys(Keys.ESCAPE)
    memories.until(lambda: not memories.all(".menu"))
    assert memories.focused().get_attribute("data-act") == "menu"


def test_a_step_shows_what_it_was_worth_and_by_which_rule(memories):
    choose(memories, "minValue", "0.3")
    memories.until(lambda: "minValue" in filters(memories) and cards(memories))
    trace = next(step["id"] for turn in shown(memories) for step in turn["traces"] if step["value"] >= 0.3)
    memories.open(f"#/memories/{trace}")
    worth = memories.wait("x-step[data-chosen] .worth").text
    assert "V" in worth and "α" in worth
    memories.wait(".detail [data-act=menu]").click()
    link = memories.until(lambda: [item for item in memories.all(".menu a") if item.text == "Open the task"])[0]
    assert "#/tasks/ep" in link.get_attribute("href")
    memories.keys(Keys.ESCAPE)


def test_only_what_is_near_is_in_the_document(memories):
    for _ in range(60):
        memories.script("scrollTo(0, document.body.scrollHeight)")
        if "This is where memory begins." in memories.wait("main").text:
            break
        memories.settle()
    assert memories.script("return document.querySelectorAll('x-turn-card').length") < 40
    memories.script("scrollTo(0, 0)")
    memories.until(lambda: memories.wait(".stream h2").is_displayed() and cards(memories))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", ["panel", "select", "menu", "edit", "step"])
def test_nothing_stands_in_anybodys_way(memories, theme, place):
    memories.choose_theme(theme)
    if place == "panel":
        memories.click("x-filter-bar [popovertarget]")
    if place == "select":
        memories.click(".select")
        memories.wait(".pick").click()
    if place == "menu":
        memories.script("document.querySelector('.stream [data-act=menu]').click()")
        memories.wait(".menu")
    if place == "edit":
        act(memories, "Edit")
        memories.wait("dialog")
    if place == "step":
        memories.unfold_longest()
    memories.settle()
    assert memories.accessibility_violations() == []
    assert json.loads(memories.script("return JSON.stringify(document.documentElement.scrollWidth <= innerWidth)"))
    if place == "edit":
        memories.keys(Keys.ESCAPE)
