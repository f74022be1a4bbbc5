"""The page Help on the demo home: words with numbers of the home itself, and the doctor."""


def test_every_term_is_explained_and_the_numbers_are_worked_out_of_the_home(demo):
    demo.open("#/help")
    demo.wait(".help-term")
    assert len(demo.all(".help-term")) >= 20
    assert demo.all(".help-term .chip[data-tone=accent]"), "no example of the home's own"
    assert "help." not in demo.script("return document.querySelector('main').innerText")
    assert demo.accessibility_violations() == []
    demo.complaints()


def test_a_term_is_a_link_of_its_own(demo):
    demo.open("#/help/eta")
    demo.wait("#term-eta")
    demo.until(lambda: demo.script("return document.activeElement.id") == "term-eta", "the term")
    demo.go("#/help/V")
    demo.until(lambda: demo.script("return document.activeElement.id") == "term-V", "the other term")


def test_both_languages_have_every_word(demo):
    demo.open("#/help")
    demo.choose_language("zh")
    demo.wait_text("可靠性")
    assert "help." not in demo.script("return document.querySelector('main').innerText")
    demo.choose_language("en")


def test_the_doctor_examines_the_home(demo):
    demo.open("#/help")
    demo.wait("#run-doctor")
    demo.click("#run-doctor")
    demo.wait(".help-checks li")
    assert len(demo.all(".help-checks li")) >= 12
    demo.wait_text("The database is whole.")
