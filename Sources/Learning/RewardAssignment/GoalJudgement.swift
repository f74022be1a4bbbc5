import MemoryModel
import StepReading
import TextAnalysis

/// Whether the task's goal was reached: by its last check, and by who said that it was or was not.
struct GoalJudgement {
    let attempts: [Attempt]
    let verdicts: [Verdict]
    let stepCount: Int

    func axis() -> EpisodeScore.Axis? {
        let check = LastCheck(attempts)
        let spoken = verdicts.filter { $0.isPositive || $0.isObjection }
            .reduce(nil as Verdict?) { last, next in last.map { $0.isOutranked(by: next) ? next : $0 } ?? next }
        let found: ScoreEvidence?
        if let spoken, spoken.isObjection {
            found = objected(spoken, check)
        } else if let spoken {
            found = confirmed(spoken, check)
        } else {
            found = check?.evidence
        }
        guard let found else { return nil }
        // The check is kept as evidence also where somebody's word counts more.
        let beside = found.rule == check?.evidence.rule ? nil : check?.evidence
        return EpisodeScore.Axis(value: found.value, evidence: [found] + [beside].compactMap { $0 })
    }

    /// Somebody said that it is not what was wanted, and nobody took that back.
    private func objected(_ verdict: Verdict, _ check: LastCheck?) -> ScoreEvidence {
        let said = Quotation.words(verdict.words)
        guard verdict.place < stepCount else {
            switch check?.hasPassed {
            case nil: return evidence("objected", -0.6, verdict, "The user objected\(said).")
            case true?:
                return evidence(
                    "passed_but_objected", -0.5, verdict, "The last check passed; the user objected\(said).")
            case false?:
                return evidence(
                    "failed_and_objected", -1, verdict, "The last check failed and the user objected\(said).")
            }
        }
        guard let check, check.attempt.place >= verdict.place else {
            return evidence("revised_unchecked", -0.2, verdict, "Revised after an objection and not checked\(said).")
        }
        return check.hasPassed
            ? evidence(
                "revised_then_passed", 0.6, verdict, "After an objection, \(check.attempt.quoted) passed\(said).")
            : evidence(
                "revised_then_failed", -0.9, verdict, "After an objection, \(check.attempt.quoted) failed\(said).")
    }

    /// Somebody was content. That makes a pass sure; a failing check is outweighed by a rating or by the word that it
    /// works, and not by thanks.
    private func confirmed(_ verdict: Verdict, _ check: LastCheck?) -> ScoreEvidence? {
        let said = Quotation.words(verdict.words)
        let isSure = verdict.isExplicit || verdict.saysItWorks
        guard let check else {
            return isSure ? evidence("confirmed", 0.8, verdict, "The user says that it is right\(said).") : nil
        }
        if check.hasPassed {
            guard check.evidence.value > 0 else { return check.evidence }
            return evidence(
                "check_confirmed", 1, verdict, "\(check.attempt.quoted) passed and the user was content\(said).")
        }
        guard isSure, check.attempt.place < verdict.place else { return check.evidence }
        return evidence(
            "confirmed_despite_failure", 0.4, verdict,
            "\(check.attempt.quoted) failed at last, yet the user says that it is right\(said).")
    }

    private func evidence(_ rule: String, _ value: Double, _ verdict: Verdict, _ text: String) -> ScoreEvidence {
        ScoreEvidence(rule: rule, value: value, sourceIDs: [verdict.sourceID], text: text)
    }
}

extension Attempt {
    var quoted: String { Quotation.code(run) }
}

/// What the last step that proves something proves.
struct LastCheck {
    let attempt: Attempt
    let evidence: ScoreEvidence

    var hasPassed: Bool { attempt.hasPassed }

    init?(_ attempts: [Attempt]) {
        guard let index = attempts.lastIndex(where: { $0.rank > 0 && ($0.hasFailed || $0.hasPassed) }) else {
            return nil
        }
        attempt = attempts[index]
        evidence = attempt.hasPassed ? Self.passed(attempts, index) : Self.failed(attempts, index)
    }

    private static func passed(_ attempts: [Attempt], _ index: Int) -> ScoreEvidence {
        let last = attempts[index]
        let overcome = Array(attempts[...index]).overcome()
        let left = attempts[..<index].indices.last {
            attempts[$0].hasFailed && !overcome[$0] && attempts[$0].rank >= last.rank
        }
        if let left {
            let failed = attempts[left]
            let isStronger = failed.rank > last.rank
            return ScoreEvidence(
                rule: isStronger ? "check_left_failing" : "passed_beside_failure", value: isStronger ? -0.4 : 0.4,
                sourceIDs: [last.trace.id.rawValue, failed.trace.id.rawValue],
                text: "\(last.quoted) passed, but \(failed.quoted) was left failing.")
        }
        let mended = attempts[..<index].lastIndex { $0.hasFailed && last.settles($0) }
        if let mended {
            return ScoreEvidence(
                rule: "failure_overcome", value: 0.8,
                sourceIDs: [last.trace.id.rawValue, attempts[mended].trace.id.rawValue],
                text: "The last check, \(last.quoted), passed where it had failed before.")
        }
        return ScoreEvidence(
            rule: "last_check_passed", value: last.rank == 3 ? 0.8 : 0.7, sourceIDs: [last.trace.id.rawValue],
            text: "The last check, \(last.quoted), passed.")
    }

    private static func failed(_ attempts: [Attempt], _ index: Int) -> ScoreEvidence {
        let last = attempts[index]
        let isChanged = attempts[(index + 1)...].contains { $0.run.effect == .changes && !$0.hasFailed }
        let why = last.fault.map { $0 == .other ? "" : ": \($0.phrase)" } ?? ""
        return ScoreEvidence(
            rule: isChanged ? "changed_unchecked" : "last_check_failed",
            value: isChanged || last.rank < 2 ? -0.6 : -0.8, sourceIDs: [last.trace.id.rawValue],
            text:
                "The last check, \(last.quoted), failed\(why)\(isChanged ? "; what was changed since is unchecked" : "")."
        )
    }
}
