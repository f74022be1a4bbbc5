"""The provider Hermes calls. No method raises but `save_config`, and none waits longer than its host allows."""

import functools
import logging
import os
import threading
import time

from . import host_model, tools, turns
from .bridge import give_back, lease
from .connection import BridgeFailure
from .delivery import Delivery
from .settings import Settings

try:
    from agent.memory_provider import MemoryProvider
except ImportError:
    # Outside the host, for tests of this package alone.
    MemoryProvider = object

logger = logging.getLogger(__name__)

# Hermes gives recall up after 8 s. The daemon is told the moment, so that it answers with what it has by then.
RECALL_PATIENCE = 3.0
RECALL_MARGIN = 0.2
STATIC_TEXT_PATIENCE = 2.0
# A shutdown of five seconds: answers are waited for, then the bridge hands over the rest.
DRAIN_PATIENCE = 1.0
CLOSE_PATIENCE = 3.0
# How soon the daemon is asked again for tools it could not name.
TOOLS_PAUSE = 30.0


def harmless(empty):
    """A failure of ours costs the host nothing: the method gives `empty` and the log says why."""

    def wrap(method):
        @functools.wraps(method)
        def guarded(self, *arguments, **keywords):
            try:
                self._begin_anew_after_fork()
                return method(self, *arguments, **keywords)
            except BridgeFailure as failure:
                logger.debug("memos: %s: %s", method.__name__, failure.message)
            except Exception:
                logger.debug("memos: %s failed", method.__name__, exc_info=True)
            return empty() if callable(empty) else empty

        return guarded

    return wrap


def now_ms():
    return int(time.time() * 1000)


class MemosProvider(MemoryProvider):
    """One agent's memory. The session is the host's; a turn is named when it begins, so that all that is said of it
    meets in the daemon."""

    def __init__(self):
        self._settings = Settings()
        self._process, self._lock = os.getpid(), threading.RLock()
        self._bridge = self._delivery = None
        self._session, self._entry, self._namespace, self._meta = "", "start", {"agentKind": "hermes"}, {}
        self._writes, self._session_is_open = True, False
        self._turn = None
        self._last_recall, self._static_text = "", {}
        self._schemas, self._ask_tools_after = None, 0.0

    @property
    def name(self):
        return "memos"

    def _begin_anew_after_fork(self):
        """The parent's threads, and whoever held the lock, are not in the child."""
        if self._process != os.getpid():
            self._process, self._lock = os.getpid(), threading.RLock()
            self._bridge = self._delivery = None

    # Whether there is a memory.

    @harmless(False)
    def is_available(self):
        """Looks for the program only; the daemon is started by the first request."""
        reason = self._settings.why_unavailable()
        if reason:
            logger.info("memos: not available: %s", reason)
        return not reason

    @harmless(dict)
    def get_status_config(self, provider_config=None):
        """What `hermes memory status` shows."""
        reason = self._settings.why_unavailable()
        shown = {"program": self._settings.program() or "-", "home": str(self._settings.home())}
        return {**shown, "reason": reason} if reason else shown

    @harmless(list)
    def get_config_schema(self):
        known = self._settings.values()
        return [
            {"key": "program", "description": "The program memos (empty: as found on PATH)",
             "default": known.get("program", "")},
            {"key": "home", "description": "Folder of the memory (empty: the usual one of Hermes)",
             "default": known.get("home", "")},
        ]

    def save_config(self, values, hermes_home):
        """Raises OSError, which the host's setup shows."""
        Settings(hermes_home).save(values or {})

    @harmless(list)
    def backup_paths(self):
        home, inside = self._settings.home().absolute(), self._settings.folder.absolute()
        return [] if home == inside or inside in home.parents else [str(home)]

    # Beginning and end.

    @harmless(None)
    def initialize(self, session_id, **kwargs):
        """Returns at once: the daemon starts behind the queue."""
        if kwargs.get("hermes_home"):
            self._settings = Settings(kwargs["hermes_home"])
        self._writes = str(kwargs.get("agent_context") or "primary") == "primary"
        self._namespace = self._namespace_of(kwargs)
        self._meta = {
            name: str(kwargs[member]) for name, member in META.items() if kwargs.get(member) not in (None, "")
        }
        self._session, self._turn, self._entry = session_id or "", None, "start"
        self._open_session(kwargs.get("parent_session_id"))

    @staticmethod
    def _namespace_of(kwargs):
        namespace = {"agentKind": "hermes", "profileId": str(kwargs.get("agent_identity") or "default")}
        # A gateway's folder says nothing about what its users talk of.
        if (kwargs.get("platform") or "cli") in PLATFORMS_WITH_FOLDER:
            namespace["workspacePath"] = os.environ.get("TERMINAL_CWD") or os.getcwd()
        return namespace

    def _bridge_now(self):
        """The bridge, started on demand. Raises BridgeFailure."""
        with self._lock:
            if self._bridge is None:
                command = self._settings.command()
                if command is None:
                    raise BridgeFailure("bridge_down", self._settings.why_unavailable())
                self._bridge = lease(command, {"host.llm.complete": host_model.complete})
                self._delivery = Delivery(self._bridge)
            return self._bridge

    def _record(self, method, params):
        """Into the queue, unless this agent is none whose words are kept."""
        if not self._writes:
            return
        with self._lock:
            self._bridge_now()
            self._delivery.submit(method, params)

    @harmless(None)
    def shutdown(self):
        with self._lock:
            bridge, delivery = self._bridge, self._delivery
            self._bridge = self._delivery = None
            self._schemas = None
        if delivery:
            delivery.close(DRAIN_PATIENCE)
        if bridge:
            give_back(bridge, CLOSE_PATIENCE)

    # Sessions.

    def _open_session(self, parent=""):
        params = {"agent": "hermes", "sessionId": self._session, "namespace": self._namespace}
        self._record("session.open", {**params, "meta": {**self._meta, **({"parentSessionId": parent} if parent else {})}})
        self._session_is_open = True

    def _close_session(self):
        if self._session and self._session_is_open:
            self._session_is_open = False
            self._record("session.close", {"sessionId": self._session})

    @harmless(None)
    def on_session_end(self, messages):
        self._close_session()

    @harmless(None)
    def on_session_switch(self, new_session_id, *, parent_session_id="", reset=False, rewound=False, **kwargs):
        self._turn, self._last_recall = None, ""
        if new_session_id == self._session:
            if kwargs.get("reason") == "compression":
                self._record("session.compacted", {"sessionId": self._session, "ts": now_ms()})
            return
        self._close_session()
        self._session = new_session_id or ""
        self._entry = "resume" if kwargs.get("reason") == "resume" else "start"
        self._open_session(parent_session_id)

    # What the model is told.

    @harmless("")
    def system_prompt_block(self):
        """The daemon's static words, once for a session, so that the prompt stays the same."""
        if self._session not in self._static_text:
            params = {
                "agent": "hermes", "sessionId": self._session, "namespace": self._namespace, "entry": self._entry,
            }
            answer = self._bridge_now().request("session.context", params, STATIC_TEXT_PATIENCE)
            text = answer.get("text") if isinstance(answer, dict) else ""
            self._static_text = {self._session: text if isinstance(text, str) else ""}
        return self._static_text[self._session]

    @harmless(None)
    def on_turn_start(self, turn_number, message, **kwargs):
        self._turn = self._named_turn(self._session, message or "", turn_number)

    @staticmethod
    def _named_turn(session, text, number=0):
        ts = now_ms()
        # The number alone would meet another turn when a session is taken up again or rewound.
        return {"session": session, "text": text, "key": f"{session}:{number}:{ts}", "ts": ts}

    @harmless("")
    def prefetch(self, query, *, session_id=""):
        """Recalls for the words of the user, and so begins the turn in the memory."""
        session = session_id or self._session
        if not query or not query.strip():
            return ""
        self._last_recall = ""
        if not self._writes:
            return self._recalled("memory.search", {
                "agent": "hermes", "query": query, "namespace": self._namespace, "entry": "sub_agent"})
        turn = self._turn
        if turn is None or turn["session"] != session or turn["text"].strip() != query.strip():
            turn = self._turn = self._named_turn(session, query)
        self._last_recall = self._recalled("turn.start", {
            "agent": "hermes", "sessionId": session, "namespace": self._namespace, "userText": query,
            "ts": turn["ts"], "turnKey": turn["key"],
            "deadlineAt": now_ms() + int((RECALL_PATIENCE - RECALL_MARGIN) * 1000),
            # The model sees its session from the start; what a compaction took away the daemon is told.
            "contextHints": {"visibleContextKnown": True, "visibleContextStartTs": 0},
        })
        return self._last_recall

    def _recalled(self, method, params):
        answer = self._bridge_now().request(method, params, RECALL_PATIENCE)
        text = answer.get("injectedContext") if isinstance(answer, dict) else ""
        return text if isinstance(text, str) else ""

    @harmless(None)
    def queue_prefetch(self, query, *, session_id=""):
        """Recall is for the words of the coming turn, which nobody knows yet."""

    @harmless("")
    def on_pre_compress(self, messages):
        """What was recalled last is in no message, so it would be lost to the summary."""
        return self._last_recall

    # What is kept.

    @harmless(None)
    def sync_turn(self, user_content, assistant_content, *, session_id="", messages=None):
        """Carries the user's words itself: a recall that never came costs no turn."""
        session = session_id or self._session
        turn, self._turn = self._turn, None
        if turn is None or turn["session"] != session or not _same(turn["text"], user_content):
            turn = self._named_turn(session, user_content)
        course = turns.messages_of_turn(messages, user_content)
        params = {
            "agent": "hermes", "sessionId": session, "episodeId": "", "turnKey": turn["key"],
            "namespace": self._namespace, "userText": user_content, "agentText": assistant_content or "",
            "toolCalls": turns.calls_of(course), "ts": now_ms(),
        }
        thinking = turns.last_thinking(course)
        self._record("turn.end", {**params, "agentThinking": thinking} if thinking else params)

    @harmless(None)
    def on_delegation(self, task, result, *, child_session_id="", **kwargs):
        if not task or not task.strip():
            return
        params = {
            "agent": "hermes", "sessionId": self._session, "namespace": self._namespace, "task": task,
            "result": result or "", "ts": now_ms(),
        }
        self._record("subagent.record", {**params, "childSessionId": child_session_id} if child_session_id else params)

    @harmless(None)
    def on_memory_write(self, action, target, content, metadata=None):
        """A write to MEMORY.md or USER.md is a tool call of its turn. It is told at once, as a turn that the user
        interrupts is never told of; the call's id keeps it single."""
        call_id, turn = (metadata or {}).get("tool_call_id"), self._turn
        if not call_id or turn is None:
            return
        self._record("turn.record_call", {
            "agent": "hermes", "sessionId": turn["session"], "turnKey": turn["key"], "namespace": self._namespace,
            "ts": now_ms(), "call": {
                "name": "memory", "toolCallId": str(call_id), "output": "saved",
                "input": {"action": action, "target": target, "content": content},
            },
        })

    # Tools.

    @harmless(list)
    def get_tool_schemas(self):
        """Asked before `initialize`, and several times. Without an answer the agent has no tools, and recall and
        capture go on."""
        if self._schemas is None and time.monotonic() >= self._ask_tools_after:
            self._ask_tools_after = time.monotonic() + TOOLS_PAUSE
            self._schemas = tools.schemas(self._bridge_now())
        return list(self._schemas or [])

    @harmless(lambda: tools.failed("the memory could not answer"))
    def handle_tool_call(self, tool_name, args, **kwargs):
        return tools.call(self._bridge_now(), tool_name, args, kwargs.get("session_id") or self._session)


def _same(begun, ended):
    """Whether a turn that began with these words ended with those: pictures in a message leave marks in the latter."""
    begun, ended = begun.strip(), (ended or "").strip()
    return begun == ended or (bool(begun) and begun in ended)


META = {
    "platform": "platform", "hermesHome": "hermes_home", "profile": "agent_identity", "title": "session_title",
    "chatType": "chat_type", "chatName": "chat_name",
}
PLATFORMS_WITH_FOLDER = frozenset({"cli", "tui", "acp"})
