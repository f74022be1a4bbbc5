"""The hub's page: what there is of it, and nothing that only looks like a control."""

import pytest


@pytest.mark.parametrize("theme, language, width", [("light", "en", 1440), ("dark", "zh", 390)])
def test_it_says_what_there_is(demo, theme, language, width):
    demo.size(width, 900)
    demo.open("#/hub")
    demo.wait("view-hub .card")
    demo.choose_theme(theme)
    demo.choose_language(language)
    demo.settle()
    assert demo.all("view-hub button, view-hub input") == []
    assert demo.accessibility_violations() == []
    assert demo.script("return document.documentElement.scrollWidth <= innerWidth")
    demo.choose_theme("system")
    demo.choose_language("en")
