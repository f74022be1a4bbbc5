package import MemoryModel

/// What a turn with this prompt would be given now; nothing is kept of it.
package struct RecallTry: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "recall.try"
    package static let access = Access.reads

    package var prompt: String
    package var entry: RecallEntry
    /// `nil`: the whole home is searched.
    package var agent: String?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: the session's, or all.
    package var project: String?
    package var sessionID: SessionID?
    /// Whether a reranker or a model may be asked.
    package var models: Bool
    package var settings: RecallAdjustment

    package init(_ fields: Fields) throws {
        prompt = try fields.requiredString("prompt")
        entry = try fields.choice("entry", default: RecallEntry.turnStart)
        agent = try fields.string("agent").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : SessionID($0) }
        models = try fields.bool("models") ?? false
        settings = try fields.fields("settings").map(RecallAdjustment.init) ?? RecallAdjustment()
    }
}

/// Settings of recall for one trial, in the ranges of the settings of the same names; what is `nil` stays as it is set.
package struct RecallAdjustment: Sendable, Equatable {
    package var promptTokens: Int?
    package var maxCharacters: Int?
    package var skills: Int?
    package var traces: Int?
    package var worldModels: Int?
    package var candidates: Int?
    package var relativeFloor: Double?
    package var mmrLambda: Double?
    package var documentFrequencyCap: Double?
    package var meaningWeight: Double?
    package var neighbourWeight: Double?
    package var sessionWeight: Double?
    /// `recall.scope` is `home`.
    package var seesWholeHome: Bool?
    /// `recall.projects` is `all`.
    package var seesAllProjects: Bool?

    package init() {}

    init(_ fields: Fields) throws {
        promptTokens = try fields.integer("promptTokens", in: 50...4000)
        maxCharacters = try fields.integer("maxCharacters", in: 200...9500)
        let topK = try fields.fields("topK")
        skills = try topK?.integer("tier1", in: 0...50)
        traces = try topK?.integer("tier2", in: 0...50)
        worldModels = try topK?.integer("tier3", in: 0...50)
        candidates = try fields.integer("candidates", in: 10...2000)
        relativeFloor = try fields.double("relativeFloor", in: 0...1)
        mmrLambda = try fields.double("mmrLambda", in: 0...1)
        documentFrequencyCap = try fields.double("documentFrequencyCap", in: 0.0001...1)
        meaningWeight = try fields.double("meaningWeight", in: 0...2)
        neighbourWeight = try fields.double("neighbourWeight", in: 0...2)
        sessionWeight = try fields.double("sessionWeight", in: 0...2)
        enum Reach: String, CaseIterable { case agent, home }
        enum Projects: String, CaseIterable { case current, all }
        if fields.json("scope") != nil { seesWholeHome = try fields.choice("scope", default: Reach.agent) == .home }
        if fields.json("projects") != nil {
            seesAllProjects = try fields.choice("projects", default: Projects.current) == .all
        }
    }
}

/// What was handed over, newest first.
package struct RecallList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "recall.list"
    package static let access = Access.reads

    package var agent: String?
    package var entry: RecallEntry?
    /// Only those that handed nothing over, or only those that did; `nil`: both.
    package var silent: Bool?
    package var from: Timestamp?
    package var to: Timestamp?
    package var before: String?
    package var limit: Int

    package init(_ fields: Fields) throws {
        agent = try fields.string("agent").flatMap { $0.isEmpty ? nil : $0 }
        entry = try fields.string("entry") == nil ? nil : fields.choice("entry", default: RecallEntry.turnStart)
        silent = try fields.bool("silent")
        from = try fields.time("from")
        to = try fields.time("to")
        before = try fields.string("before").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 1...200, default: 50)
    }
}

/// One recall with all that is kept of it.
package struct RecallGet: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "recall.get"
    package static let access = Access.reads

    package var id: InjectionID

    package init(_ fields: Fields) throws {
        id = try InjectionID(fields.requiredString("id"))
    }
}
