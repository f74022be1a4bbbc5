import DecisionRepair
import MemoryModel
import MemoryStore

/// Two ways of doing one thing that went very differently become advice, for the next turn of the session that showed it
/// and for later ones in the same situation.
struct ValueContrasts {
    let options: DecisionRepair.Options
    let transaction: MemoryTransaction

    /// - Parameter policies: whose evidence has changed.
    func note(_ policies: [PolicyID], after record: EpisodeRecord) throws {
        let repair = DecisionRepair(options: options)
        for policy in policies {
            let lessons = try transaction.reader.lessons(of: policy, limit: PolicyEvidence.lessonsAPolicy)
            let avoided = try steps(of: lessons.filter { $0.role == .without || $0.value < 0 })
            guard avoided.count >= options.contrastSupport else { continue }
            let preferred = try steps(of: lessons.filter { $0.role == .with && $0.value > 0 })
            guard let draft = repair.contrast(preferred: preferred, avoided: avoided) else { continue }
            try AdviceKeeping(repair, in: transaction).keep(
                draft, owner: record.owner, session: record.episode.sessionID, episode: record.episode.id,
                at: transaction.now, policies: [policy])
        }
    }

    private func steps(of lessons: [LessonRow]) throws -> [Trace] {
        try lessons.prefix(Self.stepsRead).compactMap { try transaction.reader.trace($0.traceID) }
    }

    private static let stepsRead = 6
}
