import JSONText
import LearningPipeline
package import MemoryModel
import MemoryStore
import PolicyInduction
import TraceCapture

/// Two policies that say the same become one.
extension CurationService {
    /// Takes one policy up into another: its lines, its evidence and its lessons go over, and it is archived. Undoing
    /// either takes both back.
    ///
    /// - Returns: the policy that goes on.
    /// - Throws: `policy_not_found`; `conflict` for a policy and itself, for policies of different agents or profiles,
    ///   whose experience is kept apart, for what others have shared,
    ///   and where the one that is to go on is archived.
    package func merge(_ from: PolicyID, into: PolicyID, reason: String?) async throws -> Policy {
        let told = context.cleaning.words(reason ?? "")
        return try await context.database.write { transaction in
            let reader = transaction.reader
            guard let source = try reader.item(from) else { throw MemoryError.missing(.policy, from.rawValue) }
            guard let target = try reader.item(into) else { throw MemoryError.missing(.policy, into.rawValue) }
            try Self.check(source, target)
            let merger = PolicyMerger(
                from: from, into: into, lessons: try reader.lessons(of: from, limit: Self.mostLessons).map(\.id))
            try transaction.move(lessons: merger.lessons, from: from, to: into)
            let tail = told.isEmpty ? "" : ": \(told)"
            try write(merger.retired(source), from: source, "merged into “\(target.title)”" + tail, in: transaction)
            return try write(
                merger.united(target, source), from: target, "took up “\(source.title)”" + tail, in: transaction)
        }
    }

    private static func check(_ from: Policy, _ into: Policy) throws {
        let hint: String
        if from.id == into.id {
            hint = "Name two different policies."
        } else if (from.owner.agentKind, from.owner.profile) != (into.owner.agentKind, into.owner.profile) {
            hint = "They are of different agents, whose experience is kept apart. Archive the one you do not need."
        } else if let team = [from, into].first(where: { $0.origin != nil }) {
            hint = "“\(team.title)” was shared by somebody else and has to stay apart, so that it can be taken back."
        } else if into.status == .archived {
            hint = "“\(into.title)” is archived. Restore it first, or merge the other way round."
        } else {
            return
        }
        throw MemoryError(
            .conflict, "These policies cannot be merged.",
            details: ["from": .string(from.id.rawValue), "into": .string(into.id.rawValue)], hint: hint)
    }

    /// Gives lessons back, or over again, for mergers that came or went with an undoing, and takes the other policy
    /// along where nothing happened to it since.
    ///
    /// - Returns: the policy as it is then.
    func mergers(from former: Policy, to present: Policy, in transaction: MemoryTransaction) throws -> Policy {
        let (before, after) = (PolicyMerger.noted(in: former), PolicyMerger.noted(in: present))
        let undone = before.filter { !after.contains($0) }
        let redone = after.filter { !before.contains($0) }
        guard !undone.isEmpty || !redone.isEmpty else { return present }
        for merger in undone { try transaction.move(lessons: merger.lessons, from: merger.into, to: merger.from) }
        for merger in redone { try transaction.move(lessons: merger.lessons, from: merger.from, to: merger.into) }
        for merger in undone + redone {
            let other = merger.from == present.id ? merger.into : merger.from
            guard let partner = try transaction.reader.item(other) else { continue }
            let isWanted = redone.contains(merger)
            if PolicyMerger.noted(in: partner).contains(merger) != isWanted,
                let earlier = try transaction.reader.item(other, version: partner.version - 1),
                PolicyMerger.noted(in: earlier).contains(merger) == isWanted
            {
                let reason = "undone with “\(present.title)”"
                let next = try transaction.revert(other, to: earlier.version, reason: reason)
                for fact in ItemFacts.revision(from: partner, to: next, reason: reason) { transaction.tell(fact) }
            }
            if let partner = try transaction.reader.item(other) { try count(partner, in: transaction) }
        }
        return try count(present, in: transaction)
    }

    @discardableResult
    private func write(
        _ policy: Policy, from before: Policy, _ reason: String, in transaction: MemoryTransaction
    ) throws -> Policy {
        var policy = policy
        policy.editedAt = max(transaction.now, before.updatedAt)
        let next = try count(try transaction.revise(policy, reason: reason), in: transaction)
        for fact in ItemFacts.revision(from: before, to: next, reason: reason) { transaction.tell(fact) }
        return next
    }

    /// The numbers that the lessons give it which it has now; without any it keeps those that it has.
    @discardableResult
    private func count(_ policy: Policy, in transaction: MemoryTransaction) throws -> Policy {
        let lessons = try transaction.reader.evidence(of: policy.id)
        let counted =
            lessons.isEmpty
            ? policy : PolicyInduction().recounted(policy, lessons: lessons, at: transaction.now)
        if counted != policy { try transaction.recount(counted) }
        try transaction.enqueue(context.plan.afterPolicyChange(policy.id, at: transaction.now))
        return try transaction.reader.item(policy.id) ?? counted
    }

    /// More than any policy has.
    private static let mostLessons = 100_000
}
