import JSONText
import MemoryModel

/// Requests of the catalogue on behalf of one session of a host, made of what one of its events tells.
struct HookRequests {
    let agent: String
    let session: String
    let workspace: JSON?
    /// The host's own name for the turn, where it has one.
    let turnKey: JSON?
    let time: Timestamp
    let deadlineAt: Timestamp?

    static let contextMethod = "session.context"
    static let promptMethod = "turn.start"

    init(
        agent: String, session: String, workspace: JSON?, turnKey: JSON? = nil, at time: Timestamp,
        deadlineAt: Timestamp? = nil
    ) {
        self.agent = agent
        self.session = session
        self.workspace = workspace?.string == nil ? nil : workspace
        self.turnKey = turnKey?.string == nil ? nil : turnKey
        self.time = time
        self.deadlineAt = deadlineAt
    }

    private var namespace: JSON { .object(present: [("agentKind", .string(agent)), ("workspacePath", workspace)]) }
    private var owner: [(String, JSON?)] {
        [("agent", .string(agent)), ("sessionId", .string(session)), ("namespace", namespace)]
    }

    // MARK: Sessions

    /// Opens the session and asks for what it is to know from the start.
    ///
    /// - Parameter entry: how the session began, in the host's word; `nil` for hosts that take nothing then.
    func open(meta: [(String, JSON?)], entry: JSON?) -> [HookPlan.Call] {
        let open = HookPlan.Call("session.open", .object(present: owner + [("meta", .object(present: meta))]))
        guard let entry else { return [open] }
        return [
            open, HookPlan.Call(Self.contextMethod, .object(present: owner + [("entry", .string(entry.string ?? ""))])),
        ]
    }

    var compacted: HookPlan.Call {
        HookPlan.Call("session.compacted", ["sessionId": .string(session), "ts": .integer(time)])
    }

    var close: HookPlan.Call { HookPlan.Call("session.close", ["sessionId": .string(session)]) }

    // MARK: Turns

    /// A prompt may come in blocks; what is no text at all is left for the request to refuse.
    private static func words(_ text: JSON?) -> JSON {
        guard let text else { return "" }
        return text.array == nil ? text : .string(ToolReport.text(of: text))
    }

    /// - Parameter recalls: whether the answer is to bring memories.
    func prompt(_ text: JSON?, recalls: Bool = true) -> HookPlan.Call {
        var hints: JSON = ["visibleContextKnown": true, "visibleContextStartTs": 0]
        if !recalls { hints["captureOnly"] = true }
        return HookPlan.Call(
            Self.promptMethod,
            .object(
                present: owner + [
                    ("userText", Self.words(text)), ("ts", .integer(time)), ("turnKey", turnKey),
                    ("deadlineAt", deadlineAt.map(JSON.integer)), ("contextHints", hints),
                ])
        )
    }

    func call(_ call: ToolReport) -> HookPlan.Call {
        HookPlan.Call(
            "turn.record_call",
            .object(present: owner + [("turnKey", turnKey), ("call", call.json(at: time)), ("ts", .integer(time))])
        )
    }

    /// What the agent has said so far, for hosts that tell it before the turn ends.
    func answer(_ text: String) -> HookPlan.Call {
        HookPlan.Call(
            "turn.record_answer",
            .object(present: owner + [("turnKey", turnKey), ("agentText", .string(text)), ("ts", .integer(time))])
        )
    }

    /// - Parameters:
    ///   - userText: for hosts that tell it again.
    ///   - once: whether a turn of this key that has ended stays as it is.
    ///   - outcome: where the host knows better than its tools.
    func end(
        _ text: JSON?, userText: JSON? = nil, once: Bool = false, outcome: Outcome? = nil
    ) -> HookPlan.Call {
        HookPlan.Call(
            "turn.end",
            .object(
                present: owner + [
                    ("episodeId", ""), ("turnKey", turnKey), ("toolCalls", []), ("ts", .integer(time)),
                    ("userText", userText?.string == nil ? nil : userText), ("agentText", .string(text?.string ?? "")),
                    ("once", once ? true : nil), ("outcome", outcome.map { .string($0.rawValue) }),
                ])
        )
    }

    /// A helper agent's work, told when it is done.
    func helper(id: JSON?, task: String?, result: JSON?, outcome: String) -> HookPlan.Call {
        let task = task.flatMap { $0.isEmpty ? nil : $0 } ?? "helper"
        return HookPlan.Call(
            "subagent.record",
            .object(
                present: owner + [
                    ("childSessionId", id?.string == nil ? nil : id), ("task", .string(task)),
                    ("result", .string(result?.string ?? "")), ("outcome", .string(outcome)), ("ts", .integer(time)),
                ])
        )
    }
}
