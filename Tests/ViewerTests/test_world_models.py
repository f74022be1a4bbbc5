"""The page of world models: a place as a map, with what speaks for and against it."""


def opened(page):
    page.open("#/world-models")
    page.click("view-world-models .rows a")
    page.wait(".map .card")
    return page


def test_a_place_is_a_map_of_three_parts_with_evidence(demo):
    opened(demo)
    assert [head.text for head in demo.all(".map h3")] == ["Environment", "Inference", "Constraints"]
    demo.click(".map .evidence summary")
    assert "#/memories/" in demo.wait(".map .evidence[open] a").get_attribute("href")
    assert demo.accessibility_violations() == []


def test_a_thumb_moves_the_confidence_and_can_be_undone(demo):
    opened(demo)
    before = demo.wait("x-score-bar .number").text
    demo.click("[data-action=wrong]")
    demo.until(lambda: demo.wait("x-score-bar .number").text != before, "another confidence")
    demo.click(".toast [data-role=action]")
    demo.until(lambda: demo.wait("x-score-bar .number").text == before)


def test_an_entry_is_added_by_hand_and_the_others_keep_their_evidence(demo):
    opened(demo)
    known = len(demo.all(".map .evidence"))
    demo.click("[data-action=edit]")
    demo.type(".dialog #ask-constraints", "\nrelease day: Nothing is released on a <b>Friday</b>.")
    demo.click(".dialog footer button[value=yes]")
    demo.wait_text("Nothing is released on a <b>Friday</b>.", "[data-part=constraints]")
    assert len(demo.all(".map .evidence")) == known
    demo.script("document.querySelector('#versions').open = true")
    demo.wait_text("release day", "#versions")
    demo.click("#versions [data-action=undo]")
    demo.until(lambda: "is released" not in demo.wait(".map").text)


def test_an_archived_place_is_found_by_its_state_and_comes_back(demo):
    opened(demo)
    demo.click("[data-action=archive]")
    demo.click("[data-action=activate]")
    demo.wait("[data-action=archive]")
