"""Who may look: tokens, the password and sessions, on the page of the settings."""


def test_a_token_is_made_shown_once_and_revoked(demo):
    demo.open("#/settings/general")
    demo.click("x-access-panel [data-do=makeToken]")
    demo.type("#ask-name", "backup")
    demo.click("dialog [value=yes]")
    secret = demo.wait("dialog .secret").text
    assert secret.startswith("memos_")
    assert demo.accessibility_violations() == []
    demo.click("dialog footer [value=yes]")
    demo.wait_text("backup", "x-access-panel")
    assert secret not in demo.wait("main").text
    demo.click("x-access-panel [data-do=revoke]")
    demo.click("dialog footer [value=yes]")
    demo.until(lambda: "backup" not in demo.wait("x-access-panel").text, "the token to go")
    assert demo.complaints() == []


def test_a_password_is_set_and_removed(demo):
    demo.open("#/settings/general")
    demo.click("x-access-panel [data-do=setPassword]")
    demo.type("#ask-password", "a good password")
    demo.click("dialog footer [value=yes]")
    demo.click("x-access-panel [data-do=removePassword]")
    demo.click("dialog footer [value=yes]")
    demo.until(lambda: not demo.all("x-access-panel [data-do=removePassword]"), "the password to go")
    assert demo.wait("x-access-panel").text.count("\n") > 3
    assert demo.complaints() == []
