"""The daemon examines itself, starts anew, and tells what can be set."""

from memos_process import alive, wait_until


def test_restart_is_the_same_process_with_the_same_port_and_all_data(home):
    with home.bridge() as bridge:
        bridge.turn(bridge.open_session(), "The release branch is maple-42.")
        before = home.run_info()
        wait_until(lambda: home.run_info().get("viewerPort"), what="the viewer's port")
        before = home.run_info()
        assert bridge.request("daemon.restart") == {"ok": True}
    wait_until(lambda: home.run_file.exists() and home.run_info().get("instanceId") != before["instanceId"]
               and home.run_info().get("viewerPort"), what="the daemon that came back")
    after = home.run_info()
    assert (after["pid"], after["viewerPort"]) == (before["pid"], before["viewerPort"])
    assert alive(after["pid"])
    with home.bridge() as bridge:
        assert bridge.search("release branch")["hits"]
        assert bridge.request("daemon.restart") == {"ok": True}
    wait_until(lambda: home.run_file.exists() and home.run_info().get("instanceId") != after["instanceId"],
               what="the second restart")


def test_a_bridge_goes_on_across_a_restart(home):
    with home.bridge() as bridge:
        session = bridge.open_session()
        bridge.turn(session, "The release branch is maple-42.")
        bridge.request("daemon.restart")
        bridge.turn(session, "The hotfix branch is walnut-7.")
        assert len(bridge.traces()) == 2


def test_doctor_finds_a_healthy_home_and_an_open_one(home, bridge):
    checks = {check["check"]: check for check in bridge.request("doctor.run")["checks"]}
    assert {"store", "schema", "index", "vectors", "models", "disk", "permissions", "spool", "clock", "viewer",
            "delivery"} <= checks.keys()
    assert checks["store"]["state"] == checks["index"]["state"] == checks["permissions"]["state"] == "ok"
    home.config.chmod(0o644)
    open_home = {check["check"]: check for check in bridge.request("doctor.run")["checks"]}["permissions"]
    assert open_home["state"] == "failed" and "chmod" in open_home["hint"]
    home.config.chmod(0o600)


def test_own_rules_count_at_once_and_wrong_ones_are_refused(home, bridge):
    session = bridge.open_session()
    bridge.request("config.patch", {"patch": {"privacy": {"rules": ["ticket: /CU-[0-9]{6}/"]}}})
    bridge.turn(session, "Please fix CU-123456 in the parser.")
    assert home.files_containing("CU-123456") == []
    error = bridge.error("config.patch", {"patch": {"privacy": {"rules": ["ticket: /CU-(/"]}}})
    assert error.code == "config_invalid" and "character" in error.message
    found = bridge.request("privacy.test", {"text": "CU-123456 and walnut", "rules": ["w: walnut"]})
    assert found == {"redacted": "CU-123456 and [redacted:w]", "found": [{"rule": "w", "start": 14, "length": 6}]}


def test_a_host_can_be_left_out(home, bridge):
    bridge.turn(bridge.open_session(), "The release branch is maple-42.")
    agent = bridge.request("hosts.list")["hosts"][0]
    assert agent["capture"] and agent["recall"] and agent["sessions"] == 1
    bridge.request("config.patch", {"patch": {"capture": {"exceptAgents": [agent["agent"]]}}})
    bridge.turn(bridge.open_session("another"), "The hotfix branch is walnut-7.")
    assert not bridge.request("hosts.list")["hosts"][0]["capture"]
    assert len(bridge.traces()) == 1


def test_schema_speaks_both_languages(bridge):
    for language, label in [("en", "Privacy"), ("zh", "隐私")]:
        groups = bridge.request("config.schema", {"language": language})["groups"]
        assert label in [group["label"] for group in groups]
