package import MemoryModel

/// What each line of a policy rests on, and what its gain is made of.
package struct PolicyGrounds: Sendable, Equatable {
    package enum Part: String, Sendable, CaseIterable {
        case trigger, procedure, verification, boundary, preference, antiPattern
    }

    package struct Line: Sendable, Equatable {
        package var part: Part
        /// As the policy has it, without the blanks around it.
        package var text: String
        /// Traces, feedback or notes; empty where nothing that is kept shows it, as for what a person wrote.
        package var sources: [String]
    }

    /// A task's word on the worth of a policy: the best value that a lesson of it has.
    package struct Voice: Sendable, Equatable {
        package var episodeID: EpisodeID
        /// V in [-1, 1].
        package var value: Double
    }

    /// `gain = meanWith − expected`, where `expected` is the mean of the tasks without it and of `priorWeight` tasks
    /// of `priorMean` that are supposed.
    package struct Gain: Sendable, Equatable {
        /// Tasks that did what it says, failures too; the greatest value first.
        package var with: [Voice]
        /// Tasks with the same goal and fault that did something else, and failed.
        package var without: [Voice]
        /// Arithmetic below three tasks, then weighted by `softmax(V/τ)`.
        package var meanWith: Double
        /// `nil` where no task did without it.
        package var meanWithout: Double?
        package var priorMean: Double
        package var priorWeight: Double
        package var expected: Double
        package var gain: Double
    }

    /// In the order of the parts and of their lines.
    package var lines: [Line]
    package var gain: Gain
}

extension PolicyInduction {
    /// What a policy's lines and numbers rest on.
    ///
    /// - Parameter lessons: that learning reads for it, in any order.
    package func grounds(of policy: Policy, lessons: [LessonRow]) -> PolicyGrounds {
        let evidence = PolicyEvidence(policy: policy, lessons: lessons.compactMap(KeptLesson.init))
        let lines = LineSources(evidence, longestAlignment: options.longestAlignment)
        return PolicyGrounds(lines: lines.lines, gain: worth(of: evidence))
    }

    private func worth(of evidence: PolicyEvidence) -> PolicyGrounds.Gain {
        func voices(_ role: LessonRow.Role) -> [PolicyGrounds.Voice] {
            PolicyEvidence.best(of: evidence.lessons.filter { $0.row.role == role }, most: .max)
                .map { PolicyGrounds.Voice(episodeID: $0.row.episodeID, value: $0.row.value) }
        }
        let (with, without) = (voices(.with), voices(.without))
        let worth = PolicyWorth(options: options)
        let mean = worth.mean(with.map(\.value))
        let gain = worth.gain(with: with.map(\.value), without: without.map(\.value))
        let others = without.map(\.value)
        return PolicyGrounds.Gain(
            with: with, without: without, meanWith: mean,
            meanWithout: others.isEmpty ? nil : others.reduce(0, +) / Double(others.count),
            priorMean: options.priorMean, priorWeight: options.priorWeight, expected: mean - gain, gain: gain)
    }

    /// The same policy with the numbers that these lessons give it; what it says and its state stay.
    package func recounted(_ policy: Policy, lessons: [LessonRow], at now: Timestamp) -> Policy {
        var kept = policy
        // A person's words are counted and never told anew.
        kept.editedAt = policy.editedAt ?? now
        let evidence = PolicyEvidence(policy: kept, lessons: lessons.compactMap(KeptLesson.init))
        var counted = PolicyUpdate(evidence, options: options, notes: [], now: now).policy
        (counted.version, counted.updatedAt, counted.editedAt) = (policy.version, policy.updatedAt, policy.editedAt)
        return counted
    }
}
