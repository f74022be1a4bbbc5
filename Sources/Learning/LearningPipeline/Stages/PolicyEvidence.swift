import MemoryModel
import MemoryStore
import PolicyInduction

/// Gathers what a lesson is held against: lessons that wait under the same kind of goal, and policies about it.
enum PolicyEvidence {
    static func of(
        _ owner: Namespace, tag: String, notes: [GuidanceNote], at time: Timestamp, options: PolicyInduction.Options,
        in reader: MemoryReader
    ) throws -> PolicyInduction.Evidence {
        let since = time - Int64(options.poolDays) * 86_400_000
        let policies = try reader.policies(of: owner, tag: tag, limit: policiesRead)
        return PolicyInduction.Evidence(
            pool: try reader.waitingLessons(of: owner, tag: tag, since: since, limit: lessonsRead),
            policies: try policies.map { (policy: $0, lessons: try reader.lessons(of: $0.id, limit: lessonsAPolicy)) },
            notes: notes
        )
    }

    // Learning from a task must cost the same after ten thousand of them.
    private static let policiesRead = 60
    private static let lessonsRead = 200
    static let lessonsAPolicy = 24
}
