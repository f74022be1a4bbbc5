package import JSONText
package import MemoryModel

package struct TurnStart: MemoryRequest {
    package typealias Response = RetrievalResult
    package static let method = "turn.start"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    package var userText: String
    package var at: Timestamp
    package var turnKey: String?
    package var episodeID: EpisodeID?
    package var deadlineAt: Timestamp?
    /// Record the turn, recall nothing.
    package var captureOnly: Bool
    /// Since when the session's turns are still visible to the model, when the host says.
    package var visibleSince: Timestamp?

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        userText = try fields.requiredText("userText")
        at = try fields.requiredTime("ts")
        turnKey = try fields.string("turnKey").flatMap { $0.isEmpty ? nil : $0 }
        episodeID = try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) }
        deadlineAt = try fields.time("deadlineAt")
        let hints = try fields.fields("contextHints")
        captureOnly = try hints?.bool("captureOnly") ?? false
        visibleSince = try hints?.bool("visibleContextKnown") == true ? hints?.time("visibleContextStartTs") : nil
    }
}

package struct TurnEnd: MemoryRequest {
    package static let method = "turn.end"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    package var episodeID: EpisodeID?
    package var userText: String?
    package var agentText: String
    package var agentThinking: String?
    package var calls: [ToolCall]
    package var turnKey: String?
    package var at: Timestamp
    /// What the host says the turn came to.
    package var outcome: Outcome?
    /// A turn of this key that has ended stays as it is.
    package var once: Bool

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        outcome = try fields.string("outcome") == nil ? nil : fields.choice("outcome", default: .unknown)
        once = try fields.bool("once") ?? false
        let episode = try fields.requiredText("episodeId")
        episodeID = episode.isEmpty ? nil : EpisodeID(episode)
        userText = try fields.string("userText")
        agentText = try fields.requiredText("agentText")
        agentThinking = try fields.string("agentThinking")
        calls = try fields.requiredArray("toolCalls").map { try ToolCall(wire: $0, method: Self.method) }
        turnKey = try fields.string("turnKey").flatMap { $0.isEmpty ? nil : $0 }
        at = try fields.requiredTime("ts")
    }

    package struct Response: WireResponse {
        package var traceIDs: [TraceID]
        package var episodeID: EpisodeID?

        package init(traceIDs: [TraceID], episodeID: EpisodeID?) {
            self.traceIDs = traceIDs
            self.episodeID = episodeID
        }

        /// `traceId` is the last step; `traceIds` ends with it (hosts read the last one).
        package var json: JSON {
            [
                "traceId": .string(traceIDs.last?.rawValue ?? ""), "traceIds": JSON(traceIDs.map(\.rawValue)),
                "episodeId": .string(episodeID?.rawValue ?? ""),
            ]
        }
    }
}

/// A tool call handed over while its turn goes on.
package struct TurnRecordCall: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "turn.record_call"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    package var turnKey: String?
    package var call: ToolCall
    package var at: Timestamp

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        turnKey = try fields.string("turnKey").flatMap { $0.isEmpty ? nil : $0 }
        call = try ToolCall(wire: fields.json("call") ?? .null, method: Self.method)
        at = try fields.requiredTime("ts")
    }
}

/// What the agent has said so far, told while its turn goes on.
package struct TurnRecordAnswer: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "turn.record_answer"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    package var turnKey: String?
    package var agentText: String
    package var at: Timestamp

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        turnKey = try fields.string("turnKey").flatMap { $0.isEmpty ? nil : $0 }
        agentText = try fields.requiredText("agentText")
        at = try fields.requiredTime("ts")
    }
}

package struct SubagentRecord: MemoryRequest {
    package typealias Response = TurnEnd.Response
    package static let method = "subagent.record"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    package var episodeID: EpisodeID?
    package var childSessionID: String?
    package var task: String
    package var result: String
    package var calls: [ToolCall]
    package var outcome: SubagentOutcome
    package var error: String?
    package var at: Timestamp?

    package enum SubagentOutcome: String, Sendable, CaseIterable {
        case ok
        case error
        case timeout
        case killed
        case reset
        case deleted
        case unknown
    }

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.string("agent") ?? "hermes", fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        episodeID = try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) }
        childSessionID = try fields.string("childSessionId")
        task = try fields.requiredString("task")
        result = try fields.string("result") ?? ""
        calls = try (fields.array("toolCalls") ?? []).map { try ToolCall(wire: $0, method: Self.method) }
        outcome = try fields.choice("outcome", default: .unknown)
        error = try fields.string("error")
        at = try fields.time("ts")
    }
}

package struct FeedbackSubmit: MemoryRequest {
    package static let method = "feedback.submit"
    package static let access = Access.writes

    package var feedback: Feedback

    package enum Channel: String, Sendable, CaseIterable {
        case explicit
        case implicit
    }

    package enum Polarity: String, Sendable, CaseIterable {
        case positive
        case negative
        case neutral
    }

    package init(_ fields: Fields) throws {
        let channel: Channel = try fields.choice("channel", default: .explicit)
        let polarity: Polarity = try fields.choice("polarity", default: .neutral)
        let magnitude = try fields.double("magnitude") ?? 0
        guard (0...1).contains(magnitude) else {
            throw MemoryError(.invalidArgument, "feedback.submit: \"magnitude\" must be a number from 0 to 1.")
        }
        feedback = Feedback(
            id: "", at: try fields.time("ts") ?? 0,
            episodeID: try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) },
            traceID: try fields.string("traceId").flatMap { $0.isEmpty ? nil : TraceID($0) }, channel: channel.rawValue,
            polarity: polarity.rawValue, magnitude: magnitude, rationale: try fields.string("rationale"),
            raw: fields.json("raw")
        )
    }

    package struct Response: WireResponse {
        package var feedback: Feedback

        package init(feedback: Feedback) {
            self.feedback = feedback
        }

        package var json: JSON { TaskWire.json(feedback) }
    }
}
