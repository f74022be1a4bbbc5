"""The page "Overview" on the demo home."""


def test_the_day_is_told_in_one_sentence_and_its_numbers_lead_on(demo):
    demo.open("#/overview")
    assert demo.wait(".hero .sentence").text
    assert [stat.get_attribute("href").split("#")[1] for stat in demo.all(".hero a.stat")][:2] == ["/memories", "/tasks"]


def test_every_host_says_whether_it_delivers(demo):
    demo.open("#/overview")
    demo.wait(".hosts li")
    for card in demo.all(".hosts li"):
        assert card.find_element("css selector", "h3").text and card.find_element("css selector", ".chip").text


def test_growth_is_a_chart_with_its_table(demo):
    demo.open("#/overview")
    demo.wait("#growth svg rect.fill")
    plot = demo.wait("#growth .plot")
    demo.script("arguments[0].focus()", plot)
    demo.keys("\ue012")  # arrow left: the last day
    demo.wait("#growth .legend b")
    demo.click("#growth summary")
    demo.until(lambda: len(demo.all("#growth tbody tr")) == 30, "thirty rows")


def test_the_last_recall_gives_its_reason_and_leads_to_it(demo):
    demo.open("#/overview")
    assert demo.wait(".recall .reason").text
    assert "#/recall/in_" in demo.wait(".recall a").get_attribute("href")


def test_what_happens_is_told_in_words(demo):
    demo.open("#/overview")
    demo.wait("#live li")
    assert not any("overview.event" in line.text for line in demo.all("#live li"))


def test_both_languages_and_themes_are_accessible(demo):
    demo.open("#/overview")
    demo.wait(".hero")
    for language, theme in [("zh", "dark"), ("en", "light")]:
        demo.choose_language(language)
        demo.choose_theme(theme)
        demo.settle()
        assert demo.accessibility_violations() == []
        assert "overview." not in demo.wait(".view-body").text
    demo.choose_theme("system")
    demo.complaints()


def test_a_narrow_screen_does_not_scroll_sideways(demo):
    demo.size(390, 844)
    demo.open("#/overview")
    demo.wait("#growth svg")
    assert not demo.script("return document.documentElement.scrollWidth > innerWidth")
