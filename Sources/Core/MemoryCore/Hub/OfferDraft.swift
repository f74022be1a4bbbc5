import JSONText
import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import SkillPackages

/// What a person wants to share, read from the memory, before anything is taken out of it.
struct OfferDraft: Sendable {
    var kind: ItemStatement.Kind
    var localID: String
    /// The version of it that was read.
    var version: Int
    var updatedAt: Timestamp
    var owner: Namespace
    var origin: ItemOrigin?
    var isEdited: Bool
    var name: String
    var summary: String
    /// Markdown; for policies and world models it is written from their form.
    var text = ""
    var policy: Policy?
    var world: WorldModel?
    var files: [(path: String, bytes: [UInt8])] = []
    var evidence: SharedEvidence
    var provenance: SharedProvenance
    /// Steps that go with it, word by word.
    var excerpts: [Trace] = []
    /// Workspaces of what it was learned from.
    var workspaces: Set<String> = []

    /// - Throws: `not_found` when nothing has this id, `conflict` for what is out of use.
    static func read(_ offer: SharingOffer, in reader: MemoryReader) throws -> OfferDraft {
        var draft: OfferDraft
        switch offer.isExcerpt ? nil : try reader.itemKind(of: offer.id) {
        case .skill?: draft = try skill(SkillID(offer.id), in: reader)
        case .policy?: draft = try policy(PolicyID(offer.id), in: reader)
        case .worldModel?: draft = try world(WorldModelID(offer.id), in: reader)
        case nil: draft = try excerpt(offer.id, in: reader)
        }
        for id in offer.traces {
            guard let trace = try reader.trace(TraceID(id)) else {
                throw MemoryError(
                    .traceNotFound, "There is no step of this id.", details: ["id": .string(id)],
                    hint: "policy.evidence and skill.trials name steps.")
            }
            draft.excerpts.append(trace)
        }
        draft.workspaces.formUnion(draft.excerpts.compactMap(\.owner.workspace))
        if let workspace = draft.owner.workspace { draft.workspaces.insert(workspace) }
        return draft
    }

    private init(
        _ item: some LearnedItem, kind: ItemStatement.Kind, evidence: SharedEvidence
    ) throws(MemoryError) {
        guard item.status != .archived else {
            throw MemoryError(
                .conflict, "What is out of use is not shared.", details: ["id": .string(item.id.rawValue)],
                hint: "Put it into use again first.")
        }
        self.kind = kind
        localID = item.id.rawValue
        version = item.version
        updatedAt = item.updatedAt
        owner = item.owner
        origin = item.origin
        isEdited = item.editedAt != nil
        name = item.heading
        summary = item.summary
        self.evidence = evidence
        if case .model(_, let model) = item.provenance {
            provenance = .model(name: model)
        } else {
            provenance = .rules
        }
    }

    private static func skill(_ id: SkillID, in reader: MemoryReader) throws -> OfferDraft {
        guard let skill = try reader.item(id) else { throw MemoryError.missing(.skill, id.rawValue) }
        var draft = try OfferDraft(
            skill, kind: .skill,
            evidence: SharedEvidence(
                support: Int64(skill.support), gain: thousandths(skill.gain),
                reliability: thousandths(skill.reliability), trials: Int64(skill.usage.trialsAttempted),
                sources: Int64(skill.evidenceAnchors.count),
                tools: Array(skill.procedure.tools.filter { $0.utf8.count <= 200 }.prefix(100))))
        let folder = try SkillPackageService.folder(of: skill, in: reader).folder
        draft.text = String(decoding: folder.files.first?.bytes ?? [], as: UTF8.self)
        draft.files = folder.files.dropFirst().map { ($0.path, $0.bytes) }
        draft.workspaces = Set(try skill.evidenceAnchors.compactMap { try reader.trace($0)?.owner.workspace })
        return draft
    }

    private static func policy(_ id: PolicyID, in reader: MemoryReader) throws -> OfferDraft {
        guard let policy = try reader.item(id) else { throw MemoryError.missing(.policy, id.rawValue) }
        var draft = try OfferDraft(
            policy, kind: .policy,
            evidence: SharedEvidence(
                support: Int64(policy.support), gain: thousandths(policy.gain),
                reliability: thousandths(policy.confidence ?? 0.5), trials: 0,
                sources: Int64(policy.sourceEpisodeIDs.count)))
        draft.policy = policy
        draft.workspaces = Set(try policy.sourceTraceIDs.compactMap { try reader.trace($0)?.owner.workspace })
        return draft
    }

    private static func world(_ id: WorldModelID, in reader: MemoryReader) throws -> OfferDraft {
        guard let world = try reader.item(id) else { throw MemoryError.missing(.worldModel, id.rawValue) }
        let entries = world.structure.environment + world.structure.inference + world.structure.constraints
        var draft = try OfferDraft(
            world, kind: .worldModel,
            evidence: SharedEvidence(
                support: Int64(world.policyIDs.count), gain: 0, reliability: thousandths(world.confidence), trials: 0,
                sources: Int64(Set(entries.flatMap(\.evidenceIDs)).count)))
        draft.world = world
        return draft
    }

    /// A step, a turn or a task as it was.
    private static func excerpt(_ id: String, in reader: MemoryReader) throws -> OfferDraft {
        let traces: [Trace] =
            if let trace = try reader.trace(TraceID(id)) {
                [trace]
            } else if try reader.turn(TurnID(id)) != nil {
                try reader.traces(ofTurn: TurnID(id))
            } else {
                try reader.traces(ofEpisode: EpisodeID(id))
            }
        guard let first = traces.first else {
            throw MemoryError(
                .notFound, "Nothing that can be shared has this id.", details: ["id": .string(id)],
                hint: "Skills, policies and world models can be shared, and steps, turns and tasks as excerpts.")
        }
        var draft = OfferDraft(excerptOf: first, id: id, count: traces.count)
        draft.text = "# \(draft.name)\n\n" + SharedExcerpt.markdown(of: Array(traces.prefix(mostSteps))) + "\n"
        draft.workspaces = Set(traces.compactMap(\.owner.workspace))
        return draft
    }

    private init(excerptOf trace: Trace, id: String, count: Int) {
        kind = .excerpt
        localID = id
        version = 1
        updatedAt = trace.at
        owner = trace.owner
        isEdited = false
        let words = trace.summary.isEmpty ? trace.userText : trace.summary
        name = BookText.line(words.isEmpty ? id : words)
        summary = name
        evidence = SharedEvidence(support: 1, gain: 0, reliability: 500, trials: 0, sources: Int64(count))
        provenance = .rules
    }

    private static func thousandths(_ value: Double) -> Int64 {
        Int64((min(max(value, -1000), 1000) * 1000).rounded())
    }

    /// Steps of a task in one excerpt.
    private static let mostSteps = 40
}

/// What a person says of sharing.
package struct SharingOffer: Sendable, Equatable {
    package var id: String
    package var isExcerpt: Bool
    package var groups: [String]
    /// Steps whose words go with it.
    package var traces: [String]
    package var licence: String

    package init(id: String, isExcerpt: Bool, groups: [String], traces: [String], licence: String) {
        self.id = id
        self.isExcerpt = isExcerpt
        self.groups = groups
        self.traces = traces
        self.licence = licence
    }
}
