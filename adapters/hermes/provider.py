"""The provider Hermes calls. No method raises but `save_config`, and none waits longer than its host allows."""

import logging
import time

from . import tools
from .conversation import Conversation, now_ms
from .guard import harmless
from .link import DaemonLink
from .settings import SAFE_TO_COPY, Settings

try:
    from agent.memory_provider import MemoryProvider
except ImportError:
    # Outside the host, for tests of this package alone.
    MemoryProvider = object

logger = logging.getLogger(__name__)

# Hermes gives recall up after 8 s. The daemon is told the moment, so that it answers with what it has by then.
RECALL_PATIENCE = 3.0
RECALL_DEADLINE_MS = 2_800
STATIC_TEXT_PATIENCE = 2.0
# How soon the daemon is asked again for tools it could not name.
TOOLS_PAUSE = 30.0


class MemosProvider(MemoryProvider):
    """One agent's memory."""

    def __init__(self):
        self._settings, self._link, self._talk = Settings(), DaemonLink(), Conversation()
        self._last_recall, self._static_text, self._tell = "", {}, logger.warning
        self._schemas, self._ask_tools_after = None, 0.0

    @property
    def name(self):
        return "memos"

    def _request(self, method, params, timeout):
        return self._link.request(self._settings, method, params, timeout)

    def _record(self, method, params):
        """Into the queue, unless this agent is none whose words are kept."""
        if self._talk.is_kept:
            self._link.record(self._settings, method, params)

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
        if home == inside or inside in home.parents:
            # Hermes has it anyway, and copies databases there as they must be.
            return []
        return [str(home / name) for name in SAFE_TO_COPY]

    # Sessions.

    @harmless(None)
    def initialize(self, session_id, **kwargs):
        """Returns at once: the daemon starts behind the queue."""
        if kwargs.get("hermes_home"):
            self._settings = Settings(kwargs["hermes_home"])
        self._talk, self._last_recall = Conversation(session_id, **kwargs), ""
        # Only a host with a terminal before it says how to reach the person.
        self._tell = kwargs.get("warning_callback") or logger.warning
        self._record("session.open", self._talk.opening(kwargs.get("parent_session_id")))

    def _close_session(self):
        if self._talk.session and self._talk.is_open:
            self._talk.is_open = False
            self._record("session.close", {"sessionId": self._talk.session})

    @harmless(None)
    def on_session_end(self, messages):
        self._close_session()

    @harmless(None)
    def on_session_switch(self, new_session_id, *, parent_session_id="", reset=False, rewound=False, **kwargs):
        self._talk.turn, self._last_recall = None, ""
        if new_session_id == self._talk.session:
            if kwargs.get("reason") == "compression":
                self._record("session.compacted", {"sessionId": new_session_id, "ts": now_ms()})
            return
        self._close_session()
        self._talk.move(new_session_id)
        self._record("session.open", self._talk.opening(parent_session_id))

    @harmless(None)
    def shutdown(self):
        self._schemas = None
        self._link.close()

    # What the model is told.

    @harmless("")
    def system_prompt_block(self):
        """The daemon's static words, once for a session, so that the prompt stays the same."""
        session = self._talk.session
        if session not in self._static_text:
            answer = self._request("session.context", self._talk.context(), STATIC_TEXT_PATIENCE)
            self._static_text = {session: _text(answer, "text")}
            if notice := _text(answer, "notice"):
                self._tell(f"memos: {notice}")
        return self._static_text[session]

    @harmless(None)
    def on_turn_start(self, turn_number, message, **kwargs):
        self._talk.begin_turn(message or "", turn_number)

    @harmless("")
    def prefetch(self, query, *, session_id=""):
        """Recalls for the words of the user, and so begins the turn in the memory."""
        if not query or not query.strip():
            return ""
        self._last_recall = ""
        if self._talk.is_kept:
            asked = self._talk.question(query, session_id or self._talk.session, RECALL_DEADLINE_MS)
            answer = self._request("turn.start", asked, RECALL_PATIENCE)
        else:
            answer = self._request("memory.search", self._talk.search(query), RECALL_PATIENCE)
        self._last_recall = _text(answer, "injectedContext")
        return self._last_recall

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
        """Never waits: one queue and one thread carry the turn, again and again until the daemon has it."""
        session = session_id or self._talk.session
        self._record("turn.end", self._talk.ending(user_content, assistant_content, session, messages))

    @harmless(None)
    def on_delegation(self, task, result, *, child_session_id="", **kwargs):
        if task and task.strip():
            self._record("subagent.record", self._talk.delegation(task, result, child_session_id))

    @harmless(None)
    def on_memory_write(self, action, target, content, metadata=None):
        """Told at once, as of a turn that the user interrupts Hermes tells nothing; the call's id keeps it single."""
        params = self._talk.memory_write((metadata or {}).get("tool_call_id"), action, target, content)
        if params:
            self._record("turn.record_call", params)

    # Tools.

    @harmless(list)
    def get_tool_schemas(self):
        """Asked before `initialize`, and several times. Without an answer the agent has no tools, and recall and
        capture go on."""
        if self._schemas is None and time.monotonic() >= self._ask_tools_after:
            self._ask_tools_after = time.monotonic() + TOOLS_PAUSE
            self._schemas = tools.schemas(self._request)
        return list(self._schemas or [])

    @harmless(lambda: tools.failed("the memory could not answer"))
    def handle_tool_call(self, tool_name, args, **kwargs):
        return tools.call(self._request, tool_name, args, kwargs.get("session_id") or self._talk.session)


def _text(answer, member):
    text = answer.get(member) if isinstance(answer, dict) else ""
    return text if isinstance(text, str) else ""
