"""The client of the bridge against one that is slow, dies, or talks nonsense."""

import os
import signal
import threading
import time
import unittest

from support import Case, FOLDER, is_alive, module, wait_until

bridges, BridgeFailure = module("bridge"), module("failure").BridgeFailure


class BridgeTests(Case):
    def setUp(self):
        super().setUp()
        self.bridge = bridges.Bridge([str(FOLDER / "fake_bridge.py"), "bridge"], {})
        self.addCleanup(self.bridge.close, 1.0)

    def ask(self, method="turn.start", timeout=10.0):
        return self.bridge.request(method, {"userText": "hé\udc80"}, timeout)

    def failure(self, *arguments, **keywords):
        with self.assertRaises(BridgeFailure) as caught:
            self.ask(*arguments, **keywords)
        return caught.exception

    def test_answers_are_found_by_their_numbers(self):
        self.assertIn("tabs", self.ask()["injectedContext"])
        self.assertEqual(self.ask("other"), {"ok": True})
        self.assertEqual([entry["id"] for entry in self.log() if "id" in entry], [1, 2])

    def test_nonsense_between_answers_is_left_out(self):
        self.behave(turn__start="garbage")
        self.assertIn("tabs", self.ask()["injectedContext"])
        self.behave(turn__start="wrong ids")
        self.assertIn("tabs", self.ask()["injectedContext"])
        self.assertEqual(len(self.starts()), 1)

    def test_long_lines_arrive_whole(self):
        self.behave(turn__start="huge")
        self.assertEqual(len(self.ask()["injectedContext"]), 8 << 20)

    def test_silence_ends_with_the_time(self):
        self.behave(turn__start="silent")
        begun = time.monotonic()
        self.assertEqual(self.failure(timeout=0.3).code, "timeout")
        self.assertLess(time.monotonic() - begun, 3)
        self.assertEqual(self.ask("other"), {"ok": True})

    def test_slow_answer_holds_up_nobody(self):
        self.behave(turn__start="slow")
        slow = threading.Thread(target=self.ask)
        slow.start()
        begun = time.monotonic()
        self.ask("other")
        self.assertLess(time.monotonic() - begun, 1.4)
        slow.join()

    def test_errors_keep_code_and_hint(self):
        self.behave(other={"error": {"code": -32000, "message": "No.", "data": {"code": "not_found", "hint": "Look."}}})
        failure = self.failure("other")
        self.assertEqual((failure.code, failure.message, failure.hint), ("not_found", "No.", "Look."))
        for error in ("odd", {}, {"data": None}, {"data": []}, {"code": 7}):
            self.behave(other={"error": error})
            self.failure("other")

    def test_death_answers_everybody_and_the_next_request_has_a_new_process(self):
        self.ask("other")
        self.behave(a="silent", b="silent", turn__start="die")
        failures = []
        waiting = [threading.Thread(target=lambda name=name: failures.append(self.failure(name).code)) for name in "ab"]
        for thread in waiting:
            thread.start()
        wait_until(lambda: len(self.requests("a", "b")) == 2)
        self.assertEqual(self.failure().code, "transport_closed")
        for thread in waiting:
            thread.join(5)
        self.assertEqual(failures, ["transport_closed"] * 2)
        self.assertEqual(self.ask("other"), {"ok": True})
        self.assertEqual(len(self.starts()), 2)

    def test_killed_process_leaves_no_zombie(self):
        self.ask("other")
        pid = self.bridge.pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), "the process to be reaped")

    def test_process_that_does_not_stay_is_not_started_again_at_once(self):
        self.behave(start="exit")
        codes = {self.failure(timeout=3).code for _ in range(20)}
        self.assertLessEqual(codes, {"transport_closed", "bridge_down"})
        self.assertIn("bridge_down", codes)
        self.assertLessEqual(len(self.starts()), 3)

    def test_program_that_is_not_there_is_a_failure(self):
        missing = bridges.Bridge(["/no/such/memos"], {})
        with self.assertRaises(BridgeFailure):
            missing.request("a", {}, 1)
        missing.close()

    def test_close_ends_the_process_and_whoever_waits(self):
        self.behave(a="silent")
        codes = []
        waiting = threading.Thread(target=lambda: codes.append(self.failure("a", timeout=30).code))
        waiting.start()
        wait_until(lambda: self.requests("a"))
        pid = self.bridge.pid
        self.bridge.close()
        waiting.join(5)
        self.assertEqual(codes, ["transport_closed"])
        self.assertFalse(is_alive(pid))
        self.assertTrue([entry for entry in self.log() if entry.get("ended") == pid], "it read the end of its input")
        self.assertEqual(self.failure("other").code, "transport_closed")

    def test_close_is_bounded_when_the_process_hangs_or_is_stopped(self):
        self.behave(end="hang")
        self.ask("other")
        pid = self.bridge.pid
        os.kill(pid, signal.SIGSTOP)
        begun = time.monotonic()
        self.bridge.close(1.0)
        self.assertLess(time.monotonic() - begun, 4)
        self.assertFalse(is_alive(pid))

    def test_many_threads_share_one_process(self):
        errors = []

        def work():
            for _ in range(25):
                if self.ask("other") != {"ok": True}:
                    errors.append("wrong answer")

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        self.assertEqual(len(self.requests("other")), 200)
        self.assertEqual(len(self.starts()), 1)

    def test_forked_child_neither_holds_nor_uses_the_pipes(self):
        self.ask("other")
        pid = self.bridge.pid
        child = os.fork()
        if child == 0:
            try:
                self.bridge.request("from child", {}, 1)
            except BridgeFailure:
                time.sleep(3)
                os._exit(0)
            os._exit(1)
        self.assertEqual(self.ask("other"), {"ok": True})
        begun = time.monotonic()
        self.bridge.close()
        self.assertLess(time.monotonic() - begun, 2.5, "the child's copy of the pipe kept the bridge")
        self.assertFalse(is_alive(pid))
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual(self.requests("from child"), [])


class ReverseTests(Case):
    def replies(self, handler):
        bridge = bridges.Bridge([str(FOLDER / "fake_bridge.py"), "bridge"], {"host.llm.complete": handler})
        self.addCleanup(bridge.close, 1.0)
        self.behave(turn__start="reverse")
        bridge.request("turn.start", {}, 10)
        found = wait_until(lambda: len(found := [e for e in self.log() if "method" not in e and "id" in e]) == 3 and found)
        return {reply["id"]: reply for reply in found}

    def test_result_of_the_host_is_sent_back(self):
        replies = self.replies(lambda params: {"text": params["messages"][0]["content"] + " ok"})
        self.assertEqual(replies["srv-1"]["result"], {"text": "say ok"})
        self.assertEqual(replies["srv-3"]["error"]["code"], -32601)
        self.assertEqual(replies["srv-3"]["error"]["data"]["code"], "unknown_method")

    def test_failure_of_the_host_is_told(self):
        def fail(params):
            raise RuntimeError("no provider")

        error = self.replies(fail)["srv-2"]["error"]
        self.assertEqual((error["code"], error["message"], error["data"]["code"]),
                         (-32000, "no provider", "host_handler_failed"))

    def test_answer_that_is_no_json_is_a_failure(self):
        self.assertEqual(self.replies(lambda _: {1, 2})["srv-1"]["error"]["data"]["code"], "host_handler_failed")

    def test_too_many_at_once_are_refused(self):
        held = threading.Event()
        self.addCleanup(held.set)
        bridge = bridges.Bridge([str(FOLDER / "fake_bridge.py"), "bridge"],
                                {"host.llm.complete": lambda _: held.wait(5) and {"text": ""}})
        self.addCleanup(bridge.close, 1.0)
        self.behave(turn__start="reverse")
        for _ in range(12):
            bridge.request("turn.start", {}, 10)
        wait_until(lambda: [e for e in self.log() if "error" in e and e["error"]["data"]["code"] == "host_handler_busy"])


if __name__ == "__main__":
    unittest.main()
