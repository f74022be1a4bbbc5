"""The page Settings on the demo home. What a journey changes it sets back."""

import time


def value(page, selector):
    return page.script("return document.querySelector(arguments[0])?.value", selector)


def fill(page, selector, text):
    """Types into a field and leaves it, as a person does."""
    page.script("const e = document.querySelector(arguments[0]); e.value = arguments[1];"
                "e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}))",
                selector, text)


def field(key):
    return f'[id="set-{key}"]'


def save(page):
    page.click('[data-action="save"]')
    page.until(lambda: not page.all('[data-action="save"]'), "the bar to go")


def test_every_group_opens_in_both_languages_and_passes_axe(demo):
    for code in ("en", "zh"):
        demo.open("#/settings")
        demo.choose_language(code)
        for group in ("models", "hosts", "retrieval", "learning", "privacy", "sharing", "general"):
            demo.open(f"#/settings/{group}")
            demo.wait(".settings-frame")
            assert demo.accessibility_violations() == []
            demo.complaints()
    demo.choose_language("en")


def test_a_number_is_checked_saved_and_set_back(demo):
    demo.open("#/settings/retrieval")
    demo.wait(field("recall.deadlineMs"))
    fill(demo, field("recall.deadlineMs"), "1")
    demo.wait_text("A whole number from 20 to 5,000")
    assert demo.wait('[data-action="save"]').get_attribute("aria-disabled") == "true"
    fill(demo, field("recall.deadlineMs"), "450")
    save(demo)
    demo.open("#/settings/retrieval")
    demo.wait(field("recall.deadlineMs"))
    assert value(demo, field("recall.deadlineMs")) == "450"
    demo.click('[data-action="reset"][data-key="recall.deadlineMs"]')
    save(demo)
    assert value(demo, field("recall.deadlineMs")) == "300"


def test_search_finds_a_setting_of_any_group(demo):
    demo.open("#/settings")
    demo.wait("#settings-find")
    fill(demo, "#settings-find", "retention")
    demo.wait(field("privacy.retentionDays"))
    assert len(demo.all(".setting")) < 5


def test_rules_are_tried_live_and_a_wrong_one_is_refused_at_its_field(demo):
    demo.open("#/settings/privacy")
    demo.wait(field("privacy.rules"))
    fill(demo, field("privacy.rules"), "ticket: /CU-[0-9]{6}/")
    fill(demo, "#rule-sample", "see CU-123456")
    demo.wait_text("see [redacted:ticket]", "#rule-found")
    fill(demo, field("privacy.rules"), "ticket: /CU-(/")
    demo.wait_text("character", "#rule-found")
    demo.click('[data-action="save"]')
    demo.wait(".setting .problem")
    demo.click('[data-action="discard"]')
    demo.settle()
    # A browser tells of every refusal.
    assert all("400" in line for line in demo.complaints())


def test_a_secret_is_never_shown(demo):
    demo.open("#/settings/models")
    demo.wait(field("llm.apiKey"))
    fill(demo, field("llm.apiKey"), "sk-very-secret-value")
    save(demo)
    demo.wait('[data-action="replace"][data-key="llm.apiKey"]')
    assert "very-secret" not in demo.script("return document.documentElement.outerHTML")
    demo.click('[data-action="reset"][data-key="llm.apiKey"]')
    save(demo)


def test_a_host_is_left_out_and_taken_in_again(demo):
    demo.open("#/settings/hosts")
    switch = '[data-action="host"][data-key="capture.exceptAgents"]'
    demo.wait(switch)
    demo.click(switch)
    save(demo)
    demo.open("#/settings/hosts")
    assert not demo.wait(switch).is_selected()
    demo.click(switch)
    save(demo)


def test_restart_from_the_page(demo):
    demo.open("#/settings/general")
    demo.click('[data-action="restartDaemon"]')
    demo.patience, patience = 40, demo.patience
    demo.wait_text("The daemon has restarted.", "body")
    demo.patience = patience
    demo.wait(field("viewer.port"))
    time.sleep(1)
    demo.complaints()


def test_a_phone_has_no_sideways_scrolling(demo):
    demo.size(390, 844)
    for fragment in ("#/settings/models", "#/settings/privacy", "#/settings/hosts", "#/help"):
        demo.open(fragment)
        demo.wait(".view-body > *")
        assert demo.script("return document.documentElement.scrollWidth <= innerWidth"), fragment
