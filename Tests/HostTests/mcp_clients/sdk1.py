"""The matrix with SDK 1.x. Arguments: an address or the command. MEMOS_TEST_TOKEN is for addresses."""

import asyncio
import logging
import os
import sys
import time

from matrix import Report, run
from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client

logging.basicConfig(level=logging.ERROR)


class Matrix:
    def __init__(self):
        self.answer = "decline"
        self.asked = asyncio.Event()
        self.lent = asyncio.Event()
        self.session = None
        # This SDK does not tell the server when a task is cancelled.
        self.slow_forget = None

    async def elicit(self, _context, params):
        self.asked.set()
        return types.ElicitResult(action=self.answer, content={"agree": True} if self.answer == "accept" else None)

    async def sample(self, _context, params):
        self.lent.set()
        return types.CreateMessageResult(
            role="assistant", model="lent", content=types.TextContent(type="text", text="lent words"))

    async def call(self, name, arguments, progress=None):
        return await self.session.call_tool(name, arguments, progress_callback=progress)

    async def forget(self, ids, answer):
        self.answer = answer
        return await self.session.call_tool("memory_forget", {"ids": ids})

    def __getattr__(self, name):
        return getattr(self.session, name)


async def main():
    target = sys.argv[1:]
    started = time.monotonic()
    if target[0].startswith("http"):
        headers = {"Authorization": f"Bearer {os.environ['MEMOS_TEST_TOKEN']}"}
        async with streamablehttp_client(target[0], headers=headers) as (read, write, _):
            await talk(read, write, started)
    else:
        environment = {key: value for key, value in os.environ.items() if key.startswith(("MEMOS_", "XDG_"))}
        server = StdioServerParameters(command=target[0], args=target[1:], env=environment)
        async with stdio_client(server) as (read, write):
            await talk(read, write, started)
    Report().say("closed", result=time.monotonic() - started)


async def talk(read, write, started):
    matrix = Matrix()
    lends = {"sampling_callback": matrix.sample} if os.environ.get("MEMOS_TEST_LENDS") else {}
    async with ClientSession(read, write, elicitation_callback=matrix.elicit, **lends) as matrix.session:
        told = await matrix.session.initialize()
        Report().say("open", result={
            "version": told.protocolVersion, "server": told.serverInfo.name, "instructions": told.instructions,
            "seconds": time.monotonic() - started})
        await run(Report(), matrix)


asyncio.run(asyncio.wait_for(main(), 120))
