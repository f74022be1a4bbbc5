"""Recall: a prompt is tried, two settings are compared, the history tells what was handed over and whether it was used."""

PROMPT = "the alembic migration fails, what did we do last time?"


def laboratory(demo, prompt=PROMPT):
    demo.open("#/recall")
    demo.type("#lab-prompt", prompt)
    demo.click(".lab button[data-tone=accent]")
    return demo.wait(".runs .verdict").text


def test_a_prompt_is_tried_and_every_step_is_told(demo):
    assert laboratory(demo)
    names = [step.text for step in demo.all(".steps > li > details > summary > strong")]
    assert names[:3] == ["Search", "Rank", "Sift"]
    demo.script("for (const one of document.querySelectorAll('.steps > li > details')) one.open = true")
    assert demo.all(".steps table tbody tr")
    demo.settle()
    assert demo.accessibility_violations() == []


def test_what_is_handed_over_is_shown_word_for_word(demo):
    before = demo.script("return performance.now()") and demo.all(".rows li")
    laboratory(demo)
    if "hand over" in demo.wait(".runs .verdict").text:
        assert "<memos_memory" in demo.wait(".runs .block .mono").text
        assert demo.all(".runs .given li a")
    assert not before


def test_control_and_return_ask_as_the_button_does(demo):
    laboratory(demo, "hello there!")
    assert "stay silent" in demo.wait(".runs .verdict").text
    demo.script("const box = document.querySelector('#lab-prompt'); box.value = arguments[0]; box.focus();", PROMPT)
    demo.script("""document.querySelector('#lab-prompt').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true}))""")
    demo.until(lambda: demo.all(".runs .steps"), "the other result")


def test_two_settings_are_compared(demo):
    laboratory(demo)
    demo.click("#lab-compare")
    demo.until(lambda: len(demo.all(".runs > section")) == 2, "two results")
    demo.script("document.querySelector('#lab-settings').open = true")
    demo.script("""const field = document.querySelector('[id="set-1-topK.tier2"]'); field.value = "1";
        field.dispatchEvent(new Event('change', {bubbles: true}))""")
    demo.until(lambda: "1 changed" in demo.wait("#lab-settings summary").text, "that a setting is changed")
    demo.click("[data-action=reset]")
    demo.until(lambda: "changed" not in demo.wait("#lab-settings summary").text, "the settings in force")


def test_nothing_of_a_trial_is_kept(demo):
    laboratory(demo, "a prompt that nobody else would ever ask about alembic")
    demo.open("#/recall?tab=history")
    demo.wait(".rows li")
    assert not [row for row in demo.all(".rows .title") if "nobody else would ever" in row.text]


def test_the_history_leads_to_the_block_and_to_the_task(demo):
    demo.open("#/recall?tab=history&kind=given")
    demo.wait(".rows li a")
    # A conversation's own look-ups stand among them, too: they hand over no block.
    next(row for row in demo.all(".rows li a") if "tokens" in row.text).click()
    assert "memor" in demo.wait(".detail .verdict").text
    assert demo.wait(".detail .block .mono").text
    assert demo.all(".detail .given li")
    assert demo.script("return location.hash").startswith("#/recall/in_")
    assert demo.all(".detail a[href^='#/tasks/ep_']")
    demo.settle()
    assert demo.accessibility_violations() == []
    demo.reload()
    assert demo.wait(".detail .block .mono").text


def test_the_silent_ones_say_why(demo):
    demo.open("#/recall?tab=history&kind=silent")
    demo.wait("#history-kind")
    demo.settle()
    assert all("silent" in row.text for row in demo.all(".rows li"))
