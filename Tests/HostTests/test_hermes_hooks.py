"""Hermes Agent with the shell hooks instead of the provider, for whoever has another memory provider."""

import shlex

import pytest

from delivered import calls_of, ended_turns, injected, text_of
from memos_process import BIN
from real_hermes import RealHermes

EVENTS = ("on_session_start", "pre_llm_call", "post_tool_call", "post_llm_call", "subagent_stop", "on_session_finalize")


@pytest.fixture
def hermes(home, model, hermes_python):
    hermes = RealHermes(hermes_python, home, model)
    command = shlex.join([str(BIN / "memos"), "hook", "--host", "hermes", "--home", str(home.path)])
    hermes.configure(memory={}, hooks={event: [{"command": command, "timeout": 5}] for event in EVENTS})
    return hermes


ACCEPTED = {"HERMES_ACCEPT_HOOKS": "1"}


def test_fact_of_run_one_is_inside_run_two(home, hermes):
    # Hooks do not wait for the daemon's start.
    home.ask()
    told = "Remember that the staging database of project heron listens on port 5544."
    hermes.chat(told, environment=ACCEPTED, plan=[{"name": "terminal", "input": {"command": "echo no such bittern; exit 3"}}])
    [turn] = ended_turns(home, "hermes")
    assert (turn["userText"], turn["agentText"]) == (told, "You prefer tabs.")
    assert [call["name"] for call in calls_of(turn)] == ["terminal"] and "no such bittern" in text_of(turn)
    asked = hermes.chat("Which port does the staging database of project heron listen on?", environment=ACCEPTED)
    assert "5544" in "\n".join(injected(asked))


def test_hooks_that_nobody_allowed_do_not_run(home, hermes):
    home.ask()
    assert injected(hermes.chat("Remember port 5544.")) == []
    assert home.query("SELECT count(*) FROM turns") == [(0,)]
