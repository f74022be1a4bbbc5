import MemoryModel

extension Skill {
    /// Takes the draft's words over, and keeps what trials and people have added to guidance and limits.
    ///
    /// - Returns: names of the parts that changed, in the order of the guide; empty when nothing did.
    mutating func takeOver(_ draft: SkillDraft) -> [String] {
        let draft = inOwnWords(draft)
        var new = draft.procedure
        new.scope.doesNotApply = Self.merged(new.scope.doesNotApply, with: procedure.scope.doesNotApply)
        new.scope.boundary = Self.merged(new.scope.boundary, with: procedure.scope.boundary)
        // What one opening more or less does to the choice of examples is no reason for a version when five are there.
        if procedure.examples.count >= 5 { new.examples = procedure.examples }
        let guidance = DecisionGuidance(
            preference: Guidance.union(draft.guidance.preference + self.guidance.preference),
            antiPattern: Guidance.union(draft.guidance.antiPattern + self.guidance.antiPattern))
        let old = procedure
        let parts: [(String, Bool)] = [
            ("its situation", old.scope.applies != new.scope.applies || old.preconditions != new.preconditions),
            ("parameters", old.parameters != new.parameters),
            ("steps", old.steps != new.steps),
            ("checks", old.verification != new.verification),
            ("advice", self.guidance.texts != guidance.texts),
            (
                "limits",
                old.scope.doesNotApply != new.scope.doesNotApply || old.scope.boundary != new.scope.boundary
            ),
            ("environment", old.domainModel != new.domainModel),
            ("examples", old.examples != new.examples),
            ("ways of asking", old.cues != new.cues),
        ]
        let changed = parts.filter(\.1).map(\.0)
        guard !changed.isEmpty else { return [] }
        if new.wordedFrom != old.wordedFrom || old.wordedFrom == nil && changed.contains(where: Self.words.contains) {
            provenance = .rules
        }
        procedure = new
        self.guidance = guidance
        summary = draft.summary
        return changed
    }

    /// The draft with the words that a model has found for it, as long as the rules say what they said then.
    private func inOwnWords(_ draft: SkillDraft) -> SkillDraft {
        var told = self
        told.summary = draft.summary
        told.procedure = draft.procedure
        guard let base = procedure.wordedFrom, told.rulesWords == base else { return draft }
        var draft = draft
        draft.summary = summary
        draft.procedure.scope.applies = procedure.scope.applies
        draft.procedure.preconditions = procedure.preconditions
        draft.procedure.parameters = procedure.parameters
        draft.procedure.steps = procedure.steps
        draft.procedure.verification = procedure.verification
        draft.procedure.imagined = procedure.imagined
        draft.procedure.wordedFrom = base
        return draft
    }

    /// Parts that a model words.
    private static let words: Set<String> = ["its situation", "parameters", "steps", "checks"]

    /// Lines of the first, then those of the second that it has not; at most six.
    private static func merged(_ first: String, with second: String) -> String {
        var lines: [Substring] = []
        for line in (first.split(whereSeparator: \.isNewline) + second.split(whereSeparator: \.isNewline))
        where !lines.contains(where: { Wording.key(String($0)) == Wording.key(String(line)) }) {
            lines.append(line)
        }
        return lines.prefix(6).joined(separator: "\n")
    }

    /// Adds a sentence to the cases in which the skill does not apply; the oldest gives way to a seventh.
    mutating func narrow(_ sentence: String) {
        var lines = procedure.scope.doesNotApply.split(whereSeparator: \.isNewline).map(String.init)
        guard !lines.contains(where: { Wording.key($0) == Wording.key(sentence) }) else { return }
        lines.append(sentence)
        procedure.scope.doesNotApply = lines.suffix(6).joined(separator: "\n")
    }
}

extension DecisionGuidance {
    fileprivate var texts: [[String]] { [preference.map(\.text), antiPattern.map(\.text)] }
}
