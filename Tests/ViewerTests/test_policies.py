"""The page of policies: what they say, what each line rests on, and what a person makes of them."""


def opened(page, fragment="#/policies?status=active"):
    page.open(fragment)
    page.click("view-policies .rows a")
    page.wait(".lines .part")
    return page


def test_a_policy_shows_its_life_its_worth_and_the_evidence_of_its_lines(demo):
    opened(demo)
    assert demo.wait(".life [aria-current]").text.startswith("Active")
    assert [head.text for head in demo.all(".gain h4")] == ["With it", "Without it"]
    line = demo.wait("[data-part=procedure] .evidence")
    line.find_element("css selector", "summary").click()
    link = demo.wait("[data-part=procedure] .evidence[open] a")
    assert "#/memories/" in link.get_attribute("href")
    assert demo.accessibility_violations() == []


def test_an_edit_is_a_version_with_its_difference_and_can_be_undone(demo):
    opened(demo)
    former = demo.wait(".detail h2").text
    demo.click("[data-action=edit]")
    demo.wait(".dialog #ask-title").clear()
    demo.type(".dialog #ask-title", "Renamed <i>by hand</i>")
    demo.click(".dialog footer button[value=yes]")
    demo.wait_text("Renamed <i>by hand</i>", ".detail h2")
    demo.script("document.querySelector('#versions').open = true")
    demo.wait_text("Renamed <i>by hand</i>", "#versions ins")
    demo.click(".toast [data-role=action]")
    demo.wait_text(former, ".detail h2")


def test_archiving_shows_at_once_and_is_undone_from_the_message(demo):
    opened(demo)
    demo.click("[data-action=archive]")
    demo.until(lambda: demo.wait(".life [aria-current]").text.startswith("Archived"))
    demo.click(".toast [data-role=action]")
    demo.until(lambda: demo.wait(".life [aria-current]").text.startswith("Active"))


def test_merging_takes_one_up_into_another_and_undoing_brings_both_back(demo):
    opened(demo)
    title, address = demo.wait(".detail h2").text, demo.script("return location.hash")
    demo.click("[data-action=merge]")
    demo.wait(".choices input")
    assert title not in [label.text for label in demo.all(".choices label")]
    demo.script("document.querySelector('.choices input').click()")
    demo.click(".dialog footer button[value=yes]")
    demo.until(lambda: demo.script("return location.hash") != address, "the other policy")
    demo.wait_text("Merged", ".toast")
    demo.wait(".lines .part")
    demo.click(".toast [data-role=action]")
    demo.wait_text("Undone", "#toasts")
    demo.go(address)
    demo.until(lambda: demo.wait(".detail h2").text == title)
    demo.until(lambda: demo.wait(".life [aria-current]").text.startswith("Active"))


def test_words_narrow_the_list(demo):
    demo.open("#/policies?q=nothingisnamedlikethis")
    demo.wait_text("Nothing fits")
