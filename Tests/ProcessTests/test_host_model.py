"""The model of the host itself, asked over the host's own connection by `host.llm.complete`."""

import threading

import pytest
from competent_model import competent_reply
from model_requests import ModelRequest
from model_support import PROMPT, Task, configured
from test_models import roles


class Host:
    """Answers what the daemon asks of a bridge, as a host's adapter does."""

    def __init__(self, bridge, answer):
        self.bridge, self.answer, self.asked = bridge, answer, []
        self._stopped = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        done = 0
        while not self._stopped:
            try:
                self.bridge.wait_for(lambda: len(self.bridge.reverse) > done or self._stopped, 60, "a request")
            except AssertionError:
                return
            for request in self.bridge.reverse[done:]:
                done += 1
                self.asked.append(request)
                reply = self.answer(request)
                if reply is not None:
                    self.bridge.send({"jsonrpc": "2.0", "id": request["id"], **reply})


def lent(request):
    """A completion of the host's model."""
    said = [(one["role"], one["content"]) for one in request["params"]["messages"]]
    asked = ModelRequest(flavour="host", task="chat", method="", path="", headers={}, body={}, messages=said)
    return {"result": {"text": competent_reply(asked), "model": "host-model", "durationMs": 5,
                       "usage": {"promptTokens": 100, "completionTokens": 20, "totalTokens": 120}}}


def test_the_hosts_own_model_judges_a_task(home):
    configured(home, {"provider": "host"})
    with home.bridge() as bridge:
        host = Host(bridge, lent)
        task = Task(bridge)
        task.was_prompt()
        score = task.score()
        assert score["madeBy"]["path"] == "model" and score["madeBy"]["model"].startswith("host")
        asked = [request for request in host.asked if "# reward-rubric:" in request["params"]["messages"][0]["content"]]
        assert asked and asked[0]["method"] == "host.llm.complete" and asked[0]["params"]["timeoutMs"] > 0
        assert roles(bridge)["llm"]["provider"] == "host"


@pytest.mark.parametrize("error, reason", [
    ({"code": -32601, "message": "unknown method"}, "not_configured"),
    ({"code": -32000, "message": "busy", "data": {"code": "host_handler_busy"}}, "busy"),
    ({"code": -32000, "message": "no provider", "data": {"code": "host_handler_failed"}}, "server_error"),
])
def test_a_host_that_lends_none_harms_nothing(home, error, reason):
    configured(home, {"provider": "host"})
    with home.bridge() as bridge:
        Host(bridge, lambda request: {"error": error})
        task = Task(bridge)
        task.was_prompt()
        score = task.score()
        assert score["madeBy"]["path"] == "rules"
        assert score["madeBy"].get("reason", reason) == reason
        assert task.is_found()


def test_a_host_that_never_answers_keeps_nobody_waiting(home):
    configured(home, {"provider": "host", "timeoutMs": 500})
    with home.bridge() as bridge:
        Host(bridge, lambda request: None)
        task = Task(bridge)
        assert max(task.seconds.values()) <= PROMPT
        assert task.is_found()
