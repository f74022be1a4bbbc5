"""The daemon is away, the bridge dies, the host ends: nothing waits, nothing is left, and what is lost is told."""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

from support import Case, FOLDER, is_alive, module, wait_until

delivery = module("delivery")


class OutageTests(Case):
    def test_turns_wait_for_the_next_bridge(self):
        provider = self.provider()
        wait_until(lambda: self.requests("session.open"))
        self.behave(turn__end="die")
        provider.sync_turn("one", "yes", session_id="s1")
        wait_until(lambda: self.requests("turn.end"))
        provider.sync_turn("two", "yes", session_id="s1")
        self.behave()
        wait_until(lambda: provider._link.waiting == 0)
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
                raise module("failure").BridgeFailure("bridge_down", "nobody there")

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


class FuzzTests(Case):
    """Whatever a later Hermes passes: nothing is raised, every answer is of its type, and the next turn is kept."""

    VALUES = [None, "", "words", "x" * 5000, "half \udc80", "\0", 0, -1, 1.5, float("nan"), True, [], {}, [None], [[]],
              {"role": "user"}, [{"role": "assistant", "tool_calls": [{}]}], {"tool_call_id": "c"}, b"bytes", object(), {1, 2}]
    CALLS = {
        "initialize": (1, type(None)), "system_prompt_block": (0, str), "prefetch": (1, str), "queue_prefetch": (1, type(None)),
        "sync_turn": (2, type(None)), "on_turn_start": (2, type(None)), "on_session_end": (1, type(None)),
        "on_session_switch": (1, type(None)), "on_pre_compress": (1, str), "on_delegation": (2, type(None)),
        "on_memory_write": (4, type(None)), "handle_tool_call": (2, str), "get_tool_schemas": (0, list),
        "is_available": (0, bool), "backup_paths": (0, list), "get_config_schema": (0, list), "get_status_config": (1, dict),
    }
    KEYWORDS = {"sync_turn": ("session_id", "messages"), "prefetch": ("session_id",), "on_delegation": ("child_session_id",),
                "on_session_switch": ("parent_session_id", "reset", "reason", "other"), "handle_tool_call": ("session_id",),
                "initialize": ("agent_context", "agent_identity", "platform", "session_title")}

    def test_any_values_in_any_place(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        chance = random.Random(8)
        provider = self.provider()
        for _ in range(1500):
            name = chance.choice(sorted(self.CALLS))
            count, kind = self.CALLS[name]
            values = [chance.choice(self.VALUES) for _ in range(count)]
            keywords = {key: chance.choice(self.VALUES) for key in self.KEYWORDS.get(name, ()) if chance.random() < 0.5}
            answer = getattr(provider, name)(*values, **keywords)
            self.assertIsInstance(answer, kind, f"{name}{values}{keywords}")
            if name == "handle_tool_call":
                json.loads(answer)
        provider.initialize("s9", hermes_home=str(self.home), platform="cli")
        provider.sync_turn("the last words", "yes", session_id="s9")
        wait_until(lambda: [entry for entry in self.requests("turn.end") if entry["params"]["userText"] == "the last words"])


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
