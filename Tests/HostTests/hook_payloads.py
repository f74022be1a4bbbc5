"""What hosts write to a hook's standard input, event by event, in the hosts' own words; and whole turns made of that.

Every function gives (event, payload) pairs. `session` and `turn` are the host's own ids.
"""

import copy
import json
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "Fixtures" / "hooks"
HOSTS = ["claude", "codex", "cursor", "gemini", "hermes"]
CWD, TRANSCRIPT = "/project/heron", "/home/u/transcript.jsonl"
COMMAND = {"command": "ls -1 | wc -l"}


def claude(session, turn):
    base = {"session_id": session, "transcript_path": TRANSCRIPT, "cwd": CWD}
    asked = {**base, "permission_mode": "default", "prompt_id": turn, "effort": {"level": "medium"}}
    tool = {"tool_name": "Bash", "tool_input": COMMAND, "tool_use_id": f"toolu-{turn}"}
    response = {"stdout": "17", "stderr": "", "interrupted": False, "isImage": False}
    return _named({
        "SessionStart": {**base, "source": "startup", "model": "claude-opus-5-5", "session_title": "Birds"},
        "Setup": {**base, "trigger": "init"},
        "InstructionsLoaded": {**base, "files": ["CLAUDE.md"]},
        "UserPromptSubmit": {**asked, "prompt": "How many files are there?"},
        "UserPromptExpansion": {**asked, "prompt": "/count", "expanded": "How many files are there?"},
        "MessageDisplay": {**asked, "message": "Counting."},
        "PreToolUse": {**asked, **tool},
        "PermissionRequest": {**asked, **tool},
        "PermissionDenied": {**asked, **tool, "reason": "no"},
        "PostToolUse": {**asked, **tool, "tool_response": response, "duration_ms": 12},
        "PostToolUseFailure": {**asked, **tool, "error": "Exit code 2\nls: cannot access", "is_interrupt": False, "duration_ms": 3},
        "PostToolBatch": {**asked, "tool_calls": [{**tool, "tool_response": "17"}]},
        "Notification": {**asked, "message": "waiting", "title": "Claude Code"},
        "SubagentStart": {**asked, "agent_id": "a1", "agent_type": "Explore"},
        "SubagentStop": {**asked, "stop_hook_active": False, "agent_id": "a1", "agent_type": "Explore",
                         "agent_transcript_path": TRANSCRIPT, "last_assistant_message": "Found it."},
        "TaskCreated": {**asked, "task_id": "1", "task_subject": "Count"},
        "TaskCompleted": {**asked, "task_id": "1", "task_subject": "Count"},
        "Stop": {**asked, "stop_hook_active": False, "last_assistant_message": "Seventeen.", "background_tasks": [],
                 "session_crons": []},
        "StopFailure": {**asked, "error": "overloaded", "error_details": "529", "last_assistant_message": "Seven"},
        "TeammateIdle": {**asked, "teammate": "x"},
        "ConfigChange": {**base, "source": "user_settings"},
        "CwdChanged": {**base, "old_cwd": "/"},
        "DirectoryAdded": {**base, "directory": "/tmp"},
        "FileChanged": {**base, "file_path": "/tmp/x"},
        "WorktreeCreate": {**base, "name": "w"},
        "WorktreeRemove": {**base, "worktree_path": "/tmp/w"},
        "PreCompact": {**asked, "trigger": "auto", "custom_instructions": ""},
        "PostCompact": {**asked, "trigger": "auto", "compact_summary": "counted files"},
        "PreModelSwitch": {**base, "from": "a", "to": "b"},
        "PostModelSwitch": {**base, "from": "a", "to": "b"},
        "Elicitation": {**asked, "mcp_server": {"name": "memos"}, "message": "Sure?"},
        "ElicitationResult": {**asked, "action": "accept"},
        "SessionEnd": {**base, "reason": "prompt_input_exit"},
    })


def codex(session, turn):
    base = {"session_id": session, "transcript_path": None, "cwd": CWD, "model": "gpt-5.5-codex", "permission_mode": "default"}
    asked = {**base, "turn_id": turn}
    tool = {"tool_name": "Bash", "tool_input": COMMAND, "tool_use_id": f"call-{turn}"}
    return _named({
        "SessionStart": {**base, "source": "startup"},
        "UserPromptSubmit": {**asked, "prompt": "How many files are there?"},
        "PreToolUse": {**asked, **tool},
        "PermissionRequest": {**asked, **tool},
        "PostToolUse": {**asked, **tool, "tool_response": "17\n"},
        "PreCompact": {**asked, "trigger": "auto"},
        "PostCompact": {**asked, "trigger": "auto"},
        "SubagentStart": {**asked, "agent_id": "a1", "agent_type": "default"},
        "SubagentStop": {**asked, "stop_hook_active": False, "agent_id": "a1", "agent_type": "default",
                         "agent_transcript_path": None, "last_assistant_message": "Found it."},
        "Stop": {**asked, "stop_hook_active": False, "last_assistant_message": "Seventeen."},
        "SessionEnd": {**base, "reason": "other"},
    })


def cursor(session, turn):
    base = {"conversation_id": session, "generation_id": turn, "model": "gpt-5.5", "cursor_version": "3.4.1",
            "workspace_roots": [CWD], "user_email": "u@example.org", "transcript_path": None}
    tool = {"tool_name": "Shell", "tool_input": COMMAND, "tool_use_id": f"tool-{turn}", "cwd": CWD}
    return _named({
        "sessionStart": {**base, "session_id": session, "is_background_agent": False, "composer_mode": "agent"},
        "beforeSubmitPrompt": {**base, "prompt": "How many files are there?", "attachments": []},
        "preToolUse": {**base, **tool},
        "postToolUse": {**base, **tool, "tool_output": json.dumps({"output": "17", "exitCode": 0}), "duration": 12},
        "postToolUseFailure": {**base, **tool, "error_message": "no such file", "failure_type": "error", "is_interrupt": False,
                               "duration": 4},
        "beforeShellExecution": {**base, "command": "ls", "cwd": CWD},
        "afterShellExecution": {**base, "command": "ls", "output": "17", "duration": 3},
        "beforeMCPExecution": {**base, "tool_name": "memory_search", "tool_input": "{}"},
        "afterMCPExecution": {**base, "tool_name": "memory_search", "tool_input": "{}", "result_json": "{}", "duration": 3},
        "beforeReadFile": {**base, "file_path": "/tmp/x", "content": "x", "attachments": []},
        "afterFileEdit": {**base, "file_path": "/tmp/x", "edits": [{"old_string": "a", "new_string": "b"}]},
        "subagentStart": {**base, "subagent_type": "explore", "task": "Look around"},
        "subagentStop": {**base, "subagent_type": "explore", "status": "completed", "summary": "Found it.", "duration": 9,
                         "agent_transcript_path": None},
        "afterAgentResponse": {**base, "text": "Seventeen."},
        "afterAgentThought": {**base, "text": "Counting.", "duration_ms": 100},
        "preCompact": {**base, "trigger": "auto", "context_usage_percent": 85},
        "stop": {**base, "status": "completed", "loop_count": 0},
        "sessionEnd": {**base, "session_id": session, "reason": "completed", "duration_ms": 4000},
        "workspaceOpen": base,
    })


def gemini(session, turn):
    base = {"session_id": session, "transcript_path": TRANSCRIPT, "cwd": CWD, "timestamp": "2026-11-22T06:30:00.000Z"}
    tool = {"tool_name": "run_shell_command", "tool_input": COMMAND}
    request = {"model": "gemini-3-pro", "messages": [{"role": "user", "content": "How many files are there?"}]}
    reply = {"candidates": [{"content": {"role": "model", "parts": ["Seventeen."]}}]}
    return _named({
        "SessionStart": {**base, "source": "startup"},
        "BeforeAgent": {**base, "prompt": "How many files are there?"},
        "BeforeModel": {**base, "llm_request": request},
        "BeforeToolSelection": {**base, "llm_request": request},
        "AfterModel": {**base, "llm_request": request, "llm_response": reply},
        "BeforeTool": {**base, **tool},
        "AfterTool": {**base, **tool, "tool_response": {"llmContent": "17", "returnDisplay": "17"}},
        "PreCompress": {**base, "trigger": "auto"},
        "Notification": {**base, "notification_type": "ToolPermission", "message": "May I?", "details": {}},
        "AfterAgent": {**base, "prompt": "How many files are there?", "prompt_response": "Seventeen.", "stop_hook_active": False},
        "SessionEnd": {**base, "reason": "exit"},
    })


def hermes(session, turn):
    base = {"tool_name": None, "tool_input": None, "session_id": session, "cwd": CWD}
    extra = {"task_id": "t", "turn_id": turn, "model": "fake-model", "platform": "cli"}
    history = [{"role": "user", "content": "How many files are there?"}]
    tool = {"tool_name": "terminal", "tool_input": COMMAND}
    return _named({
        "on_session_start": {**base, "extra": extra},
        "pre_llm_call": {**base, "extra": {**extra, "user_message": "How many files are there?", "conversation_history": history,
                                           "is_first_turn": True, "sender_id": None}},
        "pre_tool_call": {**base, **tool, "extra": extra},
        "post_tool_call": {**base, **tool, "extra": {**extra, "result": "17", "status": "ok", "error_type": None,
                                                     "error_message": None, "duration_ms": 12, "tool_call_id": "c1"}},
        "post_llm_call": {**base, "extra": {**extra, "user_message": "How many files are there?", "conversation_history": history,
                                            "assistant_response": "Seventeen."}},
        "subagent_stop": {**base, "extra": {**extra, "task": "Look around", "summary": "Found it."}},
        "on_session_end": {**base, "extra": {**extra, "completed": True, "interrupted": False}},
    })


def codex_notify(session, turn):
    """The one argument that Codex gives its notify program."""
    return {"type": "agent-turn-complete", "thread-id": session, "turn-id": turn, "cwd": CWD, "client": "codex-tui",
            "input-messages": ["How many files are there?"], "last-assistant-message": "Seventeen."}


EVENTS = {"claude": claude, "codex": codex, "cursor": cursor, "gemini": gemini, "hermes": hermes}
# Event and member that carry the user's words, the answer's, and the event whose output is the recall.
TURN = {
    "claude": [("UserPromptSubmit", "prompt"), ("PostToolUse", None), ("Stop", "last_assistant_message")],
    "codex": [("UserPromptSubmit", "prompt"), ("PostToolUse", None), ("Stop", "last_assistant_message")],
    "cursor": [("beforeSubmitPrompt", "prompt"), ("postToolUse", None), ("afterAgentResponse", "text"), ("stop", None)],
    "gemini": [("BeforeAgent", "prompt"), ("AfterTool", None), ("AfterAgent", "prompt_response")],
    "hermes": [("pre_llm_call", "extra.user_message"), ("post_tool_call", None), ("post_llm_call", "extra.assistant_response")],
}
# Hosts without a name for a turn: the same words again are a turn again.
NAMELESS = {"gemini"}
# Cursor takes no context at the prompt; it comes with the first tool's result of a generation.
RECALL = {"claude": "UserPromptSubmit", "codex": "UserPromptSubmit", "cursor": "postToolUse", "gemini": "BeforeAgent",
          "hermes": "pre_llm_call"}


def events(host, session="session-1", turn="turn-1"):
    """Event → payload, every event of the host."""
    return EVENTS[host](session, turn)


def fixtures(host):
    """File name → what the unit tests of the dialects go by: the payload, and what is printed when there is nothing to say."""
    return {file.stem: json.loads(file.read_text()) for file in sorted((FIXTURES / host).glob("*.json"))}


def golden(host):
    """File name → payload of the fixtures."""
    return {name: fixture["payload"] for name, fixture in fixtures(host).items()}


def turn_events(host, session, turn, user, answer, with_tool=False):
    """The events of one whole turn, in order."""
    payloads, made = events(host, session, turn), []
    texts = iter([user, answer])
    for event, member in TURN[host]:
        if member is None and "ool" in event and not with_tool:
            continue
        payload = copy.deepcopy(payloads[event])
        if member:
            text = next(texts)
            holder, _, name = member.rpartition(".")
            (payload[holder] if holder else payload)[name] = text
            # The host repeats the user's words with the answer.
            for place, key in ((payload, "prompt"), (payload.get("extra", {}), "user_message")):
                if key in place:
                    place[key] = user
        made.append((event, payload))
    return made


def _named(payloads):
    return {event: {**payload, "hook_event_name": event} for event, payload in payloads.items()}
