import JSONText
package import MemoryModel

/// Search because somebody asks. That it was asked is recorded, which changes nothing that is remembered.
package struct MemorySearch: MemoryRequest {
    package typealias Response = RetrievalResult
    package static let method = "memory.search"
    package static let access = Access.reads

    package var query: String
    /// On whose behalf: a tool of the agent unless it says otherwise.
    package var entry: RecallEntry
    /// `nil`: the whole home.
    package var agent: String?
    package var profile: String?
    package var sessionID: SessionID?
    package var episodeID: EpisodeID?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: all.
    package var project: String?
    package var branch: String?
    package var skills: Int?
    package var traces: Int?
    package var worldModels: Int?
    package var explain: Bool

    package init(_ fields: Fields) throws {
        query = try fields.requiredText("query")
        entry = try fields.choice("entry", default: RecallEntry.toolDriven)
        let namespace = try fields.fields("namespace")
        agent = try fields.string("agent") ?? namespace?.string("agentKind")
        profile = try namespace?.string("profileId")
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : SessionID($0) }
        episodeID = try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        branch = try fields.string("branch").flatMap { $0.isEmpty ? nil : $0 }
        let topK = try fields.fields("topK")
        skills = try topK?.integer("tier1", in: 0...200, default: 3)
        traces = try topK?.integer("tier2", in: 0...200, default: 5)
        worldModels = try topK?.integer("tier3", in: 0...200, default: 2)
        if let limit = try fields.integer("limit") { traces = Int(max(0, min(limit, 200))) }
        explain = try fields.bool("explain") ?? false
    }
}

/// The short form of `memory.search`.
package struct RetrievalQuery: MemoryRequest {
    package typealias Response = RetrievalResult
    package static let method = "retrieval.query"
    package static let access = Access.reads

    package var search: MemorySearch

    package init(_ fields: Fields) throws {
        search = try MemorySearch(fields)
    }
}

package struct GetTrace: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.get_trace"
    package static let access = Access.reads

    package var id: TraceID
    /// Whose traces may be seen, when a namespace is given.
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try TraceID(fields.requiredString("id"))
        scope = try Scope(fields)
    }
}

package struct ListEpisodes: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.list_episodes"
    package static let access = Access.reads

    package var sessionID: SessionID?
    package var limit: Int
    package var offset: Int

    package init(_ fields: Fields) throws {
        sessionID = try fields.string("sessionId").map(SessionID.init)
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}

package struct Timeline: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.timeline"
    package static let access = Access.reads

    package var episodeID: EpisodeID
    package var scope: Scope

    package init(_ fields: Fields) throws {
        episodeID = try EpisodeID(fields.requiredString("episodeId"))
        scope = try Scope(fields)
    }
}

package struct ListTraces: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.list_traces"
    package static let access = Access.reads

    package var sessionID: SessionID?
    package var query: String?
    package var limit: Int
    package var offset: Int
    package var scope: Scope

    package init(_ fields: Fields) throws {
        scope = try Scope(fields)
        sessionID = try fields.string("sessionId").map(SessionID.init)
        query = try fields.string("q").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}

package struct ListTurns: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.list_turns"
    package static let access = Access.reads

    package var sessionID: SessionID?
    package var agent: String?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: all.
    package var project: String?
    package var branch: String?
    package var tag: String?
    package var outcome: Outcome?
    package var isPinned: Bool?
    package var hasError: Bool?
    package var leastValue: Double?
    package var greatestValue: Double?
    package var from: Timestamp?
    package var to: Timestamp?
    /// Only these; `nil`: all.
    package var turnIDs: Set<TurnID>?
    package var query: String?
    package var before: String?
    package var limit: Int

    package init(_ fields: Fields) throws {
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : SessionID($0) }
        agent = try fields.string("agent").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        branch = try fields.string("branch").flatMap { $0.isEmpty ? nil : $0 }
        tag = try fields.string("tag").flatMap { $0.isEmpty ? nil : $0 }
        outcome = try fields.string("outcome") == nil ? nil : fields.requiredChoice("outcome")
        isPinned = try fields.bool("pinned")
        hasError = try fields.bool("errors")
        leastValue = try fields.double("minValue")
        greatestValue = try fields.double("maxValue")
        from = try fields.time("from")
        to = try fields.time("to")
        turnIDs = try fields.strings("turnIds").map { Set($0.map { TurnID($0) }) }
        query = try fields.string("q").flatMap { $0.isEmpty ? nil : $0 }
        before = try fields.string("before").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 1...200, default: 30)
    }
}

/// What there is to filter turns by.
package struct MemoryFacets: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.facets"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// Any object by its id.
package struct ShowObject: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.show"
    package static let access = Access.reads

    package var id: String

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
    }
}

extension Scope {
    /// What the request's `namespace` names; the whole home without one.
    init(_ fields: Fields) throws {
        let namespace = try fields.fields("namespace")
        self.init(agentKind: try namespace?.string("agentKind"), profile: try namespace?.string("profileId"))
    }
}
