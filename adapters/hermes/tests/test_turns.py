"""A turn, a session and their neighbours, as Hermes tells of them and as the daemon hears of them."""

import os
import time
import unittest

from support import Case, module, wait_until

turns = module("turns")

MESSAGES = [
    {"role": "user", "content": "an earlier question"},
    {"role": "assistant", "content": "earlier", "tool_calls": [{"id": "c0", "function": {"name": "old", "arguments": "{}"}}]},
    {"role": "tool", "tool_call_id": "c0", "content": "old"},
    {"role": "user", "content": "Which indentation?"},
    {"role": "assistant", "content": "I look.", "reasoning": "files first", "tool_calls": [
        {"id": "c1", "function": {"name": "terminal", "arguments": '{"command": "ls"}'}},
        {"id": "c2", "function": {"name": "read_file", "arguments": "not json"}}, None, {"function": {}}]},
    {"role": "tool", "tool_call_id": "c1", "content": '{"output": "", "exit_code": 2, "error": null}'},
    {"role": "tool", "tool_call_id": "c2", "content": [{"type": "text", "text": "tabs"}]},
    {"role": "assistant", "content": "Tabs.", "reasoning": "clear"},
]


class TurnTests(Case):
    def one(self, method):
        return wait_until(lambda: self.requests(method), method)[0]["params"]

    def test_turn_begins_with_recall_and_ends_with_all_that_was_done(self):
        provider = self.provider()
        provider.on_turn_start(1, "Which indentation?")
        self.assertEqual(provider.prefetch("Which indentation?"), "<memos_memory>tabs</memos_memory>")
        provider.sync_turn("Which indentation?", "Tabs.", session_id="s1", messages=MESSAGES)
        started, ended = self.one("turn.start"), self.one("turn.end")
        self.assertEqual(started["turnKey"], ended["turnKey"])
        self.assertLess(started["deadlineAt"] - started["ts"], 6000)
        self.assertEqual((ended["userText"], ended["agentText"], ended["agentThinking"]),
                         ("Which indentation?", "Tabs.", "clear"))
        self.assertEqual(ended["namespace"]["profileId"], "coder")
        self.assertEqual(ended["toolCalls"], [
            {"name": "terminal", "input": {"command": "ls"}, "toolCallId": "c1", "errorCode": "exit_2",
             "output": '{"output": "", "exit_code": 2, "error": null}',
             "assistantTextBefore": "I look.", "thinkingBefore": "files first"},
            {"name": "read_file", "input": "not json", "toolCallId": "c2", "output": "tabs"},
        ])

    def test_session_is_opened_first_and_closed_once(self):
        provider = self.provider(session_title="Pond")
        provider.sync_turn("a", "b", session_id="s1")
        provider.on_session_end([])
        provider.on_session_end([])
        provider.shutdown()
        wanted = [entry["method"] for entry in self.log() if "method" in entry]
        self.assertEqual(wanted, ["session.open", "turn.end", "session.close"])
        self.assertEqual(self.one("session.open")["meta"]["title"], "Pond")

    def test_folder_of_a_terminal_is_the_workspace_and_a_gateway_has_none(self):
        for platform, folder, wanted in (("cli", "/src/api", "/src/api"), ("cli", ".", os.getcwd()), ("telegram", "/src", None)):
            self.set_environment(TERMINAL_CWD=folder)
            self.provider(platform=platform).shutdown()
            self.assertEqual(self.requests("session.open")[-1]["params"]["namespace"].get("workspacePath"), wanted)

    def test_turn_without_recall_is_kept_with_the_words_of_the_user(self):
        self.behave(turn__start="silent")
        provider = self.provider()
        begun = time.monotonic()
        self.assertEqual(provider.prefetch("Which indentation?"), "")
        self.assertLess(time.monotonic() - begun, 6)
        provider.sync_turn("Which indentation?", "Tabs.", session_id="s1")
        ended = self.one("turn.end")
        self.assertEqual((ended["userText"], ended["turnKey"]), ("Which indentation?", self.one("turn.start")["turnKey"]))

    def test_each_turn_has_a_name_of_its_own(self):
        provider = self.provider()
        for _ in range(3):
            provider.on_turn_start(1, "again")
            provider.sync_turn("again", "yes", session_id="s1")
            time.sleep(0.002)
        provider.sync_turn("never begun", "yes", session_id="s2")
        wait_until(lambda: len(self.requests("turn.end")) == 4)
        self.assertEqual(len({entry["params"]["turnKey"] for entry in self.requests("turn.end")}), 4)
        self.assertEqual(self.requests("turn.end")[3]["params"]["sessionId"], "s2")

    def test_end_that_comes_after_the_next_beginning_finds_its_turn(self):
        provider = self.provider()
        keys = []
        for number, text in enumerate(("one", "two", "two"), 1):
            provider.on_turn_start(number, text)
            provider.prefetch(text)
            keys.append(self.requests("turn.start")[-1]["params"]["turnKey"])
            time.sleep(0.002)
        provider.sync_turn("one", "yes", session_id="s1")
        provider.sync_turn("two", "yes", session_id="s1")
        wait_until(lambda: len(self.requests("turn.end")) == 2)
        self.assertEqual([entry["params"]["turnKey"] for entry in self.requests("turn.end")], [keys[0], keys[2]])

    def test_sync_does_not_wait_for_a_slow_daemon(self):
        self.behave(turn__end="slow")
        provider = self.provider()
        begun = time.monotonic()
        for number in range(20):
            provider.sync_turn(f"words {number}", "yes", session_id="s1")
        self.assertLess(time.monotonic() - begun, 0.5)

    def test_odd_messages_cost_nothing(self):
        for messages in (None, [], [None, 3, {"role": "tool"}], [{"role": "assistant", "tool_calls": "x"}],
                         [{"role": "user", "content": None}], [{"role": "assistant", "content": {"a": 1}}]):
            self.assertEqual(turns.calls_of(turns.messages_of_turn(messages, "q")), [])
        [call] = turns.calls_of([{"role": "assistant", "tool_calls": [{"function": {"name": "t", "arguments": '{"a": NaN}'}}]}])
        self.assertEqual(call["input"], {"a": "NaN"})
        long = turns.calls_of([{"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "t"}}]},
                               {"role": "tool", "tool_call_id": "c", "content": "é" * 300_000}])
        self.assertLess(len(long[0]["output"]), 101_000)

    def test_sessions_follow_the_host(self):
        provider = self.provider()
        provider.on_session_switch("s1", parent_session_id="s1", reason="compression")
        provider.on_session_switch("s2", parent_session_id="s1", reset=True, reason="new_session")
        provider.on_session_switch("s2", rewound=True)
        provider.on_session_switch("s3", parent_session_id="s2", reason="branch")
        provider.shutdown()
        wanted = [(entry["method"], entry["params"]["sessionId"]) for entry in self.log() if "method" in entry]
        self.assertEqual(wanted, [("session.open", "s1"), ("session.compacted", "s1"), ("session.close", "s1"),
                                  ("session.open", "s2"), ("session.close", "s2"), ("session.open", "s3")])
        self.assertEqual(self.requests("session.open")[2]["params"]["meta"]["parentSessionId"], "s2")

    def test_helpers_and_edits_of_notes_are_told(self):
        provider = self.provider()
        provider.on_delegation("find the seed", "it is 7", child_session_id="c9")
        provider.on_delegation("", "nothing asked")
        provider.on_memory_write("add", "user", "likes tabs", {"tool_call_id": "c4"})
        provider.on_turn_start(1, "Remember tabs.")
        provider.on_memory_write("add", "user", "likes tabs", {"tool_call_id": "c5"})
        provider.on_memory_write("add", "user", "likes tabs")
        provider.shutdown()
        [helper], [call] = self.requests("subagent.record"), self.requests("turn.record_call")
        self.assertEqual((helper["params"]["task"], helper["params"]["childSessionId"]), ("find the seed", "c9"))
        self.assertEqual(call["params"]["call"]["toolCallId"], "c5")

    def test_what_was_recalled_outlives_a_compaction(self):
        provider = self.provider()
        self.assertEqual(provider.on_pre_compress([]), "")
        provider.prefetch("Which indentation?")
        self.assertIn("tabs", provider.on_pre_compress([]))

    def test_static_words_are_asked_once_for_a_session(self):
        provider = self.provider()
        self.assertEqual([provider.system_prompt_block() for _ in range(3)], ["There is a memory."] * 3)
        self.assertEqual(len(self.requests("session.context")), 1)
        provider.on_session_switch("s2", reason="resume")
        provider.system_prompt_block()
        self.assertEqual([entry["params"]["entry"] for entry in self.requests("session.context")], ["start"] * 2)

    def test_word_for_the_person_reaches_the_person(self):
        self.behave(session__context={"result": {"text": "There is.", "notice": "Nothing was kept for 5 prompts."}})
        told = []
        provider = self.provider(warning_callback=told.append)
        provider.system_prompt_block()
        provider.system_prompt_block()
        self.assertEqual(told, ["memos: Nothing was kept for 5 prompts."])

    def test_daemon_without_static_words_adds_none(self):
        self.behave(session__context={"error": {"code": -32601, "message": "", "data": {"code": "unknown_method"}}})
        self.assertEqual(self.provider().system_prompt_block(), "")


class ContextTests(Case):
    def test_only_the_primary_agent_is_kept(self):
        for context in ("subagent", "cron", "flush", "anything"):
            provider = self.provider(agent_context=context)
            self.behave(memory__search={"result": {"injectedContext": "seen"}})
            provider.on_turn_start(1, "words")
            self.assertEqual(provider.prefetch("words"), "seen")
            provider.sync_turn("words", "yes", session_id="s1")
            provider.on_delegation("a", "b")
            provider.on_memory_write("add", "user", "c", {"tool_call_id": "c"})
            provider.on_session_switch("s2")
            provider.on_session_end([])
            provider.shutdown()
        self.assertEqual({entry["method"] for entry in self.log() if "method" in entry}, {"memory.search"})


if __name__ == "__main__":
    unittest.main()
