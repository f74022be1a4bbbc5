"""The matrix with SDK 2.x. Arguments: auto or legacy, then an address or the command. MEMOS_TEST_TOKEN is for addresses."""

import asyncio
import logging
import os
import sys
import time

import httpx2
import mcp_types as types
from matrix import Report, run
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

logging.basicConfig(level=logging.ERROR)


class Matrix:
    def __init__(self, legacy, over_http):
        self.answer = "decline"
        self.asked = asyncio.Event()
        self.lent = asyncio.Event()
        self.legacy = legacy
        self.client = None
        # Where a question is an answer, or nobody can be asked, there is nothing under way that could be given up.
        self.slow_forget = self.give_up_forget if legacy and not over_http else None

    async def elicit(self, _context, params):
        self.asked.set()
        if self.answer == "wait":
            await asyncio.sleep(60)
        return types.ElicitResult(action=self.answer, content={"agree": True} if self.answer == "accept" else None)

    async def sample(self, _context, params):
        self.lent.set()
        return types.CreateMessageResult(
            role="assistant", model="lent", content=types.TextContent(type="text", text="lent words"))

    async def call(self, name, arguments, progress=None):
        return await self.client.call_tool(name, arguments, progress_callback=progress)

    async def forget(self, ids, answer):
        self.answer = answer
        return await self.client.call_tool("memory_forget", {"ids": ids})

    async def give_up_forget(self, ids):
        self.answer = "wait"
        self.asked.clear()
        call = asyncio.create_task(self.client.call_tool("memory_forget", {"ids": ids}))
        await self.asked.wait()
        call.cancel()
        try:
            await call
        except asyncio.CancelledError:
            return "given up"
        return "answered"

    def __getattr__(self, name):
        return getattr(self.client, name)


async def main():
    mode, target = sys.argv[1], sys.argv[2:]
    matrix = Matrix(mode == "legacy", target[0].startswith("http"))
    options = {"mode": mode, "elicitation_callback": matrix.elicit, "read_timeout_seconds": 30}
    if os.environ.get("MEMOS_TEST_LENDS"):
        options["sampling_callback"] = matrix.sample
    started = time.monotonic()
    if target[0].startswith("http"):
        headers = {"Authorization": f"Bearer {os.environ['MEMOS_TEST_TOKEN']}"}
        async with httpx2.AsyncClient(headers=headers) as carrier:
            await talk(Client(streamable_http_client(target[0], http_client=carrier), **options), matrix, started)
    else:
        environment = {key: value for key, value in os.environ.items() if key.startswith(("MEMOS_", "XDG_"))}
        server = StdioServerParameters(command=target[0], args=target[1:], env=environment)
        await talk(Client(server, **options), matrix, started)
    Report().say("closed", result=time.monotonic() - started)


async def talk(client, matrix, started):
    async with client as matrix.client:
        Report().say("open", result={
            "version": client.protocol_version, "server": client.server_info.name,
            "instructions": client.instructions, "seconds": time.monotonic() - started})
        await run(Report(), matrix)


asyncio.run(asyncio.wait_for(main(), 120))
