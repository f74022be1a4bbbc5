"""The hub's page: joining, sharing after a look at every byte, reviewing, the team, and what only an admin may."""

import json
import re

import pytest
from selenium.webdriver.common.keys import Keys

from browser import Browser
from mock_daemon import MockDaemon
from mock_hub import MockHub, finger, key
from sample_memories import HOSTILE

TABS = ["overview", "shared", "review", "received", "members", "groups", "revocations", "audit", "health"]


@pytest.fixture
def daemon():
    daemon = MockDaemon()
    daemon.hub = MockHub()
    yield daemon.start()
    daemon.stop()


@pytest.fixture
def window(daemon):
    """On the hub's page. What a test leaves on the console fails it, but for answers that were refused on purpose."""
    with Browser(daemon.link) as window:
        window.open("#/hub")
        window.wait("view-hub .card")
        window.complaints()
        yield window
        assert [line for line in window.complaints() if "api/v1/hub" not in line] == []


def fours(digits):
    return " ".join(re.findall("....", digits))


def tab(window, name):
    window.click(f"#hub-tabs [data-tab={name}]")
    window.until(lambda: window.all(f"#hub-tabs [data-tab={name}][aria-selected=true]"), name)
    window.settle()


def press(window, selector, text):
    """A button by its words."""
    def pressed():
        found = next((one for one in window.all(selector) if text in one.text), None)
        if found:
            window.script("arguments[0].scrollIntoView({block: 'center'})", found)
            found.click()
        return found
    window.until(pressed, text)


def last(daemon):
    """What was asked to change last: (verb, path, body)."""
    return daemon.hub.asked[-1] if daemon.hub.asked else ("", "", {})


def test_who_belongs_to_no_hub_is_invited_to_join_one(daemon, window):
    daemon.hub.__init__("off")
    window.reload()
    window.wait_text("Harbour", "view-hub .entries")
    assert fours(key("hub")) in window.wait("view-hub .entries").text
    assert "memos hub serve" in window.wait(".recipe").text
    window.type("#join-name", "Me")
    press(window, ".entries button", "Use")
    assert window.wait("#join-address").get_attribute("value") == "192.168.7.20:18912"
    assert window.focused().get_attribute("id") == "join-code"
    window.type("#join-code", "AAAA-BBBB-CCCC")
    window.keys(Keys.ENTER)
    window.wait_text("The hub does not know this code.", "#toasts")
    assert window.wait("#join-name").get_attribute("value") == "Me"
    window.script("document.querySelector('#join-code').value = ''")
    window.type("#join-code", daemon.hub.code)
    window.keys(Keys.ENTER)
    window.wait_text(fours(key("hub")), "dialog")
    window.click("dialog button[value=yes]")
    window.wait_text("Waiting to be let in")
    assert finger("this") in window.wait("main").text
    assert last(daemon)[2] == {"address": "192.168.7.20:18912", "code": daemon.hub.code, "name": "Me"}
    daemon.hub.become("active")
    daemon.publish("hub.joined", {})
    window.wait("#hub-tabs")


def test_the_overview_says_how_it_keeps_up_and_how_to_leave(daemon, window):
    assert "All that the hub had is here" in window.wait("#sync-words").text
    daemon.hub.status["sync"] = {"state": "failing", "cursor": 41, "head": 60, "outbox": 2, "lastError": {
        "code": "hub_unavailable", "message": "The hub did not answer. " + HOSTILE}, "nextTryAt": 9_999_999_999_999}
    daemon.publish("hub.synced", {})
    window.wait_text("Your own memory works as always")
    assert HOSTILE in window.wait("main").text
    press(window, ".button", "Sync now")
    window.until(lambda: last(daemon)[1] == "sync")
    press(window, ".button", "Leave the hub")
    window.wait("dialog select").send_keys("goes")
    window.click("dialog button[value=yes]")
    window.wait("#join-address")
    assert last(daemon)[1:] == ("leave", {"forget": True})


def test_what_has_changed_since_it_was_shared_says_so_and_goes_to_whom_it_went_before(daemon, window):
    tab(window, "shared")
    changed, same = window.all(".cards > li")[:2]
    assert "reads otherwise here" in changed.text and "reads otherwise here" not in same.text
    window.click(".cards > li [data-action=share]")
    window.wait("#share-id")
    assert window.script("return document.querySelector('#share-id').value") == "sk_2"
    assert window.script("return [...document.querySelectorAll('[name=groups]:checked')].map(({ value }) => value)") == ["everyone"]
    assert not window.all("[data-do=send]")


def test_nothing_is_sent_before_every_byte_was_shown(daemon, window):
    tab(window, "shared")
    assert "rotate-keys" not in window.wait(".entries").text and "bisect" in window.wait(".entries").text
    press(window, ".button", "Share something")
    window.wait("#share-id")
    assert not window.all("[data-do=send]")
    window.script("""const select = document.querySelector('#share-id'); select.value = 'sk_2';
        select.dispatchEvent(new Event('change', { bubbles: true }));""")
    window.click("#share-steps summary")
    window.click("#share-steps input")
    window.click("[data-do=preview]")
    window.wait_text("Choose at least one group.", "dialog")
    window.click("dialog [name=groups][value=backend]")
    window.type("#share-licence", "MIT")
    window.click("[data-do=preview]")
    window.wait("#payload .mono")
    shown = window.wait("#payload .mono").text
    assert json.dumps(HOSTILE)[1:-1] in shown and "U+202E" in shown and "U+200B" in shown and "\u202e" not in shown
    assert "aws-key × 1 (text)" in window.wait("dialog").text and "Hidden characters." in window.wait("dialog").text
    assert not window.all("dialog :is(img, script, b)")
    window.type("#share-licence", "-0")
    window.keys(Keys.TAB)
    window.until(lambda: not window.all("[data-do=send]"), "that what was changed is looked at again")
    window.click("[data-do=preview]")
    window.click("[data-do=send]")
    window.until(lambda: not window.all("dialog"))
    assert last(daemon) == ("POST", "share", {"id": "sk_2", "kind": "skill", "groups": ["backend"], "licence": "MIT-0",
                                              "withTraces": ["tr_0001_0"], "confirm": key("preview")})
    press(window, ".cards .quiet-button", "Take back")
    window.type("dialog input", "It was wrong.")
    window.click("dialog button[value=yes]")
    window.until(lambda: last(daemon)[1].endswith("/unshare"))
    assert last(daemon)[2] == {"reason": "It was wrong."}


def test_an_item_is_reviewed_with_all_that_a_decision_needs(daemon, window):
    tab(window, "review")
    window.keys("j")
    window.keys(Keys.ENTER)
    window.wait("#item-name")
    window.settle()
    text = window.wait(".detail").text
    assert text.index("What is fetched is run at once.") < text.index("Characters change the order")
    assert finger("ada") in text and "Not checked here" in text and "Ada " + HOSTILE in text
    assert "3 characters in it cannot be seen" in text
    rendered = window.wait(".rendered")
    assert HOSTILE in rendered.text and "[a link](javascript:alert(1))" in rendered.text
    assert not window.all(".detail :is(.rendered, header) :is(img, script, b:not(dd b))") and not window.all(".rendered a")
    window.script("document.querySelector('#show-raw').click()")
    window.wait(".detail pre .unseen[data-kind=bidi]")
    assert "U+202E" in window.wait(".detail pre").text and "U+200B" in window.wait(".detail pre").text
    window.script("document.querySelector('#show-files').click()")
    window.click("#file-0 summary")
    window.wait_text("echo ok", "#file-0")
    window.type("#as", "ada-migrates")
    press(window, ".decision .button", "Approve")
    window.wait_text("What is fetched is run at once.", "dialog")
    assert not [one for one in daemon.hub.asked if "approve" in one[1]]
    window.click("dialog button[value=yes]")
    window.until(lambda: "approve" in last(daemon)[1])
    assert last(daemon)[1:] == (f"items/{key('migrate-safely1')}/approve", {"as": "ada-migrates"})
    window.wait_text("retry-uploads", "#item-name")
    window.until(lambda: window.focused().get_attribute("id") == "item-name")
    assert "Try five times. " + HOSTILE in window.wait("x-diff ins").text
    assert "Try three times." in window.wait("x-diff del").text
    press(window, ".decision .button", "Refuse")
    window.click("dialog button[value=yes]")
    window.wait_text("read-the-lock-file", "#item-name")
    press(window, ".quiet-button", "Trust") if window.all("[data-action=trust]") else None
    window.keys(Keys.ESCAPE)
    window.until(lambda: not window.all("#item-name"))
    window.script("document.querySelector('#state-refused').click()")
    window.wait_text("retry-uploads", ".rows")


def test_trust_is_given_for_one_member_in_one_group_and_taken_back(daemon, window):
    window.go(f"#/hub/{key('migrate-safely1')}?tab=review")
    window.wait("[data-action=trust]")
    window.click("[data-action=trust]")
    window.wait_text("approved by itself, unless", "dialog")
    window.click("dialog button[value=yes]")
    window.until(lambda: not window.all("[data-action=trust]"))
    assert last(daemon)[1:] == ("trust", {"member": "ada", "group": "everyone"})
    window.go("#/hub?tab=received")
    window.wait_text("Approved by themselves")
    assert HOSTILE in window.wait(".cards .bad").text and "3 of 4 trials here passed" in window.wait(".cards").text
    press(window, ".quiet-button", "Trust no longer")
    window.wait_text("Nobody: you decide about each item.")
    window.type("#filter-q", "retry")
    window.keys(Keys.ENTER)
    window.wait_text("retry-uploads", ".entries")


def test_an_admin_invites_lets_in_and_revokes(daemon, window):
    tab(window, "members")
    assert finger("p1") in window.wait("#pending").text and HOSTILE in window.wait("#pending").text
    press(window, ".button", "Invite")
    window.wait("#ask-groups").clear()
    window.type("#ask-groups", "backend, docs")
    window.click("dialog button[value=yes]")
    window.wait_text(daemon.hub.code, "dialog .code")
    assert re.match("(10:00|9:5.) left", window.wait("[role=timer]").text)
    assert f"memos hub join 192.168.7.20:18912 {daemon.hub.code}" in window.wait("dialog").text
    assert last(daemon) == ("POST", "invites", {"role": "member", "groups": ["backend", "docs"], "approved": False, "minutes": 10})
    window.click("dialog button[value=yes]")
    press(window, ".quiet-button", "Cancel the code")
    window.until(lambda: last(daemon)[:2] == ("DELETE", "invites/7K3M"))
    window.click("[data-action=admit]")
    window.wait("#ask-member")
    window.type("#ask-member", "linus")
    window.click("dialog button[value=yes]")
    window.until(lambda: not window.all("#pending"))
    assert last(daemon)[1:] == (f"devices/{key('p1')}/grant", {
        "role": "member", "groups": ["everyone"], "name": "Linus " + HOSTILE, "member": "linus"})
    window.script("document.querySelectorAll('[data-kind=member]')[0].click()")
    window.type("#ask-reason", "Has left.")
    window.wait("#ask-fate").send_keys("stays")
    window.click("dialog button[value=yes]")
    window.until(lambda: last(daemon)[1] == "revoke")
    assert last(daemon)[2] == {"kind": "member", "id": "grace", "reason": "Has left.", "keep": True, "compromised": False}


def test_the_audit_log_tells_whether_its_chain_is_whole_and_is_exported(daemon, window):
    tab(window, "audit")
    assert "The chain is whole" in window.wait("#chain").text and HOSTILE in window.wait("table").text
    assert "Grace · laptop" in window.wait("table").text
    daemon.hub.verified = False
    daemon.publish("hub.synced", {})
    window.wait_text("The chain is broken at 2")
    press(window, ".button", "Export")
    window.type("#ask-path", "/tmp/audit.jsonl")
    window.click("dialog button[value=yes]")
    window.wait_text("/tmp/audit.jsonl (3)", "#toasts")


def test_a_hub_that_is_away_hides_nothing_else(daemon, window):
    daemon.hub.failure["health"] = (503, {"code": "hub_unavailable", "detail": "The hub did not answer.", "status": 503})
    tab(window, "health")
    window.wait_text("The hub did not answer.", "x-error-panel")
    daemon.hub.failure.clear()
    window.click("x-error-panel button")
    window.wait_text("3.2 ms")
    tab(window, "review")
    window.wait(".rows a")


def test_a_hub_that_answers_nonsense_breaks_nothing(daemon, window):
    daemon.hub.failure["health"] = (200, {"members": {}, "clients": "all of them", "ok": [], "startedAt": {}})
    daemon.hub.failure["audit"] = (200, {"entries": "none of yours"})
    for name in ("health", "audit"):
        tab(window, name)
        window.wait_text("The hub's answer makes no sense.", "x-error-panel")
    tab(window, "review")
    window.wait(".rows a")


@pytest.mark.parametrize("role", ["member", "reader"])
def test_who_is_no_admin_sees_no_buttons_of_admins(daemon, window, role):
    daemon.hub.__init__("active", role)
    window.reload()
    window.wait("#hub-tabs")
    assert not window.all("[data-tab=audit]")
    tab(window, "members")
    assert not window.all("[data-action=invite], [data-action=revoke], [data-action=change], #pending")
    tab(window, "shared")
    assert bool(window.all("[data-action=share]")) == (role == "member")


def test_markup_of_strangers_stays_text_everywhere(daemon, window):
    for name in TABS:
        tab(window, name)
        assert not window.all("view-hub img, view-hub script"), name
    assert window.script("return document.title") == "Hub · memos"


def test_a_skill_of_the_team_says_from_whom_it_is(window):
    window.go("#/skills")
    window.wait_text(f"from Grace {HOSTILE} through Harbour {HOSTILE}", ".skill-card .origin")
    window.script("const select = document.querySelector('#from'); select.value = 'team';"
                  "select.dispatchEvent(new Event('change', { bubbles: true }))")
    window.until(lambda: len(window.all(".skill-card")) == 1)
    assert window.accessibility_violations() == []
    window.click(".skill-card .origin")
    window.wait_text("trim-logs", "#item-name")


@pytest.mark.parametrize("theme, language, width", [("light", "en", 1280), ("dark", "zh", 390), ("dark", "en", 768)])
@pytest.mark.parametrize("state", ["off", "pending", "revoked", "active"])
def test_every_state_is_readable_for_everybody(daemon, window, state, theme, language, width):
    daemon.hub.__init__(state)
    daemon.hub.status["state"] = state
    window.size(width, 900)
    window.reload()
    window.wait("view-hub .card")
    window.choose_theme(theme)
    window.choose_language(language)
    window.settle()
    places = [f"#/hub?tab={name}" for name in TABS] + [f"#/hub/{key('migrate-safely1')}?tab=review&show=raw",
                                                       f"#/hub/{key('retry-uploads2')}?tab=review"]
    for place in places if state == "active" else ["#/hub"]:
        window.go(place)
        window.settle()
        window.wait("view-hub .view-body > *")
        assert window.accessibility_violations() == [], place
        assert window.script("return document.documentElement.scrollWidth <= innerWidth"), place
        text = window.wait("main").text
        assert not re.search(r"undefined|NaN|\[object|\bhub\.[a-z]", text), place


@pytest.mark.parametrize("theme, width", [("light", 1280), ("dark", 390)])
def test_the_dialogs_are_readable_for_everybody(daemon, window, theme, width):
    window.size(width, 900)
    window.choose_theme(theme)
    window.go("#/hub?tab=shared")
    window.wait("[data-action=share]")
    window.script("[...document.querySelectorAll('[data-action=share]')].at(-1).click()")
    window.wait("#share-id")
    window.click("dialog [name=groups]")
    window.click("[data-do=preview]")
    window.wait("#payload .mono")
    assert window.accessibility_violations() == []
    window.keys(Keys.ESCAPE)
    window.go("#/hub?tab=members")
    window.wait("[data-action=invite]")
    window.script("document.querySelector('[data-action=invite]').click()")
    window.wait("#ask-groups")
    window.click("dialog button[value=yes]")
    window.wait("dialog .code")
    assert window.accessibility_violations() == []
