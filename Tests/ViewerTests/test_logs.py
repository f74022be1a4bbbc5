"""The page "Logs" on the demo home."""


def test_records_are_shown_and_open_as_json(demo):
    demo.open("#/logs?level=trace")
    demo.wait(".records li")
    demo.click(".records summary")
    assert '"seq"' in demo.wait(".records pre").text


def test_words_level_and_channel_filter(demo):
    demo.open("#/logs?level=trace")
    channel = demo.wait(".records .channel").text
    demo.script("""
        const select = document.querySelector("#channel");
        select.value = arguments[0];
        select.dispatchEvent(new Event("change", { bubbles: true }));""", channel)
    demo.until(lambda: {row.text for row in demo.all(".records .channel")} == {channel}, "one channel")
    demo.type("#q", "no record says this\n")
    demo.wait_text("No record fits", ".view-body")


def test_the_log_can_be_paused_and_downloaded(demo):
    demo.open("#/logs")
    demo.click("#pause")
    demo.until(lambda: demo.wait("#pause").get_attribute("aria-pressed") == "true")
    assert "/api/v1/logs.ndjson" in demo.wait("a[download]").get_attribute("href")


def test_a_turns_life_is_told_from_end_to_end(demo):
    demo.open("#/overview")
    demo.wait(".view-body .hero")
    turn = demo.script("return fetch('/api/v1/turns?limit=1').then((answer) => answer.json())")["turns"][0]["turnId"]
    demo.open(f"#/logs/{turn}")
    demo.wait(".life ol > li h3")
    assert len(demo.all(".life ol > li")) >= 3
    assert not any("logs.life" in line.text for line in demo.all(".life h3"))
    assert demo.accessibility_violations() == []
    demo.complaints()


def test_both_languages_are_accessible(demo):
    demo.open("#/logs")
    demo.wait("#pause")
    for language, theme in [("zh", "dark"), ("en", "light")]:
        demo.choose_language(language)
        demo.choose_theme(theme)
        demo.settle()
        assert demo.accessibility_violations() == []
        assert "logs." not in demo.wait(".tools").text
    demo.choose_theme("system")
    demo.complaints()
