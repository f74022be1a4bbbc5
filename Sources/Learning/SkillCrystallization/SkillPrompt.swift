import MemoryModel
package import Prompting
import StepReading
import TextAnalysis

extension SkillCrystallization {
    /// What a model is asked of a skill that is made, or told anew by rules.
    ///
    /// - Returns: `nil` when the change says nothing that no model has worded.
    package func request(wording change: Change, from evidence: Evidence) -> DraftRequest? {
        guard let skill = Self.toldAnew(change, beside: evidence.present) else { return nil }
        let chosen = EvidenceChoice(evidence.steps, for: evidence.policy, options: options)
        var sheet = EvidenceSheet()
        sheet.add(
            evidence.policy.id.rawValue, kind: "policy",
            [evidence.policy.title, evidence.policy.trigger, evidence.policy.procedure, evidence.policy.verification]
                .joined(separator: "\n"), limit: 2000)
        sheet.add(skill.id.rawValue, kind: "draft of the skill", Self.page(of: skill), limit: 3000)
        for step in chosen.best {
            let kind = step.isNegative ? "step that went wrong" : "step"
            sheet.add(step.read.trace.id.rawValue, kind: kind, step.text, limit: options.evidenceLength)
        }
        for (episode, opening) in evidence.openings.suffix(Self.mostOpenings) {
            if let said = Wording.example(opening) { sheet.add(episode.rawValue, kind: "task", said, limit: 160) }
        }
        if let present = evidence.present, case .revise(_, let reason) = change {
            let usage = present.usage
            sheet.add(
                present.id.rawValue + "@\(present.version)", kind: "skill so far",
                Self.page(of: present)
                    + "\ntrials passed: \(usage.trialsPassed) of \(usage.trialsAttempted)\nwhat changed: \(reason)",
                limit: 3000)
        }
        let prompt = PromptCatalogue.standard[evidence.present == nil ? .skillCrystallization : .skillRebuild]
        let sources =
            [evidence.policy.id.rawValue] + chosen.anchors.map(\.rawValue)
            + evidence.openings.map(\.0.rawValue)
        return DraftRequest(
            [prompt], sheet: sheet, subject: evidence.policy.id.rawValue, sources: Set(sources).sorted())
    }

    /// The skill of a change whose words are the rules' and new.
    static func toldAnew(_ change: Change, beside present: Skill?) -> Skill? {
        switch change {
        case .insert(let skill, _): return skill
        case .revise(let skill, _):
            let isNew = present.map { $0.rulesWords != skill.rulesWords } ?? true
            return skill.procedure.wordedFrom == nil && skill.status != .archived && isNew ? skill : nil
        case .none: return nil
        }
    }

    private static func page(of skill: Skill) -> String {
        let procedure = skill.procedure
        return
            ([
                ("name", skill.name), ("summary", skill.summary), ("applies", procedure.scope.applies),
                ("preconditions", procedure.preconditions.joined(separator: " ")),
                (
                    "parameters",
                    procedure.parameters.map { "<\($0.name)>: \($0.description)" }.joined(separator: " ")
                ), ("steps", "\n" + procedure.steps.joined(separator: "\n")),
                ("verification", procedure.verification),
                ("limits", procedure.scope.doesNotApply + " " + procedure.scope.boundary),
                ("avoid", skill.guidance.antiPattern.map(\.text).joined(separator: " ")),
            ] as [(String, String)])
            .filter { $0.1.contains { !$0.isWhitespace } }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
    }

    private static let mostOpenings = 6
}

extension Skill {
    /// By what the rules' words are known again once a model's stand in their place.
    var rulesWords: String {
        ContentHash.of(
            [summary, procedure.scope.applies, procedure.verification] + procedure.preconditions + ["steps"]
                + procedure.steps + ["parameters"] + procedure.parameters.flatMap { [$0.name, $0.description] })
    }
}
