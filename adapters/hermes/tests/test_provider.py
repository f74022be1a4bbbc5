"""The provider as Hermes calls it, over a bridge that is made up."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

from support import Case, FOLDER, is_alive, module, package, wait_until

delivery, turns = module("delivery"), module("turns")

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
        self.assertEqual(self.requests("session.context")[1]["params"]["entry"], "resume")

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


class ToolTests(Case):
    def test_tools_are_the_daemons(self):
        provider = self.provider(initialized=False)
        [schema] = provider.get_tool_schemas()
        self.assertEqual(provider.get_tool_schemas(), [schema])
        self.assertEqual(schema, {"name": "memory_search", "description": "Looks.", "parameters": {
            "type": "object", "properties": {"query": {"type": "string"}}}})
        self.assertEqual(len(self.requests("tool.list")), 1)

    def test_call_is_passed_through(self):
        provider = self.provider()
        self.assertEqual(json.loads(provider.handle_tool_call("memory_search", {"query": "x"})), {"result": "found"})
        self.assertEqual(self.requests("tool.call")[0]["params"],
                         {"name": "memory_search", "arguments": {"query": "x"}, "sessionId": "s1"})

    def test_failures_are_answers_for_the_model(self):
        provider = self.provider()
        self.behave(tool__call={"result": {"content": [{"type": "text", "text": "no such id"}], "isError": True}})
        self.assertEqual(json.loads(provider.handle_tool_call("memory_get", {})), {"error": "no such id"})
        self.behave(tool__call={"error": {"code": -32000, "message": "No.", "data": {"code": "x", "hint": "Look."}}})
        self.assertEqual(json.loads(provider.handle_tool_call("memory_get", None)), {"error": "No.", "hint": "Look."})
        for nonsense in ("odd", "garbage", "die"):
            self.behave(tool__call=nonsense)
            json.loads(provider.handle_tool_call("memory_get", {}))

    def test_daemon_that_names_no_tools_is_not_asked_at_every_turn(self):
        self.behave(tool__list={"error": {"code": 1, "message": "no"}})
        provider = self.provider(initialized=False)
        self.assertEqual([provider.get_tool_schemas() for _ in range(5)], [[]] * 5)
        self.assertEqual(len(self.requests("tool.list")), 1)


class OutageTests(Case):
    def test_turns_wait_for_the_next_bridge(self):
        provider = self.provider()
        wait_until(lambda: self.requests("session.open"))
        self.behave(turn__end="die")
        provider.sync_turn("one", "yes", session_id="s1")
        wait_until(lambda: self.requests("turn.end"))
        provider.sync_turn("two", "yes", session_id="s1")
        self.behave()
        wait_until(lambda: provider._delivery.waiting == 0)
        texts = [entry["params"]["userText"] for entry in self.requests("turn.end")]
        self.assertEqual((texts[0], texts[-2:]), ("one", ["one", "two"]))

    def test_end_hands_over_what_was_not_answered(self):
        self.behave(turn__end="silent")
        provider = self.provider()
        for number in range(3):
            provider.sync_turn(f"words {number}", "yes", session_id="s1")
        begun = time.monotonic()
        provider.shutdown()
        self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual({entry["params"]["userText"] for entry in self.requests("turn.end")},
                         {"words 0", "words 1", "words 2"})

    def test_records_beyond_the_bound_cost_the_oldest_and_are_told(self):
        class Nobody:
            def request(self, *_):
                raise module("connection").BridgeFailure("bridge_down", "nobody there")

            send = request

        queue = delivery.Delivery(Nobody())
        with self.assertLogs(delivery.logger, "WARNING") as log:
            for number in range(delivery.MOST_RECORDS + 5):
                queue.submit("turn.end", {"number": number})
            self.assertEqual(queue.lost, 5)
            queue.close(0.1)
        self.assertEqual(queue.lost, delivery.MOST_RECORDS + 5)
        self.assertIn("memos import", log.output[0])
        queue.submit("turn.end", {})
        self.assertEqual(queue.waiting, 0)

    def test_refused_record_does_not_hold_up_the_next(self):
        self.behave(turn__end={"error": {"code": -32602, "message": "no", "data": {"code": "invalid_argument"}}})
        provider = self.provider()
        provider.sync_turn("one", "yes", session_id="s1")
        provider.on_session_end([])
        wait_until(lambda: self.requests("session.close"))
        self.assertEqual(len(self.requests("turn.end")), 1)

    def test_stopped_bridge_keeps_nobody_waiting(self):
        provider = self.provider()
        wait_until(lambda: self.requests("session.open"))
        [pid] = self.starts()
        os.kill(pid, signal.SIGSTOP)
        begun = time.monotonic()
        self.assertEqual(provider.prefetch("words"), "")
        self.assertLess(time.monotonic() - begun, 6)
        provider.sync_turn("words", "yes", session_id="s1")
        begun = time.monotonic()
        provider.shutdown()
        self.assertLess(time.monotonic() - begun, 6)
        self.assertFalse(is_alive(pid))

    def test_every_call_survives_a_bridge_of_nonsense(self):
        methods = ("session.open", "session.context", "turn.start", "turn.end", "tool.list", "memory.search", "tool.call")
        for nonsense in ("odd", "garbage", "wrong ids", "die"):
            self.behave(**{method.replace(".", "__"): nonsense for method in methods})
            provider = self.provider()
            provider.get_tool_schemas()
            provider.on_turn_start(None, None)
            self.assertIsInstance(provider.system_prompt_block(), str)
            self.assertIsInstance(provider.prefetch("words"), str)
            provider.sync_turn(None, None, messages=3)
            provider.on_delegation(None, None)
            provider.on_memory_write(None, None, None, None)
            provider.on_session_end(None)
            json.loads(provider.handle_tool_call("memory_search", 3))
            provider.shutdown()
            provider.shutdown()


class LifeTests(Case):
    def test_agents_share_one_process_which_ends_with_the_last(self):
        first, second = self.provider(), self.provider()
        wait_until(lambda: len(self.requests("session.open")) == 2)
        [pid] = self.starts()
        first.shutdown()
        self.assertTrue(is_alive(pid))
        self.assertIn("tabs", second.prefetch("words"))
        second.shutdown()
        self.assertFalse(is_alive(pid))

    def test_shut_down_provider_can_begin_again(self):
        provider = self.provider()
        provider.shutdown()
        provider.initialize("s2", hermes_home=str(self.home), platform="cli")
        self.assertIn("tabs", provider.prefetch("words"))

    def test_beginning_does_not_wait(self):
        self.behave(session__open="slow")
        begun = time.monotonic()
        self.provider()
        self.assertLess(time.monotonic() - begun, 0.5)

    def test_host_that_is_killed_leaves_no_bridge(self):
        script = (f"import sys, time; sys.path.insert(0, {str(FOLDER)!r}); from support import package\n"
                  "p = package().MemosProvider(); p.initialize('s1', platform='cli'); print(p.prefetch('words'), flush=True)\n"
                  "time.sleep(60)")
        host = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        self.assertIn("tabs", host.stdout.readline())
        [pid] = self.starts()
        host.kill()
        host.wait()
        host.stdout.close()
        wait_until(lambda: [entry for entry in self.log() if entry.get("ended") == pid])

    def test_forked_child_begins_anew(self):
        provider = self.provider()
        provider.prefetch("words")
        child = os.fork()
        if child == 0:
            good = "tabs" in provider.prefetch("words of the child")
            provider.sync_turn("words of the child", "yes")
            provider.shutdown()
            os._exit(0 if good else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertIn("tabs", provider.prefetch("words"))
        self.assertEqual(len(self.starts()), 2)


class SettingsTests(Case):
    def test_missing_program_is_unavailable_with_a_reason(self):
        self.settings.save({"program": "/no/such/memos"})
        provider = self.provider(initialized=False)
        begun = time.monotonic()
        self.assertFalse(provider.is_available())
        self.assertLess(time.monotonic() - begun, 0.5)
        self.assertIn("/no/such/memos", provider.get_status_config({})["reason"])
        self.assertEqual(provider.get_tool_schemas(), [])
        self.assertEqual(self.log(), [])

    def test_program_is_found_on_the_path(self):
        self.settings.save({"program": ""})
        self.set_environment(PATH=str(self.folder))
        self.assertFalse((self.home / "memos.json").read_text().strip("{}\n"))
        os.symlink(FOLDER / "fake_bridge.py", self.folder / "memos")
        self.assertTrue(self.provider(initialized=False).is_available())
        self.assertEqual(self.settings.command()[0], str(self.folder / "memos"))

    def test_availability_starts_nothing(self):
        self.assertTrue(self.provider(initialized=False).is_available())
        self.assertEqual(self.log(), [])

    def test_setup_writes_what_is_read(self):
        provider = self.provider(initialized=False)
        provider.save_config({"home": "~/elsewhere", "unknown": "x"}, str(self.home))
        self.assertIn(f"--home={self.folder}/elsewhere", self.settings.command())
        self.assertEqual(provider.backup_paths(), [str(self.folder / "elsewhere")])
        self.assertEqual({field["key"]: field["default"] for field in provider.get_config_schema()}["home"], "~/elsewhere")

    def test_home_follows_the_order_of_the_bridge(self):
        for variable, value, wanted in (("MEMOS_HOME", "/m", "/m"), ("MEMOS_CONFIG_FILE", "/c/config.yaml", "/c")):
            self.set_environment(MEMOS_HOME="", MEMOS_CONFIG_FILE="")
            self.set_environment(**{variable: value})
            self.assertEqual(str(self.settings.home()), wanted)
        self.set_environment(MEMOS_CONFIG_FILE="")
        self.assertEqual(self.settings.home(), self.folder / ".hermes" / "memos-plugin")

    def test_home_inside_the_hosts_needs_no_backup_of_its_own(self):
        self.settings.save({"home": str(self.home / "memory")})
        self.assertEqual(self.provider(initialized=False).backup_paths(), [])

    def test_broken_settings_count_as_none(self):
        for text in ("{", "[]", '{"program": 3}', "\udc80".encode("utf-8", "surrogatepass").decode("latin-1")):
            (self.home / "memos.json").write_text(text)
            self.assertEqual(self.settings.values(), {})


class RegistrationTests(Case):
    def test_provider_is_registered_where_the_host_takes_one(self):
        taken = []

        class Context:
            def register_memory_provider(self, provider):
                taken.append(provider)

        package().register(Context())
        self.assertEqual(taken[0].name, "memos")

    def test_package_links_itself_where_the_host_looks(self):
        link = self.home / "plugins" / "memos"
        for _ in range(2):
            package().register(object())
            self.assertEqual(link.resolve(), FOLDER.parent)
        link.unlink()
        link.symlink_to(self.folder / "gone")
        package().register(object())
        self.assertEqual(link.resolve(), FOLDER.parent)

    def test_folder_of_somebody_else_is_left_alone(self):
        link = self.home / "plugins" / "memos"
        link.mkdir(parents=True)
        package().register(object())
        self.assertFalse(link.is_symlink())


class NoFreeThreads(Case):
    def test_nothing_runs_before_it_is_used_nor_after(self):
        before = threading.active_count()
        provider = self.provider(initialized=False)
        self.assertEqual(threading.active_count(), before)
        provider.initialize("s1", platform="cli")
        provider.prefetch("words")
        provider.shutdown()
        wait_until(lambda: threading.active_count() <= before, "threads to end")


if __name__ == "__main__":
    unittest.main()
