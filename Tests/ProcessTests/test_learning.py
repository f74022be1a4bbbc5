"""Learning through the built programs: three tasks in two workspaces become a policy and a skill, whoever kills the
daemon meanwhile, and what is forgotten takes along what was learned from it alone."""

import os
import signal

import pytest

from memos_process import alive, wait_until

ALPINE, DEBIAN = "/src/parser", "/src/reports"
PLEASED = "Perfect, that works now. Thanks!"
MARKER = "zebrafish"
ON_ALPINE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.1'
ON_DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian'


def install(package, image, fault, remedy, ask):
    """A task of which the first attempt fails on a library that is not there."""
    return (ask, [
        ("cat /etc/os-release", image, None),
        (f"pip install {package}", f"Collecting {package}\n{fault}\nERROR: Failed building wheel for {package}", "1"),
        (remedy, "OK: 214 MiB in 55 packages", None),
        (f"pip install {package}", f"Successfully installed {package}-1.3.14", None),
        (f"python -c 'import {package}'", "", None),
    ], f"{package} is installed; a library was missing.")


TASKS = [
    (ALPINE, install(
        "lxml", ON_ALPINE, "Error: Please make sure the libxml2 and libxslt development packages are installed.",
        "apk add libxml2-dev libxslt-dev", f"Install lxml in the Alpine image of the {MARKER} service.")),
    (DEBIAN, install(
        "psycopg2", ON_DEBIAN, "Error: pg_config executable not found.", "apt-get install -y libpq-dev",
        f"psycopg2 cannot be installed in the Debian image of the {MARKER} reports, please fix that.")),
    (ALPINE, install(
        "xmlsec", ON_ALPINE, "Package xmlsec1 was not found in the pkg-config search path.",
        "apk add xmlsec-dev", f"The {MARKER} login needs xmlsec; install it in its Alpine image.")),
]


@pytest.fixture
def eager(home):
    """A home that scores a task as soon as it is closed."""
    home.configure("learning:\n  feedbackWindowSeconds: 0\n")
    return home


def live(home, day):
    """One task in a session of its own, up to what the user says of it; returns the task's id."""
    workspace, (ask, steps, answer) = TASKS[day]
    calls = [{"name": "Bash", "input": {"command": command}, "output": output, "toolCallId": f"c{day}-{number}",
              **({"errorCode": error} if error else {})} for number, (command, output, error) in enumerate(steps)]
    with home.bridge() as bridge:
        session = bridge.open_session(f"day-{day}", namespace={"workspacePath": workspace})
        episode = bridge.start_turn(session, ask)["query"]["episodeId"]
        bridge.end_turn(session, episode, answer, calls)
        bridge.turn(session, PLEASED, "You are welcome.")
        bridge.request("session.close", {"sessionId": session})
    return episode


def kill(home):
    pid = home.daemon_pid()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not alive(pid), what="the daemon's death")


def policies(home):
    return home.json("policies")["policies"]


def skills(home):
    return home.json("skills")["skills"]


def learned(home):
    """Waits until nothing is left to learn from the tasks; returns the one policy and the one skill."""
    wait_until(lambda: policies(home), what="the policy")
    wait_until(lambda: skills(home), what="the skill")
    wait_until(lambda: not home.query(
        "SELECT 1 FROM jobs WHERE kind IN ('score_episode', 'learn_from_episode', 'crystallize_skill')"
    ), what="the end of the work")
    (policy,), (skill,) = policies(home), skills(home)
    return policy, skill


def shown(home, message):
    with home.bridge() as bridge:
        return bridge.start_turn(bridge.open_session(), message)["injectedContext"]


def test_three_tasks_become_a_policy_and_a_skill_that_the_next_session_is_shown(eager):
    tasks = [live(eager, 0)]
    wait_until(lambda: eager.query("SELECT 1 FROM lessons"), what="the first lesson")
    assert policies(eager) == [], "one task makes no policy"
    tasks.append(live(eager, 1))
    first = wait_until(lambda: policies(eager), what="the policy")[0]
    assert skills(eager) == [], "two tasks make no skill"
    tasks.append(live(eager, 2))
    policy, skill = learned(eager)
    assert policy["id"] == first["id"] and policy["support"] == 3
    assert "apk add" in policy["procedure"] and "apt-get install" in policy["procedure"]
    said = [policy[field] for field in ("title", "trigger", "procedure", "verification", "boundary")]
    said += [skill["name"], skill["summary"], *skill["procedure"]["steps"]]
    assert MARKER not in str(said), "what a task was about is no part of how it is done"
    assert skill["sourcePolicyIds"] == [policy["id"]]
    told = shown(eager, "Install cryptography in a slim image.")
    items = [line for line in told.splitlines() if line.startswith("- ")]
    assert items and items[0].startswith(f"- skill {skill['name']}:"), told
    whole = eager.json("history", policy["id"])["versions"]
    assert [version["version"] for version in whole] == list(range(1, len(whole) + 1)) and all(
        version["reason"] for version in whole)
    assert eager.memos("undo", policy["id"]).returncode == 0
    after = eager.json("history", policy["id"])["versions"]
    assert len(after) == len(whole) + 1 and policies(eager)[0]["support"] == 2
    assert {episode for episode in policies(eager)[0]["sourceEpisodeIds"]} <= set(tasks)


@pytest.mark.slow
def test_a_daemon_that_is_killed_between_tasks_learns_the_same(eager, scratch):
    undisturbed = type(eager)(scratch, "quiet")
    undisturbed.configure(eager.config.read_text())
    for day in range(3):
        live(undisturbed, day)
    expected, same = learned(undisturbed)
    undisturbed.stop()
    for day in range(3):
        live(eager, day)
        kill(eager)
    policy, skill = learned(eager)
    kill(eager)
    assert [item["id"] for item in policies(eager)] == [policy["id"]]
    for field in ("name", "summary", "status", "support"):
        assert skill[field] == same[field], field
    # The sources that the guide ends with have ids of their own in each home.
    assert skill["procedure"]["steps"] == same["procedure"]["steps"]
    for field in ("title", "trigger", "procedure", "verification", "support", "status"):
        assert policy[field] == expected[field], field
    assert learned(eager) == (policy, skill), "and learns nothing twice"


def test_what_was_learned_from_forgotten_tasks_alone_goes_with_them(eager):
    tasks = [live(eager, day) for day in range(3)]
    policy, skill = learned(eager)
    assert eager.files_containing(MARKER) != []
    assert eager.memos("forget", *tasks[:2], "--yes").returncode == 0
    wait_until(lambda: eager.json("policies", "show", policy["id"])["status"] == "archived"
               if policies(eager) else True, what="the end of a policy with one task behind it")
    assert not [item for item in policies(eager) if item["status"] != "archived"]
    assert eager.memos("forget", tasks[2], "--yes").returncode == 0
    assert policies(eager) == [] and skills(eager) == []
    assert eager.files_containing(MARKER) == []
    assert eager.files_containing("libpq-dev") == []
    assert shown(eager, "Install cryptography in a slim image.").find(skill["name"]) < 0
