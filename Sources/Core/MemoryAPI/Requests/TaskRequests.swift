package import MemoryModel

/// Tasks with how they went, newest first.
package struct EpisodeList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "episode.list"
    package static let access = Access.reads

    package var sessionID: SessionID?
    /// `nil`: open and closed ones.
    package var status: Status?
    /// `nil`: however they went.
    package var reward: Reward?
    package var query: String?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: all.
    package var project: String?
    /// When it began, in milliseconds since 1970; `nil` on a side: without end.
    package var since: Timestamp?
    package var until: Timestamp?
    /// R at least and at most, in [-1, 1]; tasks without a reward have none.
    package var leastReward: Double?
    package var greatestReward: Double?
    /// A cursor that a page gave.
    package var before: String?
    package var limit: Int
    package var offset: Int
    package var scope: Scope

    package enum Status: String, Sendable, CaseIterable {
        case open
        case closed
    }

    package enum Reward: String, Sendable, CaseIterable {
        case positive
        case negative
        /// Not scored, or without any evidence.
        case none
    }

    package init(_ fields: Fields) throws {
        scope = try Scope(fields)
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : SessionID($0) }
        status = try fields.string("status") == nil ? nil : fields.choice("status", default: Status.closed)
        reward = try fields.string("reward") == nil ? nil : fields.choice("reward", default: Reward.none)
        query = try fields.string("q").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        if let agent = try fields.string("agent"), !agent.isEmpty { scope.agentKind = agent }
        since = try fields.time("from")
        until = try fields.time("to")
        leastReward = try fields.double("minReward")
        greatestReward = try fields.double("maxReward")
        before = try fields.string("before").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}

/// A task with the evidence for its reward.
package struct EpisodeGet: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "episode.get"
    package static let access = Access.reads

    package var id: EpisodeID
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try EpisodeID(fields.requiredString("id"))
        scope = try Scope(fields)
    }
}

package struct FeedbackList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "feedback.list"
    package static let access = Access.reads

    package var episodeID: EpisodeID?
    package var traceID: TraceID?
    package var limit: Int
    package var offset: Int

    package init(_ fields: Fields) throws {
        episodeID = try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) }
        traceID = try fields.string("traceId").flatMap { $0.isEmpty ? nil : TraceID($0) }
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}
