"""The page "Analytics" on the demo home."""


def test_every_chart_has_its_table(demo):
    demo.open("#/analytics")
    demo.until(lambda: len(demo.all("x-chart svg")) == 9, "nine charts")
    for chart in demo.all("x-chart"):
        chart.find_element("css selector", "summary").click()
    demo.until(lambda: len(demo.all("x-chart table")) == 9, "nine tables")


def test_the_period_is_part_of_the_address(demo):
    demo.open("#/analytics")
    demo.wait("#chart-memories svg")
    demo.script("document.querySelector('#days-7').click()")
    demo.until(lambda: "days=7" in demo.script("return location.hash"))
    demo.click("#chart-memories summary")
    demo.until(lambda: len(demo.all("#chart-memories tbody tr")) == 7, "seven rows")


def test_an_agent_can_be_chosen(demo):
    demo.open("#/analytics?days=90")
    agent = demo.wait("#agent option:nth-of-type(2)").text
    demo.script("""
        const select = document.querySelector("#agent");
        select.value = arguments[0];
        select.dispatchEvent(new Event("change", { bubbles: true }));""", agent)
    demo.until(lambda: f"agent={agent}" in demo.script("return location.hash"))


def test_tools_and_errors_are_listed(demo):
    demo.open("#/analytics?days=365")
    demo.wait_text("Bash", ".charts:last-child")


def test_both_languages_and_themes_are_accessible(demo):
    demo.open("#/analytics")
    demo.wait("#histogram svg")
    for language, theme in [("zh", "dark"), ("en", "light")]:
        demo.choose_language(language)
        demo.choose_theme(theme)
        demo.settle()
        assert demo.accessibility_violations() == []
        assert "analytics." not in demo.wait(".view-body").text
    demo.choose_theme("system")
    demo.complaints()
