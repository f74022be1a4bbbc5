"""The matrix that a client runs against the server: each step by its name, with what came of it as JSON lines."""

import asyncio
import json
import os

ALL = "all"


def dump(value):
    """A model of either SDK as plain data."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return value


class Report:
    """One line a step: what it gave, or the error."""

    async def step(self, name, action):
        try:
            result = dump(await asyncio.wait_for(action, 30))
            self.say(name, result=result)
            return result
        except Exception as error:  # noqa: BLE001 — whatever a client raises is what is reported
            self.say(name, error=type(error).__name__, message=str(error),
                     code=getattr(getattr(error, "error", None), "code", None) or getattr(error, "code", None))
            return None

    def say(self, name, **what):
        print(json.dumps({"step": name, **what}), flush=True)


async def run(report, client):
    """`client` has the methods of both SDKs under one name; the names of steps are what the test asks for."""
    step = report.step
    tools = await step("tools", client.list_tools())
    kept = await step("remember", client.call("memory_remember", {"text": "The release key is kept in the blue safe."}))
    note = kept["structuredContent"]["id"]
    thing = await step("get", client.call("memory_get", {"id": note}))
    task = thing["structuredContent"]["episodeId"]
    await step("search", client.call("memory_search", {"query": "where is the release key"}))
    await step("timeline", client.call("memory_timeline", {"episode_id": task}))
    await step("environment", client.call("memory_environment", {}))
    await step("skill_get", client.call("skill_get", {"id": "sk_none"}))
    if any(tool["name"] == "task_list" for tool in tools["tools"]):
        await step("skill_list", client.call("skill_list", {}))
        await step("task_list", client.call("task_list", {}))
        await step("policy_list", client.call("policy_list", {}))
        await step("feedback", client.call("memory_feedback", {"id": note, "good": True, "text": "yes"}))
    await step("bad", client.call("memory_search", {}))
    await step("unknown", client.call("nope", {}))
    await step("resources", client.list_resources())
    await step("templates", client.list_resource_templates())
    await step("read", client.read_resource(f"memos://trace/{note}"))
    await step("read_none", client.read_resource("memos://trace/tr_none"))
    await step("prompts", client.list_prompts())
    await step("prompt", client.get_prompt("recall", {"query": "release key"}))
    seen = []

    async def progress(done, total, message):
        seen.append([done, total, message])

    await step("progress", client.call("memory_search", {"query": "safe"}, progress=progress))
    report.say("progress_seen", result=seen)
    if any(tool["name"] == "memory_forget" for tool in tools["tools"]):
        await step("decline", client.forget([note], "decline"))
        await step("still", client.call("memory_get", {"id": note}))
        if client.slow_forget is not None:
            await step("given_up", client.slow_forget([note]))
            await step("after_giving_up", client.call("memory_get", {"id": note}))
        await step("accept", client.forget([note], "accept"))
        await step("gone", client.call("memory_get", {"id": note}))
    if os.environ.get("MEMOS_TEST_LENDS"):
        report.say("ready_to_lend")
        await asyncio.wait_for(client.lent.wait(), 30)
        report.say("lent")
        await asyncio.sleep(0.5)
