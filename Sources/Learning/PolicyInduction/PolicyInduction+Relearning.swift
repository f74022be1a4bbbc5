package import MemoryModel

extension PolicyInduction {
    /// A policy as the lessons that are left have it: some of its evidence was forgotten, or teaches something else now.
    /// With fewer tasks than a policy needs it is archived.
    package func relearn(_ policy: Policy, from lessons: [LessonRow], at now: Timestamp) -> Change {
        var change = Change()
        let evidence = PolicyEvidence(policy: policy, lessons: lessons.compactMap(KeptLesson.init))
        let update = PolicyUpdate(evidence, options: options, notes: [], now: now, keepsWording: false)
        var next = update.policy
        let isTooLittle = Set(evidence.taught.map(\.row.episodeID)).count < max(options.minEpisodes, 2)
        if isTooLittle, policy.status != .archived {
            next.status = .archived
            change.revisions.append((next, "too few tasks are left that speak for it"))
        } else if let reason = update.reason {
            change.revisions.append((next, reason))
            if update.isToldAnew, next.status != .archived {
                let failed = evidence.lessons.filter { $0.row.role == .without || $0.row.value < 0 }
                let taught = PolicyEvidence.best(of: evidence.taught, most: options.longestAlignment)
                if let words = NewWords(next, taught: taught, failed: failed) { change.told.append(words) }
            }
        } else if next != policy {
            change.updates.append(next)
        }
        return change
    }
}
