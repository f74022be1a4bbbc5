import MemoryModel
import StepReading
import TextAnalysis

/// How the task went: failures that were repeated or led nowhere, against all that was tried.
struct ProcessJudgement {
    let attempts: [Attempt]

    /// `1 − 1.5·wasted share`, so in [-0.5, 1]: a way of nothing but failures is no worse than half a failed goal.
    ///
    /// A step wastes: 1 when it fails as it failed before, or fails and nothing after it succeeds where it failed; ½ when
    /// it fails again in another way, or when it only looked and found nothing.
    ///
    /// - Parameters:
    ///   - isInVain: whether the goal was missed; then there is no praise for the way.
    ///   - limit: the greatest value.
    /// - Returns: `nil` for a task without tool steps.
    func axis(isInVain: Bool, limit: Double) -> EpisodeScore.Axis? {
        guard !attempts.isEmpty else { return nil }
        let overcome = attempts.overcome()
        var failedAs: [String: String] = [:]
        var waste = 0.0
        var repeats: [TraceID] = []
        var losses: [TraceID] = []
        for (index, attempt) in attempts.enumerated() {
            guard attempt.hasFailed else {
                if attempt.hasPassed { failedAs[attempt.key] = nil }
                continue
            }
            let signature = attempt.signature ?? ""
            if let before = failedAs[attempt.key] {
                waste += before == signature ? 1 : 0.5
                repeats.append(attempt.trace.id)
            } else if attempt.run.effect == .reads {
                waste += overcome[index] ? 0 : 0.5
            } else if !overcome[index] {
                waste += 1
                losses.append(attempt.trace.id)
            }
            failedAs[attempt.key] = signature
        }
        let share = waste / Double(attempts.count)
        let plain = 1 - 1.5 * share
        let value = min(plain, isInVain ? 0 : limit)
        var evidence = [way(plain, repeats: repeats, losses: losses)]
        if value < plain {
            evidence.append(
                ScoreEvidence(
                    rule: isInVain ? "in_vain" : "unverified", value: value, sourceIDs: [],
                    text: isInVain
                        ? "It went without much waste, but did not lead to the goal."
                        : "Nobody and no check said whether the goal was reached."))
        }
        return EpisodeScore.Axis(value: value, evidence: evidence)
    }

    private func way(_ value: Double, repeats: [TraceID], losses: [TraceID]) -> ScoreEvidence {
        let count = attempts.count == 1 ? "1 step" : "\(attempts.count) steps"
        let rule: String
        let text: String
        switch (repeats.count, losses.count) {
        case (0, 0):
            rule = "without_waste"
            text = "\(count), no failure repeated or left behind."
        case (0, let lost):
            rule = "failures_left"
            text = "\(count), \(lost) of them failed and nothing came of it."
        case (let again, 0):
            rule = "repeated_failure"
            text = "\(count), \(again) of them failed where one had failed before."
        case (let again, let lost):
            rule = "repeated_failure"
            text =
                "\(count), \(again) of them failed where one had failed before, \(lost) failed and nothing came of it."
        }
        return ScoreEvidence(
            rule: rule, value: value, sourceIDs: (repeats + losses).prefix(20).map(\.rawValue), text: text)
    }
}
