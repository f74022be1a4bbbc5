import JSONText
import Synchronization
import Testing

@testable import ContextServer

@Suite("A client on a connection that stays open")
struct ContextSessionTests {
    @Test(
        "an agent is known by the name of its client, where nobody chose it",
        arguments: [
            ("claude-code", "claude"), ("codex-mcp-client", "codex"), ("Codex", "codex"), ("cursor-vscode", "cursor"),
            ("gemini-cli-mcp-client", "gemini"), ("deepseek-harness", "dsh"), ("claudette", nil), ("zed", nil),
            ("", nil),
        ])
    func names(name: String, agent: String?) {
        #expect(ContextClient.agent(named: name) == agent)
    }

    @Test("requests go out on behalf of that agent, of the one chosen, or of the daemon's own")
    func agents() async throws {
        let memory = ScriptedMemory()
        try await memory.session().hear(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
        let named = memory.session()
        try await named.hear(
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"codex-mcp-client"}}}"#)
        try await named.hear(#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)
        try await memory.session(ContextClient(agent: "cursor")).hear(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
        #expect(memory.asked.map(\.agent) == ["hermes", "codex", "cursor"])
    }

    @Test("a session that a daemon before began is gone on with")
    func resumed() async throws {
        let lends = Mutex<[Bool]>([])
        let memory = ScriptedMemory()
        var line = memory.line()
        line.lendsModel = { lent in lends.withLock { $0.append(lent) } }
        let introduction: JSON = ["clientInfo": ["name": "codex"], "capabilities": ["sampling": [:]]]
        let session = ContextSession(
            server: memory.server, client: ContextClient(introduction: introduction), line: line)
        #expect(lends.withLock { $0 } == [true])
        try await session.hear(#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)
        #expect(memory.asked.map(\.agent) == ["codex"])
    }

    @Test("what the client gave up is stopped and not answered")
    func cancelled() async throws {
        let memory = ScriptedMemory(["memory.forget": ["removed": ["traces": 1]]])
        let (waiting, asked) = AsyncStream<Void>.makeStream()
        let session = memory.session(
            ContextClient(offersAllTools: true, introduction: ["capabilities": ["elicitation": [:]]])
        ) { _, _, _ in
            asked.yield()
            try await Task.sleep(for: .seconds(60))
            return ["action": "accept", "content": ["agree": true]]
        }
        async let call: Void = session.hear(
            #"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"memory_forget","arguments":{"ids":["tr_1"]}}}"#
        )
        for await _ in waiting { break }
        try await session.hear(
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a"}}"#)
        try await call
        #expect(memory.sent.isEmpty)
        #expect(!memory.asked.contains { $0.params["dryRun"] == false })
    }

    @Test("roots and the metadata of a call tell where it belongs")
    func places() {
        #expect(ContextClient.folder(ofRoot: "file:///src/a%20b/") == "/src/a b")
        #expect(ContextClient.folder(ofRoot: "file://localhost/src") == "/src")
        #expect(ContextClient.folder(ofRoot: "file:///") == "/")
        for other in ["https://host/src", "file:", "file:///a%zz", "file:///a%00"] {
            #expect(ContextClient.folder(ofRoot: other) == nil)
        }
        let turn: JSON = ["session_id": "s-7", "turn_id": "t-1"]
        #expect(ContextClient().bound(by: ["x-codex-turn-metadata": turn]).sessionID == "s-7")
        #expect(ContextClient(sessionID: "s-1").bound(by: ["progressToken": 1]).sessionID == "s-1")
    }
}
