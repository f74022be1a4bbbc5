import LearningPipeline
package import MemoryModel
import MemoryStore
package import PolicyInduction
package import WorldModeling

/// What something learned rests on.
extension ItemLibrary {
    package struct PolicyEvidence: Sendable {
        package var policy: Policy
        package var grounds: PolicyGrounds
        /// Of everything that a line rests on, and of the tasks behind the gain.
        package var excerpts: [Excerpt]
    }

    /// - Throws: `policy_not_found`.
    package func evidence(of id: PolicyID) async throws -> PolicyEvidence {
        try await context.database.read { reader in
            guard let policy = try reader.item(id) else { throw MemoryError.missing(.policy, id.rawValue) }
            let grounds = PolicyInduction().grounds(of: policy, lessons: try reader.evidence(of: id))
            let tasks = (grounds.gain.with + grounds.gain.without).map(\.episodeID.rawValue)
            return PolicyEvidence(
                policy: policy, grounds: grounds,
                excerpts: try TraceLibrary.excerpts(of: grounds.lines.flatMap(\.sources) + tasks, in: reader))
        }
    }

    package struct WorldEvidence: Sendable {
        package var model: WorldModel
        /// What was observed of its place that does not go with an entry.
        package var disputes: [Dispute]
        /// Of everything that an entry rests on, and of the observations against them.
        package var excerpts: [Excerpt]
    }

    /// - Throws: `world_model_not_found`.
    package func evidence(of id: WorldModelID) async throws -> WorldEvidence {
        try await context.database.read { reader in
            guard let model = try reader.item(id) else { throw MemoryError.missing(.worldModel, id.rawValue) }
            let facts = try Self.place(of: model, in: reader).map { try reader.facts(of: $0) } ?? []
            let disputes = WorldModeling().disputes(of: model, among: facts)
            let structure = model.structure
            let entries = structure.environment + structure.inference + structure.constraints
            let seen = disputes.flatMap { $0.facts.suffix(Self.sightingsShown).map(\.traceID.rawValue) }
            return WorldEvidence(
                model: model, disputes: disputes,
                excerpts: try TraceLibrary.excerpts(of: entries.flatMap(\.evidenceIDs) + seen, in: reader))
        }
    }

    /// Under which name facts of a model's place are kept; `nil` when its project was joined with another since.
    private static func place(of model: WorldModel, in reader: MemoryReader) throws -> String? {
        guard let workspace = model.owner.workspace else { return nil }
        let names = [try reader.project(ofWorkspace: workspace)?.id.rawValue, workspace].compactMap { $0 }
        return names.first { WorldModeling.id(of: model.owner, place: $0) == model.id }
    }

    /// Observations that are shown of what speaks against an entry.
    private static let sightingsShown = 3
}
