import MemoryModel

/// Whether the user was content: by ratings, by words, and by what was done next.
struct SatisfactionJudgement {
    let record: EpisodeRecord
    let attempts: [Attempt]
    let verdicts: [Verdict]
    let goal: EpisodeScore.Axis?

    /// What counts most of it has four fifths of the weight, all other words together one: who praises after a complaint
    /// is less content than who never complained.
    func axis() -> EpisodeScore.Axis? {
        let movedOn = movedOn
        guard
            let decisive = verdicts.reduce(
                nil as Verdict?,
                { last, next in
                    last.map { $0.isOutranked(by: next) ? next : $0 } ?? next
                })
        else { return movedOn.map { EpisodeScore.Axis(value: $0.value, evidence: [$0]) } }
        var evidence = [self.evidence(of: decisive)]
        var others = verdicts.filter { $0.sourceID != decisive.sourceID }.map(self.evidence(of:))
        if let movedOn {
            others.append(evidence[0])
            evidence = [movedOn]
        }
        let mean = others.isEmpty ? 0 : others.reduce(0) { $0 + $1.value } / Double(others.count)
        let value = others.isEmpty ? evidence[0].value : 0.8 * evidence[0].value + 0.2 * mean
        return EpisodeScore.Axis(value: value, evidence: evidence + others)
    }

    /// Who goes on to another task after a success, and has no complaint that is not answered, is content enough.
    private var movedOn: ScoreEvidence? {
        guard record.episode.closeReason == .newTask, let goal, goal.value > 0,
            verdicts.allSatisfy({ $0.isObjection && isAnswered($0) == true })
        else { return nil }
        return ScoreEvidence(
            rule: "moved_on", value: verdicts.isEmpty ? 0.4 : 0.3, sourceIDs: [record.episode.id.rawValue],
            text: "The user went on to another task without a complaint.")
    }

    private func evidence(of verdict: Verdict) -> ScoreEvidence {
        let source = verdict.isExplicit ? "explicit" : "implicit"
        let said = Quotation.words(verdict.words)
        if verdict.value > 0 {
            return ScoreEvidence(
                rule: "\(source)_praise", value: verdict.value, sourceIDs: [verdict.sourceID],
                text: (verdict.isExplicit ? "The user rated it good" : "The user sounds content") + said + ".")
        }
        guard verdict.isObjection else {
            return ScoreEvidence(
                rule: "another_way", value: verdict.value, sourceIDs: [verdict.sourceID],
                text: "The user wants it done in another way\(said).")
        }
        let told = verdict.isExplicit ? "The user rated it bad" : "The user objected"
        switch isAnswered(verdict) {
        case nil:
            return ScoreEvidence(
                rule: "\(source)_complaint", value: verdict.value, sourceIDs: [verdict.sourceID],
                text: told + said + ".")
        case false?:
            return ScoreEvidence(
                rule: "revised_complaint", value: 0.7 * verdict.value, sourceIDs: [verdict.sourceID],
                text: "\(told), and it was worked on again\(said).")
        case true?:
            return ScoreEvidence(
                rule: "answered_complaint", value: 0.4 * verdict.value, sourceIDs: [verdict.sourceID],
                text: "\(told), and a check passed after that\(said).")
        }
    }

    /// Whether a check passed after it, or only work went on; `nil` when nothing came after it.
    private func isAnswered(_ verdict: Verdict) -> Bool? {
        guard verdict.place < record.steps.count else { return nil }
        return attempts.last { $0.place >= verdict.place && $0.rank > 0 && ($0.hasPassed || $0.hasFailed) }?.hasPassed
            ?? false
    }
}
