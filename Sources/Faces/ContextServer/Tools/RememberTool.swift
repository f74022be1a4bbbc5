import Digest
import JSONText
import MemoryAPI

/// `memory_remember`: keeps something, as a turn in which the user said it.
enum RememberTool {
    static let tool = ContextTool(
        name: "memory_remember", title: "Remember something",
        description: """
            Keep a fact, decision or preference for later sessions, when the user asks for it or it would be costly to \
            find out again. One self-contained sentence or paragraph; no secrets.
            """,
        parameters: [
            "text": ["type": "string", "description": "What to keep, in words that stand alone.", "minLength": 1]
        ],
        required: ["text"],
        output: ToolListing.object(("kept", ToolListing.flag), ("id", ToolListing.text)), isReadOnly: false
    ) { arguments, call, _ in
        let text = try arguments.requiredString("text")
        let kept = try await call.ask(
            TurnEnd.method,
            .object(present: [
                ("agent", .string(call.agent)),
                ("sessionId", .string(call.client.sessionID ?? "mcp-\(call.agent)")), ("episodeId", ""),
                ("namespace", .object(present: [("workspacePath", call.client.workspace.map(JSON.string))])),
                // The same words again are the same note.
                ("turnKey", .string("note-" + SHA256.hexDigest(of: Array(text.utf8)).prefix(24))),
                ("userText", .string("Remember: \(text)")), ("agentText", "Noted."), ("toolCalls", []),
                ("ts", .integer(call.backend.now())),
            ]))
        let id = kept["traceId"]?.string ?? ""
        return ContextTool.answer(
            id.isEmpty ? "Nothing was kept: recording is switched off here." : "Kept (\(id)).",
            ["kept": JSON(!id.isEmpty), "id": .string(id)])
    }
}
