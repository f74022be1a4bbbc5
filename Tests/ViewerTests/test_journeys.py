"""What a person does with the page, from the outside."""

import importlib.util

import pytest
from selenium.webdriver.common.keys import Keys

from browser import Browser
from mock_daemon import MockDaemon
from sample_memories import HOSTILE, LONG_OUTPUT


def cards(page):
    return page.all("x-turn-card")


def test_the_list_shows_turns_by_day_newest_first(page):
    assert page.wait("h1").text == "Memories"
    assert page.wait("section.stream h2").text == "Today"
    assert "grammar fixture" in cards(page)[0].text
    assert "In progress" in cards(page)[0].text
    assert "7 min" not in page.wait("x-daemon-state").text
    assert "55 turns" in page.wait("x-daemon-state").text


def test_the_daemon_says_which_models_are_asked_and_what_they_have_used(page):
    page.wait("x-daemon-state button").click()
    page.until(lambda: "anthropic/claude-haiku-4-5" in page.wait("#daemon-facts").text)
    facts = page.wait("#daemon-facts").text
    assert "12,300 of 1,000,000" in facts and "$0.03 of $1.00" in facts


def test_scrolling_loads_older_turns_to_the_first_one(page):
    def at_the_end():
        page.script("scrollTo(0, document.body.scrollHeight)")
        return "This is where memory begins." in page.wait("x-pager").text
    page.until(at_the_end, "the first memory")
    assert page.script("return document.querySelector('x-windowed-list').items.filter(({ turn }) => turn).length") == 55
    assert page.script("return document.querySelectorAll('x-turn-card').length") < 30, "only what is near is drawn"


def test_a_turn_appears_as_it_is_made(page, daemon):
    page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
    daemon.arrive("What is the tallest tree?")
    page.until(lambda: "tallest tree" in cards(page)[0].text)
    page.until(lambda: page.script("return document.querySelector('#announcer').textContent") == "1 new memory")


def test_nothing_is_called_new_that_was_there_when_the_page_opened(page, daemon):
    def asked():
        return len([path for path in daemon.requests if path.startswith("/api/v1/turns")])
    page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
    page.go("#/recall")
    page.until(lambda: page.wait("h1").text == "Recall")
    daemon.requests.clear()
    daemon.slowness = 1
    page.go("#/memories")
    page.until(lambda: asked() == 1)
    daemon.publish("trace.created", {})
    page.until(lambda: asked() == 2, "a second question while the first answer is on its way")
    page.settle()
    page.wait("x-turn-card")
    daemon.slowness = 0
    page.settle()
    page.script("document.querySelector('x-windowed-list').scrollIntoView({ block: 'end' })")
    page.settle()
    assert page.script("return document.querySelectorAll('x-turn-card[data-new]').length") == 0
    assert "new" not in page.script("return document.querySelector('#announcer').textContent")


def test_an_open_turn_is_shown_ended_when_it_ends(page, daemon):
    daemon.turns[-1].update(status="ended", outcome="ok", agentText="It now takes 8 s.")
    daemon.publish("trace.created", {})
    page.until(lambda: "It now takes 8 s." in cards(page)[0].text)
    assert "Succeeded" in cards(page)[0].text


def test_a_lost_connection_is_shown_and_nothing_is_missed(page, daemon):
    page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
    daemon.failure = (503, {"code": "transport_closed", "message": "Stopping."})
    daemon.drop_streams()
    page.until(lambda: page.wait("x-daemon-state .state").text == "Reconnecting")
    daemon.turns.append(daemon.turns[0] | {"turnId": 99, "ts": daemon.turns[-1]["ts"] + 1, "userText": "Made meanwhile"})
    daemon.failure = None
    page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
    page.until(lambda: "Made meanwhile" in cards(page)[0].text)


def test_arrivals_do_not_move_what_is_being_read(page, daemon):
    page.script("scrollTo(0, 1200)")
    page.until(lambda: page.script("return scrollY") > 1000)
    target = page.script("""
        window.reading = [...document.querySelectorAll("x-turn-card")].find((card) => card.getBoundingClientRect().top > 100);
        return window.reading.getBoundingClientRect().top;""")
    daemon.arrive("A newcomer")
    page.wait(".arrivals")
    assert page.wait(".arrivals").text == "1 new memory"
    assert abs(page.script("return window.reading.getBoundingClientRect().top") - target) < 3
    page.click(".arrivals")
    page.until(lambda: page.script("return scrollY") < 200)
    page.until(lambda: not page.all(".arrivals"))


def test_search_marks_the_words_and_says_why(page):
    page.type("x-search-box input", "pg_config driver")
    hit = page.wait("x-search-hit")
    marks = page.script("return [...document.querySelectorAll('x-search-hit mark')].map((mark) => mark.textContent)")
    assert {"driver", "pg_config"} <= set(marks)
    page.click("x-search-hit summary")
    why = page.wait("x-search-hit .why").text
    assert "Words" in why and "#1" in why and "has the words" in why and "Session" in why
    assert page.script("return location.hash") == "#/memories?q=pg_config+driver"
    hit.find_element("css selector", ".snippet a").click()
    page.wait_text("Hide 2 steps")
    assert "All memories" in page.wait(".detail").text
    page.click("[data-back]")
    page.wait("x-search-hit")


def test_a_hit_shows_what_counted_for_it_and_against_it(page):
    page.type("x-search-box input", "driver")
    summary = page.wait("x-search-hit summary")
    summary.send_keys(Keys.ENTER)
    page.wait("x-search-hit details[open]")
    rows = [row.text for row in page.all("x-search-hit details[open] .weights tbody tr")]
    assert rows == ["its words, its meaning and what stands around it fit +5.81", "is itself a question -0.84",
                    "follows a question that fits +0.49"]
    assert page.wait("x-search-hit .weights tfoot").text == "Strength +5.46"
    bars = page.script("""
        return [...document.querySelectorAll("x-search-hit details[open] .bar")].map((bar) =>
            [bar.dataset.sign, ...["x", "width"].map((name) => Math.round(bar.querySelector("rect").getAttribute(name)))])""")
    assert bars == [["plus", 50, 50], ["minus", 43, 7], ["plus", 50, 4]]
    session = page.wait("x-search-hit dd a")
    assert session.get_attribute("href").endswith(f"#/memories?session={session.text}")


def test_what_was_left_out_is_grouped_by_reason_and_folded(page):
    page.type("x-search-box input", "driver")
    page.wait("x-search-explanation")
    part = page.wait("x-search-explanation .left-out")
    assert "35 candidates were left out" in part.text
    seen, others = part.find_elements("css selector", "summary")
    assert seen.text.split() == "shown before in this session 1".split()
    assert others.text.split() == "others said more or said it before 34".split()
    assert "shard 3 " not in part.text
    seen.send_keys(Keys.ENTER)
    others.send_keys(Keys.SPACE)
    page.until(lambda: "shard 3 " in part.text)
    assert HOSTILE in part.text and "tr_0002_0" in part.text and "and 14 more" in part.text
    assert not page.all("x-search-explanation :is(img, script)")
    assert len(part.find_elements("css selector", "details:last-of-type li")) == 20


def test_a_search_says_whether_an_agent_would_have_been_told(page, daemon):
    page.type("x-search-box input", "driver")
    verdict = page.wait("x-search-explanation .verdict")
    assert verdict.find_element("css selector", "h2").text == "Would be injected before a turn: 87% ≥ 48%"
    verdict.find_element("css selector", "summary").send_keys(Keys.ENTER)
    page.until(lambda: "how near the nearest memory is in meaning +2.36" in verdict.text)
    daemon.verdict = {"probability": 0.2249, "wouldAbstain": "nothing is likely enough to help"}
    page.go("#/memories?q=pg_config")
    page.wait("x-search-explanation .verdict[data-silent=true]")
    verdict = page.wait("x-search-explanation .verdict").text
    assert "Would stay silent before a turn: 22% < 48%" in verdict and "nothing is likely enough to help" in verdict
    daemon.verdict = {"probability": 0.4749}
    page.go("#/memories?q=slow")
    page.wait_text("the same error is known: 47% < 48%")


def test_channels_that_were_late_or_failed_are_named(page, daemon):
    daemon.verdict = {"deadline": {"ms": 300, "late": ["vector"]},
                      "failed": [{"channel": "pattern", "code": "database_busy"}]}
    page.type("x-search-box input", "driver")
    page.wait_text("Not in time within 300 ms: Meaning.")
    assert "Could not answer: Names and paths database_busy" in page.wait("x-search-explanation").text
    page.click("x-search-explanation .channels summary")
    assert "Words" in page.wait("x-search-explanation .channels[open] tbody").text


def test_a_search_without_result_says_what_to_try(page):
    page.type("x-search-box input", "zebra")
    page.wait_text("Nothing about “zebra”")
    assert "no channel found anything" in page.wait("x-search-explanation").text
    page.keys(Keys.ESCAPE)
    page.wait("x-turn-card")
    assert page.script("return location.hash") == "#/memories"


def test_unfolding_shows_the_steps(page):
    card = next(card for card in cards(page) if "slow" in card.text)
    card.find_element("css selector", ".fold").click()
    page.until(lambda: "pytest --durations=3" in card.text)
    assert card.find_element("css selector", ".fold").get_attribute("aria-expanded") == "true"
    assert LONG_OUTPUT not in card.text
    button = next(button for button in card.find_elements("css selector", "x-clip-text button"))
    page.script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    page.until(lambda: "test_case_219" in card.text)
    failing = next(card for card in cards(page) if "bucket" in card.text)
    page.script("arguments[0].scrollIntoView({block: 'center'})", failing)
    failing.find_element("css selector", ".fold").click()
    page.until(lambda: "AccessDenied when calling <op>" in failing.text)


def test_filters_narrow_the_list_and_live_in_the_address(page):
    page.script("""
        const select = document.querySelector("x-filter-bar select[name=agent]");
        select.value = "hermes";
        select.dispatchEvent(new Event("change", { bubbles: true }));""")
    page.until(lambda: len(cards(page)) == 2)
    assert page.script("return location.hash") == "#/memories?agent=hermes"
    page.reload()
    page.until(lambda: len(cards(page)) == 2)
    page.click("x-filter-bar [data-clear=all]")
    page.until(lambda: len(cards(page)) > 2)


def test_a_link_opens_one_memory_and_its_step(page, daemon):
    trace = next(turn for turn in daemon.turns if "Postgres driver" in turn["userText"])["traces"][1]["id"]
    page.go(f"#/memories/{trace}")
    page.wait("x-step[data-chosen]")
    assert "libpq-dev" in page.wait("x-step[data-chosen]").text
    page.go("#/memories/nothing-of-that-name")
    page.wait_text("There is no trace with this id.")


def test_an_episode_link_opens_its_turns(page):
    page.go("#/memories/ep_notes-1")
    page.wait_text("数据库连接超时")


def test_keys_move_unfold_and_search(page):
    page.keys("j")
    page.until(lambda: "grammar fixture" in page.focused().text)
    page.keys("j")
    page.until(lambda: "SQLite" in page.focused().text)
    page.keys("j")
    page.until(lambda: "slow" in page.focused().text)
    page.keys(Keys.ENTER)
    page.until(lambda: "Hide 3 steps" in page.focused().text)
    page.keys("k")
    page.until(lambda: "SQLite" in page.focused().text)
    page.keys("/")
    assert page.focused().get_attribute("type") == "search"
    page.keys("jk")
    assert page.focused().get_attribute("value") == "jk"
    page.keys(Keys.ESCAPE)
    assert page.focused().get_attribute("value") == ""


def test_only_one_card_is_a_tab_stop(page):
    stops = page.script("return document.querySelectorAll('x-turn-card article[tabindex=\"0\"]').length")
    assert stops == 1


def test_the_skip_link_leads_to_the_content(page):
    page.keys(Keys.TAB)
    assert page.focused().text == "Skip to content"
    page.keys(Keys.ENTER)
    assert page.focused().get_attribute("id") == "main"
    assert page.script("return location.hash") in ("", "#/memories")


def test_the_theme_is_kept_and_never_flashes(page):
    page.choose_theme("dark")
    dark = page.script("return getComputedStyle(document.body).backgroundColor")
    page.choose_theme("light")
    assert page.script("return getComputedStyle(document.body).backgroundColor") != dark
    page.choose_theme("dark")
    page.reload()
    assert page.script("return document.documentElement.dataset.theme") == "dark"
    page.wait("x-theme-switch label")
    assert page.script("return document.querySelector('x-theme-switch :checked').value") == "dark"


def test_the_language_changes_everything_and_is_kept(page):
    page.choose_language("zh")
    page.until(lambda: page.wait("h1").text == "记忆")
    assert "显示 1 个步骤" in cards(page)[0].text
    assert page.script("return document.documentElement.lang") == "zh-CN"
    page.reload()
    page.until(lambda: page.wait("h1").text == "记忆")
    page.choose_language("en")
    page.until(lambda: page.wait("h1").text == "Memories")


def test_hostile_text_stays_text(page):
    page.type("x-search-box input", "exactly")
    page.wait("x-search-hit mark")
    page.go("#/memories")
    page.until(lambda: any("exactly" in card.text for card in cards(page)))
    card = next(card for card in cards(page) if "exactly" in card.text)
    page.script("arguments[0].isUnfolded = true", card)
    page.until(lambda: card.text.count("<script>") >= 4)
    assert HOSTILE in card.text and "<b>bold</b>" in card.text
    assert page.script("return document.querySelectorAll('x-turn-card :is(img, script, b)').length") == 0
    page.settle()
    assert page.script("return document.title") == "Memories · memos"


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_screen(page, width):
    page.size(width, 800)
    page.unfold_longest()
    page.settle()
    assert page.script("return document.documentElement.scrollWidth") <= width
    assert page.all("x-theme-switch") and page.all("x-search-box input")


def test_errors_show_the_hint_and_a_way_out(page, daemon):
    daemon.failure = (500, {"code": "internal", "message": "The database could not be read.", "hint": "Free some space."})
    page.go("#/memories?agent=codex")
    page.wait_text("Free some space.")
    daemon.failure = None
    page.click("x-error-panel button")
    page.wait("x-turn-card")
    assert not page.all("x-error-panel")


def test_a_lost_login_says_how_to_come_back(page, daemon):
    daemon.session = "another"
    page.go("#/memories?agent=codex")
    page.wait_text("memos viewer")


def test_an_empty_memory_says_what_to_do_and_fills_by_itself():
    daemon = MockDaemon(turns=[]).start()
    with Browser(daemon.link) as page:
        page.go("#/memories")
        page.wait_text("memos install claude")
        page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
        daemon.arrive("The very first question")
        page.wait_text("The very first question")
        assert not page.all("x-empty")
    daemon.stop()


def test_slow_answers_show_that_something_comes(daemon):
    daemon.slowness = 1
    with Browser(daemon.link) as page:
        page.go("#/memories")
        page.wait("x-skeleton .ghost")
        page.wait("x-turn-card")
        assert not page.all("x-skeleton")


@pytest.mark.skipif(not importlib.util.find_spec("axe_playwright_python"), reason="needs axe-playwright-python")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", ["list", "steps", "search", "phone", "empty", "chinese"])
def test_no_serious_accessibility_violations(daemon, theme, place):
    if place == "empty":
        daemon.turns.clear()
    with Browser(daemon.link) as page:
        page.go("#/memories")
        page.choose_theme(theme)
        if place == "chinese":
            page.choose_language("zh")
        if place == "phone":
            page.size(390, 844)
        if place == "steps":
            page.unfold_longest()
        if place == "search":
            page.go("#/memories?q=driver")
            page.click("x-search-hit summary")
            page.script("document.querySelectorAll('x-search-explanation details').forEach((part) => part.open = true)")
        if place == "empty":
            page.wait("x-empty")
        page.settle()
        assert page.accessibility_violations() == []


def test_the_console_stays_quiet(page):
    page.unfold_longest()
    page.go("#/memories?q=driver")
    page.wait("x-search-hit")
    page.choose_language("zh")
    page.choose_theme("dark")
    page.settle()
    assert page.complaints() == []


def test_the_page_opens_on_the_daemon_under_test(link):
    with Browser(link) as page:
        page.go("#/memories")
        page.until(lambda: page.wait("h1").text == "Memories")
        page.until(lambda: page.all("x-turn-card") or page.all("x-empty"))
        page.until(lambda: page.wait("x-daemon-state .state").text == "Live")
        page.settle()
        assert page.complaints() == []


def test_coming_back_from_a_memory_leads_to_the_same_place(page):
    page.script("scrollTo(0, 900)")
    page.until(lambda: page.script("return scrollY") == 900)
    # The rows of the new place are drawn with the next frame.
    page.until(lambda: page.script("""
        const link = document.querySelectorAll("x-turn-card .link")[6];
        link?.click();
        return Boolean(link);"""), "rows at the new place")
    page.wait("[data-back]")
    page.until(lambda: page.all(".detail x-turn-card"))
    page.click("[data-back]")
    page.until(lambda: page.all(".stream x-turn-card"))
    page.until(lambda: abs(page.script("return scrollY") - 900) < 5, "the old place")
