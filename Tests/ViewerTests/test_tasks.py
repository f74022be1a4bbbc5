"""The page of tasks: what went how, why, and what a person's word changes."""

from selenium.webdriver.common.keys import Keys


def opened(page, fragment="#/tasks"):
    page.open(fragment)
    page.wait("view-tasks .rows a")
    return page


def first_scored(page):
    """Opens the first task that is over and went well."""
    opened(page, "#/tasks?status=closed&reward=positive")
    page.click("view-tasks .rows a")
    page.wait(".worth .total")


def test_filters_stand_in_the_address_and_narrow_the_list(demo):
    opened(demo)
    count = len(demo.all("view-tasks .rows a"))
    demo.script("""
        const select = document.querySelector("#filter-reward");
        select.value = "negative";
        select.dispatchEvent(new Event("change", { bubbles: true }));""")
    demo.until(lambda: "reward=negative" in demo.script("return location.hash"))
    demo.until(lambda: 0 < len(demo.all("view-tasks .rows a")) < count, "fewer tasks")
    assert all("R −" in row.text or "R -" in row.text for row in demo.all("view-tasks .rows a"))
    demo.type("#filter-q", "no task begins like this" + Keys.ENTER)
    demo.wait_text("Nothing fits")


def test_a_task_shows_its_axes_with_evidence_and_the_values_of_its_steps(demo):
    first_scored(demo)
    axes = demo.all(".worth .axes > li")
    assert [axis.find_element("css selector", "h4").text for axis in axes] == ["Goal", "Process", "Satisfaction"]
    assert demo.wait(".worth .total strong").text.startswith("+")
    demo.click(".axes .evidence summary")
    assert demo.wait(".axes .evidence[open] a").get_attribute("href").split("#/")[1].split("/")[0] in (
        "memories", "tasks")
    assert demo.all(".conversation .turn .asked") and demo.all(".conversation .numbers x-score-bar")
    demo.click(".conversation .tool summary")
    assert demo.wait(".conversation details[open] pre").text
    assert demo.accessibility_violations() == []


def test_a_word_scores_the_task_anew_and_tells_what_has_changed(demo):
    first_scored(demo)
    before = len(demo.all(".said li"))
    demo.click("[data-action=failed]")
    demo.until(lambda: len(demo.all(".said li")) > before, "the word at once")
    demo.until(lambda: demo.all(".worth .changed"), "the new score")
    assert "Satisfaction" in demo.wait(".worth .changed").text
    # And back again, so that the home is as it was.
    demo.click("[data-action=worked]")
    demo.until(lambda: len(demo.all(".said li")) == before + 2, "the second word")
    demo.until(lambda: demo.all(".worth .changed") and demo.wait(".worth .total strong").text.startswith("+"))


def test_words_are_kept_with_the_task(demo):
    first_scored(demo)
    demo.click("[data-action=words]")
    demo.type(".dialog textarea", "Use <b>pnpm</b> instead of npm.")
    demo.click(".dialog footer button[value=yes]")
    demo.wait_text("Use <b>pnpm</b> instead of npm.", ".said")


def test_forgetting_says_what_goes_and_does_nothing_when_it_is_called_off(demo):
    first_scored(demo)
    demo.click("[data-action=forget]")
    demo.wait_text("1 task", ".dialog")
    demo.keys(Keys.ESCAPE)
    demo.until(lambda: not demo.all(".dialog"))
    assert demo.wait(".detail h2").text


def test_on_a_phone_the_list_gives_way_to_the_task(demo):
    demo.size(390, 800)
    first_scored(demo)
    assert not demo.all("view-tasks .list .rows")
    assert demo.script("return document.documentElement.scrollWidth - innerWidth") <= 0
    demo.click("[data-action=back]")
    demo.wait("view-tasks .list .rows")
