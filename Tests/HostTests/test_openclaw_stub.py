"""The OpenClaw plugin in a stub of its host: loaded as OpenClaw loads it, against the real daemon and against bridges
that are slow, missing or dying."""

import json
import os

import pytest
from delivered import calls_of, ended_turns, turns
from memos_process import alive, now_ms, wait_until
from stub_host import ADAPTERS, FakeBridge, StubHost, nothing_left_of, program, tools_of_daemon

PLUGIN = "memos-memory"
FACT = "In this house the parser tests run with `make test-parser DUCKLING_SEED=7`."
QUESTION = "Which command runs the parser tests reliably?"


def host_config(consent=True, hooks=None, **settings):
    hooks = {**({"allowConversationAccess": True} if consent else {}), **(hooks or {})}
    return {"plugins": {"entries": {PLUGIN: {"enabled": True, "config": settings, "hooks": hooks}}}}


def openclaw(home, node, consent=True, folder="openclaw", environment=None, hooks=None, gate=True, **settings):
    settings = {"binary": program(), "home": str(home.path), **settings}
    config = {**host_config(consent, hooks, **settings), "hasGate": gate}
    return StubHost(home, node, "openclaw_host.mjs", [ADAPTERS / folder, json.dumps(config)], environment)


def context(run="r1", agent="main", session="main", **more):
    return {
        "runId": run,
        "agentId": agent,
        "sessionKey": f"agent:{agent}:{session}",
        "sessionId": "s1",
        "trigger": "user",
        **more,
    }


def session_of(agent="main", session="main"):
    return f"openclaw::{agent}::agent:{agent}:{session}"


def user(text, ts=None):
    return {"role": "user", "content": text, **({"timestamp": ts} if ts else {})}


def says(text, ts=None):
    return {"role": "assistant", "content": [{"type": "text", "text": text}], **({"timestamp": ts} if ts else {})}


def asks(host, prompt, ctx=None, messages=()):
    return host.ask(
        "hook",
        name="before_prompt_build",
        event={"prompt": prompt, "messages": list(messages)},
        context=ctx or context(),
    )


def ends(host, messages, ctx=None, **more):
    ctx = ctx or context()
    return host.timed(
        "hook",
        name="agent_end",
        event={"runId": ctx.get("runId"), "messages": messages, "success": True, **more},
        context=ctx,
    )


def tells(host, prompt, answer, ctx=None, history=()):
    """A whole run."""
    given = asks(host, prompt, ctx, history)
    ends(host, [*history, user(prompt), says(answer)], ctx)
    return given


def learnt(home, node, **settings):
    """A home in which an earlier run told the fact."""
    with openclaw(home, node, **settings) as host:
        tells(host, "How do I run only the parser tests here?", FACT, context("r0", session="before"))
        ended_turns(home, "openclaw", "parser tests")


# Loading


@pytest.mark.parametrize("folder", ["openclaw", "openclaw/side-by-side"])
def test_the_plugin_is_what_its_manifest_says(home, node, folder):
    with openclaw(home, node, folder=folder) as host:
        facts = host.ask("facts")
        manifest, plugin, pack = facts["manifest"], facts["plugin"], facts["pack"]
        assert facts["isSynchronous"] and facts["diagnostics"] == []
        assert plugin["id"] == manifest["id"] == pack["openclaw"]["id"] == PLUGIN
        assert (
            manifest["configSchema"] == plugin["configSchema"]
            and manifest["configSchema"]["additionalProperties"] is False
        )
        kind = None if "side" in folder else "memory"
        assert manifest.get("kind") == plugin.get("kind") == pack["openclaw"].get("kind") == kind
        assert facts["hasCapability"] is (kind == "memory")
        assert sorted(tool["name"] for tool in facts["tools"]) == sorted(manifest["contracts"]["tools"])
        assert "default" not in json.dumps(manifest["configSchema"])
        assert "before_tool_call" not in facts["hooks"], "a handler that fails there stops the user's tool"
        assert all(2_500 < options["timeoutMs"] < 15_000 for options in facts["hooks"]["before_prompt_build"])


def test_tools_are_registered_as_the_daemon_lists_them(home, node):
    with openclaw(home, node) as host:
        registered = {tool["name"]: tool for tool in host.ask("facts")["tools"]}
    for tool in tools_of_daemon(home, "openclaw"):
        assert registered[tool["name"]]["parameters"] == tool["inputSchema"]
        assert registered[tool["name"]]["description"] == tool["description"]


def test_a_host_that_only_looks_runs_nothing(home, node):
    fake = FakeBridge(home.scratch, "fine")
    config = {**host_config(binary=str(fake.program)), "mode": "setup-only"}
    with StubHost(
        home, node, "openclaw_host.mjs", [ADAPTERS / "openclaw", json.dumps(config)], fake.environment
    ) as host:
        facts = host.ask("facts")
        assert facts["hooks"] == {} and facts["services"] == [] and len(facts["tools"]) == 6
    assert fake.starts == []


# Two runs: what one told, the other is given


def test_what_one_run_told_is_given_to_the_next(home, node):
    learnt(home, node)
    with openclaw(home, node) as host:
        host.ask("start")
        given = asks(host, QUESTION, context("r1"))
        assert "DUCKLING_SEED=7" in given["prependContext"]
        assert "memos_memory" in given["appendSystemContext"], "how to take what stands between the marks"
        assert given["prependContext"].startswith("<memos_memory id=") and given["prependContext"].endswith(">\n\n")
        found = host.ask("tool", name="memory_search", parameters={"query": "parser tests"}, context=context())
        assert "DUCKLING_SEED=7" in found["content"][0]["text"] and found["details"]["isError"] is False
        assert found["content"][0]["type"] == "text" and len(found["content"]) == 1
        lines = host.ask("prompt", available=["memory_search"])
        assert lines[0].startswith("#") and all(isinstance(line, str) for line in lines)
        assert host.ask("prompt", available=[]) == []
        host.ask("stop")
        assert host.children() == []


def test_the_standing_text_goes_to_the_system_context(home, node):
    fake = FakeBridge(home.scratch, "fine")
    with openclaw(home, node, binary=str(fake.program), environment=fake.environment) as host:
        first, second = asks(host, "One question?", context("r1")), asks(host, "Another question?", context("r2"))
        assert first["appendSystemContext"] == second["appendSystemContext"] == "Standing words about the memory."
        assert "later" in first["prependContext"]
    assert len(fake.requests("session.context")) == 1
    with openclaw(
        home, node, binary=str(fake.program), environment=fake.environment, injection="system", standingContext=False
    ) as host:
        given = asks(host, "One question?")
        assert "later" in given["appendSystemContext"] and "prependContext" not in given
        assert "Standing" not in given["appendSystemContext"]


def test_a_run_is_kept_with_its_calls_and_their_times(home, node):
    with openclaw(home, node) as host:
        asks(host, "Please list the files of the pond")
        before = now_ms()
        for call, duration in (("c1", 30), ("c2", 40)):
            host.ask(
                "hook",
                name="after_tool_call",
                event={"toolName": "exec", "toolCallId": call, "params": {}, "durationMs": duration},
                context=context(),
            )
        messages = [
            user("Please list the files of the pond"),
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "ls will do"},
                    {"type": "text", "text": "Let me look."},
                    {"type": "toolCall", "id": "c1", "name": "exec", "arguments": {"command": "ls pond"}},
                ],
            },
            {
                "role": "toolResult",
                "toolCallId": "c1",
                "toolName": "exec",
                "content": [{"type": "text", "text": "duck.txt"}],
                "isError": False,
            },
            {
                "role": "assistant",
                "content": [{"type": "toolCall", "id": "c2", "name": "read", "arguments": {"path": "pond/none"}}],
            },
            {"role": "toolResult", "toolCallId": "c2", "toolName": "read", "content": "no such file", "isError": True},
            says("There is duck.txt and nothing else."),
        ]
        result, ms = ends(host, messages)
        assert result == {} and ms < 100
        turn = ended_turns(home, "openclaw", "pond")[0]
        assert turn["key"] == "r1" and turn["sessionId"] == session_of()
        assert turn["agentText"] == "There is duck.txt and nothing else."
        listed, read = calls_of(turn)
        assert (listed["name"], listed["output"]) == ("exec", "duck.txt") and "ls pond" in json.dumps(listed["input"])
        assert listed["assistantTextBefore"] == "Let me look." and listed["thinkingBefore"] == "ls will do"
        assert read["output"] == "no such file" and read["errorCode"]
        for call, duration in ((listed, 30), (read, 40)):
            assert call["endedAt"] - call["startedAt"] == duration and abs(call["endedAt"] - before) < 5_000


def test_a_run_is_kept_once_however_often_the_host_tells_it(home, node):
    with openclaw(home, node) as host:
        asks(host, "Tell me of the heron once")
        asks(host, "Tell me of the heron once")
        for _ in range(3):
            ends(host, [user("Tell me of the heron once"), says("It stands in the reed.")])
    assert len(ended_turns(home, "openclaw", "heron")) == 1
    assert len(turns(home, "openclaw")) == 1


def test_a_failed_run_that_is_tried_again_is_one_turn(home, node):
    with openclaw(home, node) as host:
        asks(host, "Count the swans now")
        ends(host, [user("Count the swans now")], success=False, error="overloaded")
        asks(host, "Count the swans now")
        ends(host, [user("Count the swans now"), says("Four swans.")])
        assert [turn["agentText"] for turn in ended_turns(home, "openclaw", "swans")] == ["Four swans."]
    assert len(turns(home, "openclaw")) == 1


def test_a_run_that_broke_off_after_it_began_is_kept_as_failed(home, node):
    fake, host = overridden(home, node)
    with host:
        asks(host, "Count the swans now")
        ends(host, [user("Count the swans now"), says("One, two,")], success=False, error="overloaded")
        (request,) = wait_until(lambda: fake.requests("turn.end"), what="the record")
        assert request["outcome"] == "error" and request["agentText"] == "One, two,"


def test_a_message_that_came_while_the_run_went_on_is_a_turn_of_its_own(home, node):
    with openclaw(home, node) as host:
        asks(host, "Plant the willow by the pond")
        ends(
            host,
            [
                user("Plant the willow by the pond"),
                says("Digging."),
                user("No, plant an alder tree"),
                says("An alder then."),
            ],
        )
        assert len(ended_turns(home, "openclaw", "alder")) == 1
        texts = {turn["userText"]: turn["agentText"] for turn in turns(home, "openclaw")}
        assert texts == {"Plant the willow by the pond": "Digging.", "No, plant an alder tree": "An alder then."}


def test_our_own_block_in_the_hosts_history_is_not_remembered(home, node):
    learnt(home, node)
    with openclaw(home, node) as host:
        given = asks(host, QUESTION)
        ends(host, [user(given["prependContext"] + QUESTION), says("With the seed of seven.")])
        kept = [turn for turn in ended_turns(home, "openclaw", "reliably")]
        assert [turn["userText"] for turn in kept] == [QUESTION]


def test_sessions_open_close_and_are_compacted(home, node):
    with openclaw(home, node) as host:
        host.ask("hook", name="session_start", event={"sessionId": "s1"}, context=context())
        tells(host, "What stands in the reed?", "A heron.")
        ended_turns(home, "openclaw", "reed")
        host.ask("hook", name="after_compaction", event={"messageCount": 2}, context=context())
        host.ask("hook", name="session_end", event={"sessionId": "s1", "reason": "compaction"}, context=context())
        assert home.query("select count(*) from sessions where closed_at is null")[0][0] == 1
        _, ms = host.timed("hook", name="session_end", event={"sessionId": "s1", "reason": "new"}, context=context())
        assert ms < 100
        wait_until(
            lambda: home.query("select count(*) from sessions where closed_at is null")[0][0] == 0,
            what="the session's end",
        )


# Sub-agents


@pytest.mark.parametrize("ended_first", [False, True])
def test_a_helper_agents_work_is_a_step_of_its_parent(home, node, ended_first):
    with openclaw(home, node) as host:
        asks(host, "Find the seed of the parser tests")
        child = context("r-child", session="subagent:42")
        host.ask(
            "hook",
            name="subagent_spawned",
            event={"runId": "r-child", "childSessionKey": child["sessionKey"], "agentId": "main", "mode": "run"},
            context={
                "requesterSessionKey": "agent:main:main",
                "childSessionKey": child["sessionKey"],
                "runId": "r-child",
            },
        )
        asks(host, "Search the sources for the seed", child)
        end = {"targetSessionKey": child["sessionKey"], "targetKind": "subagent", "reason": "done", "outcome": "ok"}

        def done():
            ends(host, [user("Search the sources for the seed"), says("The seed is 7.")], child)

        def gone():
            host.ask("hook", name="subagent_ended", event=end, context={})

        for step in ((gone, done) if ended_first else (done, gone)):
            step()
        ends(host, [user("Find the seed of the parser tests"), says("It is 7.")])
        ended_turns(home, "openclaw", "Find the seed")
        step = wait_until(
            lambda: [call for turn in turns(home, "openclaw") for call in calls_of(turn) if call["name"] == "subagent"],
            what="the helper's step",
        )[0]
        assert "Search the sources" in json.dumps(step["input"]) and "The seed is 7." in step["output"]
        assert {turn["sessionId"] for turn in turns(home, "openclaw")} == {session_of()}


# What is not a user's turn


@pytest.mark.parametrize(
    "prompt, ctx",
    [
        ("Read HEARTBEAT.md if it exists. Follow it.", {}),
        ("[OpenClaw heartbeat poll]", {}),
        ("/new", {}),
        ("/dock_telegram", {}),
        ("/undock", {}),
        ("Water the garden as planned", {"trigger": "heartbeat"}),
        ("Water the garden as planned", {"trigger": "cron"}),
        ("Water the garden as planned", {"trigger": "memory"}),
        ("Water the garden as planned", {"inputProvenance": {"kind": "internal_system"}}),
        ("Water the garden as planned", {"inputProvenance": {"kind": "inter_session"}}),
        ("Water the garden as planned", {"sessionKey": "temp:slug-generator"}),
        ("Water the garden as planned", {"sessionKey": "agent:main:cron:nightly"}),
        ("Water the garden as planned", {"sessionKey": "agent:main:boot"}),
        ("Water the garden as planned", {"trigger": None, "jobId": "j1"}),
    ],
)
def test_the_hosts_own_work_is_neither_recalled_for_nor_kept(home, node, prompt, ctx):
    learnt(home, node)
    with openclaw(home, node) as host:
        ctx = context("r9", **({"session": "quiet"} | ctx))
        assert asks(host, prompt, ctx).get("prependContext") is None
        ends(host, [user(prompt), says("HEARTBEAT_OK")], ctx)
        tells(host, "A real question about swans?", "Swans are white.", context("r10"))
        ended_turns(home, "openclaw", "swans")
    assert {turn["key"] for turn in turns(home, "openclaw")} == {"r0", "r10"}


def test_a_message_about_heartbeats_is_a_message(home, node):
    with openclaw(home, node) as host:
        tells(host, "Please read HEARTBEAT.md if it exists in my repo", "There is none.")
        assert len(ended_turns(home, "openclaw", "HEARTBEAT.md")) == 1


# Consent


def test_without_consent_nothing_is_kept_and_it_is_said(home, node):
    learnt(home, node)
    with openclaw(home, node, consent=False) as host:
        assert host.ask("facts")["diagnostics"] == ["typed hook blocked: agent_end"]
        logged = [line for line in host.ask("logged") if line.startswith("warn")]
        assert len(logged) == 1 and "allowConversationAccess true" in logged[0] and "gateway restart" in logged[0]
        host.ask("hook", name="session_start", event={"sessionId": "s1"}, context=context())
        assert "DUCKLING_SEED=7" in asks(host, QUESTION)["prependContext"]
        host.ask(
            "hook",
            name="after_tool_call",
            event={"toolName": "exec", "toolCallId": "c1", "params": {}},
            context=context(),
        )
        ends(host, [user(QUESTION), says("No idea.")])
        host.ask("hook", name="session_end", event={"sessionId": "s1", "reason": "idle"}, context=context())
        answer = host.ask("tool", name="memory_search", parameters={"query": "parser"}, context=context())
        assert (
            "allowConversationAccess" in answer["content"][-1]["text"]
            and "allowConversationAccess" in answer["details"]["consent"]
        )
        assert "allowConversationAccess" in host.ask("command", name="memos")["text"]
        host.ask("stop")
    assert [turn["key"] for turn in turns(home, "openclaw")] == ["r0"]
    assert home.query("select count(*) from sessions")[0][0] == 1


def test_a_host_from_before_the_gate_needs_no_flag(home, node):
    with openclaw(home, node, consent=False, gate=False) as host:
        tells(host, "What nests in the barn?", "An owl.")
        ended_turns(home, "openclaw", "barn")
        assert "may be remembered" in host.ask("command", name="memos")["text"]
        answer = host.ask("tool", name="memory_search", parameters={"query": "owl"}, context=context())
        assert "consent" not in answer["details"]


def test_a_host_that_forbids_injection_is_named(home, node):
    with openclaw(home, node, hooks={"allowPromptInjection": False}) as host:
        assert any("allowPromptInjection" in line for line in host.ask("logged"))


# Agents and their settings


def test_agents_that_are_not_allowed_are_left_alone(home, node):
    learnt(home, node)
    with openclaw(home, node, allowedAgents=["coder"]) as host:
        assert asks(host, QUESTION) == {}
        ends(host, [user(QUESTION), says("No idea.")])
        assert host.ask("tool", name="memory_search", parameters={"query": "x"}, context=context()) == {
            "withheld": True
        }
        assert "DUCKLING_SEED=7" in tells(host, QUESTION, "With a seed.", context("r2", "coder"))["prependContext"]
        wait_until(lambda: len(turns(home, "openclaw")) == 2, what="the allowed agent's turn")
    assert {turn["key"] for turn in turns(home, "openclaw")} == {"r0", "r2"}


def test_an_empty_list_of_agents_allows_all(home, node):
    with openclaw(home, node, allowedAgents=[]) as host:
        tells(host, "Who swims there?", "A duck.", context("r3", "anybody"))
        assert ended_turns(home, "openclaw", "swims")[0]["sessionId"] == session_of("anybody")


def overridden(home, node, mode="fine", environment=None, **settings):
    """A host with a stand-in for the bridge, which shows what is asked of the daemon."""
    fake = FakeBridge(home.scratch, mode)
    host = openclaw(
        home, node, binary=str(fake.program), environment={**fake.environment, **(environment or {})}, **settings
    )
    return fake, host


OVERRIDES = {
    "research-agent": {
        "memoryLimitNumber": 12,
        "relativity": 0.3,
        "queryPrefix": "research context: ",
        "includeToolMemory": True,
        "captureStrategy": "full_session",
        "knowledgebaseIds": ["kb-research-papers", "kb-academic"],
    },
    "coding-agent": {"memoryLimitNumber": 9, "addEnabled": False},
    "quiet-agent": {"recallEnabled": False},
    "plain-agent": {"injection": "system", "standingContext": False},
}


@pytest.mark.parametrize("from_environment", [False, True])
def test_an_agents_own_settings_go_over_the_common_ones(home, node, from_environment):
    given = (
        {"environment": {"MEMOS_AGENT_OVERRIDES": json.dumps(OVERRIDES)}}
        if from_environment
        else {"agentOverrides": OVERRIDES}
    )
    fake, host = overridden(home, node, memoryLimitNumber=6, **given)
    with host:
        for number, agent in enumerate(["main", *OVERRIDES]):
            tells(host, "Which bird sings at night?", "The nightingale.", context(f"r{number}", agent))
        wait_until(lambda: len(fake.requests("turn.end")) == 4, what="the records")
        searches = {request["limit"]: request for request in fake.requests("memory.search")}
        assert (
            searches[12]["query"] == "research context: Which bird sings at night?" and searches[12]["explain"] is True
        )
        assert searches[9]["query"] == "Which bird sings at night?" and searches[9]["entry"] == "turn_start"
        assert [request["limit"] for request in fake.requests("memory.search")] == [6, 12, 9, 6]
        starts = {request["sessionId"].split("::")[1]: request for request in fake.requests("turn.start")}
        assert set(starts) == {"main", "research-agent", "quiet-agent", "plain-agent"}
        assert all(start["contextHints"] == {"captureOnly": True} for start in starts.values())
        warned = " ".join(host.ask("logged"))
        assert "agentOverrides.research-agent.knowledgebaseIds has no effect" in warned
        assert "agentOverrides.research-agent.includeToolMemory has no effect" in warned


def test_the_file_goes_before_the_environment(home, node):
    fake, host = overridden(
        home,
        node,
        agentOverrides={"main": {"queryPrefix": "file: "}},
        environment={"MEMOS_AGENT_OVERRIDES": '{"main":{"queryPrefix":"environment: "}}'},
    )
    with host:
        asks(host, "Which one?")
        assert fake.requests("memory.search")[0]["query"] == "file: Which one?"


def test_settings_that_cannot_be_are_named_and_left_out(home, node):
    fake, host = overridden(
        home,
        node,
        captureStrategy="everything",
        relativity="much",
        agentOverrides={"main": {"recallEnabled": "no", "colour": 1}, "x": 3},
    )
    with host:
        assert "later" in asks(host, "Which one?")["prependContext"]
        warned = " ".join(host.ask("logged"))
        for name in (
            "captureStrategy",
            "relativity",
            "agentOverrides.main.recallEnabled",
            "agentOverrides.main.colour",
            "agentOverrides.x",
        ):
            assert name in warned
    assert fake.requests("turn.start")


def test_relativity_withholds_what_hardly_helps(home, node):
    learnt(home, node)
    with openclaw(home, node, relativity=0.999999) as host:
        assert "prependContext" not in asks(host, QUESTION)
    with openclaw(home, node, relativity=0.01) as host:
        assert "DUCKLING_SEED=7" in asks(host, QUESTION)["prependContext"]


def test_agents_have_memories_of_their_own_in_multi_agent_mode(home, node):
    learnt(home, node, multiAgentMode=True)
    with openclaw(home, node, multiAgentMode=True) as host:
        tells(
            host,
            "How do I run only the lexer tests here?",
            "The lexer tests run with `make lexer POND=3`.",
            context("r5", "coder"),
        )
        ended_turns(home, "openclaw", "lexer tests")
        assert "DUCKLING_SEED=7" in asks(host, QUESTION, context("r6", session="new"))["prependContext"]
        assert (
            asks(host, "Which command runs the lexer tests reliably?", context("r7", session="new"))
            .get("prependContext", "")
            .count("POND=3")
            == 0
        )
        assert (
            "POND=3"
            in asks(host, "Which command runs the lexer tests reliably?", context("r8", "coder", "new"))[
                "prependContext"
            ]
        )
        assert (
            asks(host, QUESTION, context("r9", "coder", "new")).get("prependContext", "").count("DUCKLING_SEED=7") == 0
        )
    assert {row[0] for row in home.query("select distinct profile from sessions")} == {"default", "coder"}


def test_one_name_for_all_agents(home, node):
    fake, host = overridden(home, node, agentId="house", multiAgentMode=True)
    with host:
        asks(host, "Which one?", context("r1", "coder"))
        asks(host, "Which one?", context("r2", "main"))
    assert {request["namespace"]["profileId"] for request in fake.requests("turn.start")} == {"house"}


# Capture strategies


HISTORY = [
    user("First question about ducks?", 1_700_000_000_000),
    says("They swim.", 1_700_000_001_000),
    user("And another about geese?", 1_700_000_010_000),
    says("They fly.", 1_700_000_011_000),
]


def test_the_last_turn_alone_is_kept_by_default(home, node):
    with openclaw(home, node) as host:
        tells(host, "And what of herons?", "They stand.", history=HISTORY)
        ended_turns(home, "openclaw", "herons")
    assert len(turns(home, "openclaw")) == 1


def test_the_whole_session_is_kept_once(home, node):
    for run in (1, 2):
        with openclaw(home, node, captureStrategy="full_session") as host:
            history = HISTORY if run == 1 else [*HISTORY, user("And what of herons?"), says("They stand.")]
            prompt, answer = ("And what of herons?", "They stand.") if run == 1 else ("And of storks?", "They clatter.")
            tells(host, prompt, answer, context(f"r{run}"), history)
            ended_turns(home, "openclaw", prompt)
    kept = {turn["userText"]: turn["agentText"] for turn in turns(home, "openclaw")}
    assert len(turns(home, "openclaw")) == 4
    assert kept == {
        "First question about ducks?": "They swim.",
        "And another about geese?": "They fly.",
        "And what of herons?": "They stand.",
        "And of storks?": "They clatter.",
    }


# Bridges that fail


@pytest.mark.parametrize("mode, most", [("slow", 3_000), ("dying", 3_000), ("garbage", 3_000)])
def test_a_bridge_that_fails_costs_no_prompt(home, node, mode, most):
    fake, host = overridden(home, node, mode)
    with host:
        given, ms = host.timed(
            "hook", name="before_prompt_build", event={"prompt": "Which one?", "messages": []}, context=context()
        )
        assert given == {} and ms < most
        result, ms = ends(host, [user("Which one?"), says("This one.")])
        assert result == {} and ms < 100


def test_a_tool_whose_bridge_died_says_so(home, node):
    fake, host = overridden(home, node, "dying")
    with host:
        answer = host.ask("tool", name="memory_search", parameters={"query": "x"}, context=context())
        assert "cannot be asked" in answer["content"][0]["text"] and answer["details"]["isError"] is True


def test_the_deadline_can_be_shorter(home, node):
    fake, host = overridden(home, node, "slow", recallDeadlineMs=300)
    with host:
        given, ms = host.timed(
            "hook", name="before_prompt_build", event={"prompt": "Which one?", "messages": []}, context=context()
        )
        assert given == {} and ms < 1_500
        request = wait_until(lambda: fake.requests("turn.start"), what="the request")[0]
        assert request["deadlineAt"] - request["ts"] < 1_000


def test_a_missing_program_costs_nothing_and_is_said_once(home, node):
    with openclaw(home, node, binary="/nowhere/memos") as host:
        host.ask("start")
        for number in range(3):
            given, ms = host.timed(
                "hook",
                name="before_prompt_build",
                event={"prompt": f"Question {number}?", "messages": []},
                context=context(f"r{number}"),
            )
            assert given == {} and ms < 500
        logged = [line for line in host.ask("logged") if "recall failed" in line]
        assert len(logged) == 1 and "/nowhere/memos was not found" in logged[0]
        assert "not running" in host.ask("command", name="memos")["text"]


def test_a_bridge_that_dies_is_started_again_and_the_turn_is_kept(home, node):
    with openclaw(home, node) as host:
        host.ask("start")
        asks(host, "What floats on the pond?")
        (bridge,) = wait_until(host.children, what="the bridge")
        os.kill(bridge, 9)
        wait_until(lambda: not alive(bridge), what="its end")
        ends(host, [user("What floats on the pond?"), says("A lily.")])
        assert ended_turns(home, "openclaw", "floats")[0]["agentText"] == "A lily."
        assert host.children() and host.children() != [bridge]


def test_starts_are_spaced_when_every_bridge_dies(home, node):
    fake, host = overridden(home, node, "dying")
    with host:
        for number in range(5):
            asks(host, f"Question {number}?", context(f"r{number}"))
        assert len(fake.starts) <= 6


def test_requests_of_the_daemon_are_answered(home, node):
    fake, host = overridden(home, node, "asking")
    with host:
        asks(host, "Which one?")
        reply = wait_until(
            lambda: [record for record in fake.records if record.get("id") == "srv-1"], what="the reply"
        )[0]
        assert reply["error"]["code"] == -32601 and reply["error"]["data"]["code"] == "unknown_method"


def test_one_bridge_for_the_whole_host(home, node):
    fake, host = overridden(home, node)
    with host:
        host.ask("start")
        for number in range(5):
            tells(host, f"Question {number}?", "Yes.", context(f"r{number}", session=f"s{number}"))
    assert len(fake.starts) == 1 and fake.starts[0]["arguments"] == [
        "bridge",
        "--agent=openclaw",
        f"--home={home.path}",
    ]


# Ends


def test_nothing_is_left_when_the_host_is_killed(home, node):
    host = openclaw(home, node)
    host.ask("start")
    asks(host, "What floats on the pond?")
    nothing_left_of(host)


def test_the_host_ends_by_itself_with_a_bridge_running(home, node):
    with openclaw(home, node) as host:
        host.ask("start")
        asks(host, "What floats on the pond?")
        children = host.children()
    wait_until(lambda: not any(map(alive, children)), seconds=5, what="the end of the bridge")


@pytest.mark.parametrize("word", ["stop", "gateway_stop"])
def test_stopping_hands_over_what_waits(home, node, word):
    with openclaw(home, node) as host:
        asks(host, "What floats on the pond?")
        ends(host, [user("What floats on the pond?"), says("A lily.")])
        if word == "stop":
            _, ms = host.timed("stop")
        else:
            _, ms = host.timed("hook", name="gateway_stop", event={"reason": "restart"}, context={})
        assert ms < 5_000 and host.children() == []
    assert len(ended_turns(home, "openclaw", "floats")) == 1
