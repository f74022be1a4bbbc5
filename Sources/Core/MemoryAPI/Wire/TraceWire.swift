package import JSONText
package import MemoryModel

/// Traces, turns and episodes as the wire has them.
package enum TraceWire {
    /// - Parameters:
    ///   - turn: gives the user's words, which tool steps do not repeat.
    ///   - priority: as of now.
    package static func json(_ trace: Trace, turn: Turn?, episode: Episode?, priority: Double) -> JSON {
        .object(
            present: place(of: trace, turn: turn) + content(of: trace, turn: turn)
                + worth(of: trace, episode: episode, priority: priority) + marks(of: trace))
    }

    private static func place(of trace: Trace, turn: Turn?) -> [(String, JSON?)] {
        let workspace: JSON? = trace.owner.workspace.map(JSON.string)
        let branch: JSON? = turn?.branch.map(JSON.string)
        return [
            ("id", JSON(trace.id.rawValue)), ("episodeId", JSON(trace.episodeID.rawValue)),
            ("sessionId", JSON(trace.sessionID.rawValue)), ("ts", JSON(trace.at)),
            ("turnId", JSON(turn?.startedAt ?? trace.at)), ("turn", JSON(trace.turnID.rawValue)),
            ("step", JSON(trace.step)), ("kind", JSON(trace.kind.rawValue)), ("origin", JSON(trace.origin.rawValue)),
            ("ownerAgentKind", JSON(trace.owner.agentKind)), ("ownerProfileId", JSON(trace.owner.profile)),
            ("ownerWorkspaceId", workspace), ("branch", branch),
        ]
    }

    private static func content(of trace: Trace, turn: Turn?) -> [(String, JSON?)] {
        let calls: [JSON] = trace.call.map { [json($0)] } ?? []
        let thinking: JSON? = trace.thinking.map(JSON.string)
        let userText = trace.userText.isEmpty ? turn?.userText ?? "" : trace.userText
        return [
            ("userText", JSON(userText)), ("agentText", JSON(trace.agentText)), ("summary", JSON(trace.summary)),
            ("tags", JSON(trace.tags)), ("toolCalls", JSON.array(calls)), ("agentThinking", thinking),
            ("errorSignatures", JSON(trace.errors.map(\.signature))), ("outcome", JSON(trace.outcome.rawValue)),
        ]
    }

    private static func worth(of trace: Trace, episode: Episode?, priority: Double) -> [(String, JSON?)] {
        let reflection: JSON? = trace.reflection.map(JSON.string)
        let status: JSON? = episode.map { $0.isOpen ? "open" : "closed" }
        let reward: JSON? = episode?.reward.map(JSON.double)
        return [
            ("reflection", reflection), ("value", JSON(trace.value)), ("alpha", JSON(trace.reflectionWeight)),
            ("creditRule", trace.creditRule.map(JSON.string)),
            ("priority", JSON(priority)), ("episodeStatus", status), ("episodeRTask", reward),
        ]
    }

    /// What a person did with it; nothing on a step that nobody touched.
    private static func marks(of trace: Trace) -> [(String, JSON?)] {
        let words = trace.ownWords.map(\.rawValue).sorted()
        return [
            ("pinned", trace.pinnedAt == nil ? nil : true), ("pinnedAt", trace.pinnedAt.map(JSON.integer)),
            ("share", trace.share == .private ? nil : .string(trace.share.rawValue)),
            ("editedAt", trace.editedAt.map(JSON.integer)), ("ownWords", words.isEmpty ? nil : JSON(words)),
        ]
    }

    package static func json(_ call: ToolCall) -> JSON {
        .object(present: [
            ("name", .string(call.name)), ("input", call.input), ("output", call.output.map(JSON.string)),
            ("errorCode", call.errorCode.map(JSON.string)), ("toolCallId", call.id.map(JSON.string)),
            ("startedAt", call.startedAt.map(JSON.integer)), ("endedAt", call.endedAt.map(JSON.integer)),
            ("thinkingBefore", call.thinkingBefore.map(JSON.string)),
            ("assistantTextBefore", call.textBefore.map(JSON.string)),
        ])
    }

    package static func json(_ turn: Turn, traces: [JSON], pendingCalls: [ToolCall]) -> JSON {
        .object(present: [
            ("turnId", .string(turn.id.rawValue)), ("key", .string(turn.key)),
            ("sessionId", .string(turn.sessionID.rawValue)), ("episodeId", .string(turn.episodeID.rawValue)),
            ("ts", .integer(turn.startedAt)), ("endedAt", turn.endedAt.map(JSON.integer)),
            ("userText", .string(turn.userText)), ("agentText", .string(turn.agentText)),
            ("agent", .string(turn.owner.agentKind)), ("workspace", turn.owner.workspace.map(JSON.string)),
            ("branch", turn.branch.map(JSON.string)), ("outcome", .string(turn.outcome.rawValue)),
            ("status", turn.isOpen ? "open" : "ended"),
            ("pendingCalls", pendingCalls.isEmpty ? nil : .array(pendingCalls.map(json))), ("traces", .array(traces)),
        ])
    }

    package static func json(_ episode: Episode) -> JSON {
        .object(present: [
            ("id", .string(episode.id.rawValue)), ("sessionId", .string(episode.sessionID.rawValue)),
            ("startedAt", .integer(episode.openedAt)), ("endedAt", episode.closedAt.map(JSON.integer)),
            ("status", episode.isOpen ? "open" : "closed"), ("rTask", episode.reward.map(JSON.double)),
            ("turnCount", JSON(episode.turnCount)), ("preview", .string(episode.preview)),
            ("closeReason", episode.closeReason.map { .string($0.rawValue) }),
        ])
    }

    package static func json(_ session: Session) -> JSON {
        .object(present: [
            ("id", .string(session.id.rawValue)), ("agent", .string(session.owner.agentKind)),
            ("profile", .string(session.owner.profile)), ("workspace", session.owner.workspace.map(JSON.string)),
            ("startedAt", .integer(session.openedAt)), ("lastActiveAt", .integer(session.lastActiveAt)),
            ("endedAt", session.closedAt.map(JSON.integer)), ("meta", session.meta),
        ])
    }
}

extension ToolCall {
    /// Reads a call as hosts send it; only the name is needed. Outputs that are not text are kept as their JSON.
    package init(wire value: JSON, method: String) throws {
        guard let name = value["name"]?.string, !name.isEmpty else {
            throw MemoryError(.invalidArgument, "\(method): each of \"toolCalls\" needs a \"name\".")
        }
        self.init(
            id: value["toolCallId"]?.string, name: name, input: value["input"] ?? .null,
            output: value["output"].flatMap { $0.isNull ? nil : $0.string ?? $0.text },
            errorCode: value["errorCode"].flatMap { $0.isNull ? nil : $0.string ?? $0.text },
            startedAt: value["startedAt"]?.int, endedAt: value["endedAt"]?.int,
            thinkingBefore: value["thinkingBefore"]?.string, textBefore: value["assistantTextBefore"]?.string
        )
    }
}
