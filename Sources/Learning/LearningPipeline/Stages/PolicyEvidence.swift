package import MemoryModel
package import MemoryStore
import PolicyInduction

/// Gathers what a lesson is held against: lessons that wait under the same kind of goal, and policies about it.
enum PolicyEvidence {
    /// - Parameter lost: ids of lessons that are about to go.
    static func of(
        _ owner: Namespace, tag: String, notes: [GuidanceNote], without lost: Set<String>, at time: Timestamp,
        options: PolicyInduction.Options,
        in reader: MemoryReader
    ) throws -> PolicyInduction.Evidence {
        let since = time - Int64(options.poolDays) * 86_400_000
        let policies = try reader.policies(of: owner, tag: tag, limit: policiesRead)
        return PolicyInduction.Evidence(
            pool: try reader.waitingLessons(of: owner, tag: tag, since: since, limit: lessonsRead)
                .filter { !lost.contains($0.id) },
            policies: try policies.map { policy in
                let lessons = try reader.lessons(of: policy.id, limit: lessonsAPolicy)
                return (policy: policy, lessons: lessons.filter { !lost.contains($0.id) })
            },
            notes: notes
        )
    }

    // Learning from a task must cost the same after ten thousand of them.
    private static let policiesRead = 60
    private static let lessonsRead = 200
    static let lessonsAPolicy = 24
}

extension MemoryReader {
    /// The lessons of a policy that learning reads, newest first: what its words and its gain are made of.
    package func evidence(of policy: PolicyID) throws -> [LessonRow] {
        try lessons(of: policy, limit: PolicyEvidence.lessonsAPolicy)
    }
}
