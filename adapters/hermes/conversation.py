"""The session and the turns an agent is in, in the daemon's words."""

import collections
import os
import time

from . import turns

# A gateway's folder says nothing about what its users talk of.
PLATFORMS_WITH_FOLDER = frozenset({"cli", "tui", "acp"})
META = {
    "platform": "platform", "hermesHome": "hermes_home", "profile": "agent_identity", "title": "session_title",
    "chatType": "chat_type", "chatName": "chat_name",
}
# Turns whose end is still to come; more only where the host keeps interrupting.
MOST_BEGUN = 16


def now_ms():
    return int(time.time() * 1000)


def working_folder():
    """Where the agent's tools work, which Hermes says where it is not the folder it was started in."""
    named = os.path.expanduser(os.environ.get("TERMINAL_CWD") or "")
    return named if os.path.isabs(named) else os.getcwd()


class Conversation:
    """What Hermes told when the agent began, and what follows from it for each request."""

    def __init__(self, session="", **kwargs):
        self.session, self.is_open = session or "", False
        # Hermes tells of a turn's end from another thread, maybe after the next has begun.
        self.turn, self._begun = None, collections.deque(maxlen=MOST_BEGUN)
        self.is_kept = str(kwargs.get("agent_context") or "primary") == "primary"
        self.namespace = {"agentKind": "hermes", "profileId": str(kwargs.get("agent_identity") or "default")}
        if (kwargs.get("platform") or "cli") in PLATFORMS_WITH_FOLDER:
            self.namespace["workspacePath"] = working_folder()
        self._meta = {name: str(kwargs[member]) for name, member in META.items() if kwargs.get(member) not in (None, "")}

    def move(self, session):
        """Goes on in another session."""
        self.session, self.turn = session or "", None

    def _params(self, session, **members):
        return {"agent": "hermes", "sessionId": session, "namespace": self.namespace, **members}

    def opening(self, parent=""):
        self.is_open = True
        return self._params(self.session, meta={**self._meta, **({"parentSessionId": parent} if parent else {})})

    def context(self):
        """`session.context`. Hermes asks for it only when it writes the system prompt anew, so it is never there yet."""
        return self._params(self.session, entry="start")

    def begin_turn(self, text, number=0, session=None):
        """Names the turn, so that all that is said of it meets in the daemon. The number alone would meet another turn
        when a session is taken up again or rewound."""
        ts, session = now_ms(), session or self.session
        turn = self.turn = {"session": session, "text": text, "key": f"{session}:{number}:{ts}", "ts": ts}
        self._begun.append(turn)
        return turn

    def _ended_turn(self, text, session):
        """The turn that began with these words; the last one, as a user asks again what he interrupted."""
        for turn in reversed(tuple(self._begun)):
            if turn["session"] == session and _same(turn["text"], text):
                self._begun.remove(turn)
                return turn
        return {"key": f"{session}:0:{now_ms()}"}

    def question(self, query, session, patience_ms):
        """`turn.start`, of the turn that has begun with these words or of a new one."""
        turn = self.turn
        if turn is None or turn["session"] != session or turn["text"].strip() != query.strip():
            turn = self.begin_turn(query, session=session)
        return self._params(
            session, userText=query, ts=turn["ts"], turnKey=turn["key"], deadlineAt=now_ms() + patience_ms,
            # The model sees its session from the start; what a compaction took away the daemon is told.
            contextHints={"visibleContextKnown": True, "visibleContextStartTs": 0},
        )

    def search(self, query):
        return {"agent": "hermes", "query": query, "namespace": self.namespace, "entry": "sub_agent"}

    def ending(self, user, answer, session, messages):
        """`turn.end`, with the user's words in it: a recall that never came costs no turn."""
        turn = self._ended_turn(user, session)
        course = turns.messages_of_turn(messages, user)
        params = self._params(
            session, episodeId="", turnKey=turn["key"], userText=user, agentText=answer or "",
            toolCalls=turns.calls_of(course), ts=now_ms())
        thinking = turns.last_thinking(course)
        return {**params, "agentThinking": thinking} if thinking else params

    def delegation(self, task, result, child):
        params = self._params(self.session, task=task, result=result or "", ts=now_ms())
        return {**params, "childSessionId": child} if child else params

    def memory_write(self, call_id, action, target, content):
        """A write to MEMORY.md or USER.md, as the tool call of the turn that it is; None without a turn."""
        if not call_id or self.turn is None:
            return None
        call = {"name": "memory", "toolCallId": str(call_id), "output": "saved",
                "input": {"action": action, "target": target, "content": content}}
        return self._params(self.turn["session"], turnKey=self.turn["key"], ts=now_ms(), call=call)


def _same(begun, ended):
    """Whether a turn that began with these words ended with those: pictures in a message leave marks in the latter."""
    begun, ended = begun.strip(), (ended or "").strip()
    return begun == ended or (bool(begun) and begun in ended)
