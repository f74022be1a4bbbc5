import DraftScreening
package import MemoryModel
import Prompting
import TextAnalysis

extension EpisodeReflection {
    /// What a model was asked of some steps, and what came of that.
    package struct Review: Sendable {
        /// Those that it was asked about.
        package var steps: [TraceID]
        /// `nil` when nobody was asked, or what came cannot be used.
        package var draft: ReflectionDraft?
        package var provenance: Provenance

        package init(steps: [TraceID], draft: ReflectionDraft?, provenance: Provenance) {
            self.steps = steps
            self.draft = draft
            self.provenance = provenance
        }
    }

    /// One for each of the record's steps, in their order: in the words of a model where they hold, by the rules where
    /// they do not.
    package func reflections(on record: EpisodeRecord, reviews: [Review]) -> [StepReflection] {
        let rules = reflections(on: record)
        guard reviews.contains(where: { $0.provenance != .rules }) else { return rules }
        let merging = ReflectionMerging(record: record, rules: rules, reviews: reviews)
        return zip(record.steps, rules).map { merging.reflection($0, $1) }
    }
}

/// Decides for each step whether a model's word counts.
private struct ReflectionMerging {
    private let screen: DraftScreen
    private var reviews: [TraceID: EpisodeReflection.Review] = [:]
    private let steps: Set<String>

    init(record: EpisodeRecord, rules: [StepReflection], reviews: [EpisodeReflection.Review]) {
        for review in reviews {
            for step in review.steps where self.reviews[step] == nil { self.reviews[step] = review }
        }
        let asked = Set(self.reviews.keys)
        let seen = record.steps.filter { asked.contains($0.id) }
        screen = DraftScreen(
            commands: seen.compactMap { $0.call?.inputText },
            words: record.turns.map(\.userText) + seen.compactMap { $0.call?.name }
                + rules.filter { asked.contains($0.traceID) }.map(\.text))
        steps = Set(record.steps.map(\.id.rawValue))
    }

    func reflection(_ step: Trace, _ rule: StepReflection) -> StepReflection {
        guard let review = reviews[step.id] else { return rule }
        guard let opinion = review.draft?.opinions[step.id] else {
            var rule = rule
            // What a good reply leaves out is the rules' own; what did not come is theirs instead.
            if review.draft == nil { rule.provenance = review.provenance }
            return rule
        }
        do throws(DraftError) {
            let said = try screen.sentence(opinion.text, limit: ReflectionDraft.longest)
            return StepReflection(
                traceID: step.id, weight: weight(opinion, said, step, rule),
                text: opinion.isUsable && !said.isEmpty ? said : rule.text, rule: Self.rule,
                evidence: opinion.evidence.filter { steps.contains($0) && $0 != step.id.rawValue }.map(TraceID.init),
                provenance: review.provenance)
        } catch {
            var rule = rule
            rule.provenance = review.provenance.refused(error.reason)
            return rule
        }
    }

    /// α: nothing for what says nothing; never much for a failure that by all that was seen taught nothing, and never
    /// little for what was seen to end a failure.
    private func weight(
        _ opinion: ReflectionDraft.Opinion, _ said: String, _ step: Trace, _ rule: StepReflection
    ) -> Double {
        let isEmpty =
            !opinion.isUsable || opinion.weight < ReflectionWeight.progress && isTautology(said, of: step)
        let weight = isEmpty ? 0 : opinion.weight
        switch rule.rule {
        case "failure", "repeated_failure": return min(weight, Self.mostOfWaste)
        case "turned_failure", "fixing_change": return max(weight, ReflectionWeight.progress)
        default: return weight
        }
    }

    /// Whether a sentence only retells the step: no word in it that is not the step's own or of any step.
    private func isTautology(_ text: String, of step: Trace) -> Bool {
        let own = Set(Self.words(in: [step.call?.name, step.call?.inputText, step.agentText].compactMap(\.self)))
        return Self.words(in: [text]).allSatisfy { own.contains($0) || Self.ofAnyStep.contains($0) }
    }

    private static func words(in texts: [String]) -> [String] {
        texts.flatMap { Terms.queryTerms(in: $0) }.filter { !$0.isStopword && $0.kind != .han1 }.map(\.text)
    }

    /// Stems of words that say nothing of what a step taught.
    private static let ofAnyStep = Set(
        Terms.terms(
            in: """
                step agent command tool file run runs ran execute executed use used call called try tried read edit
                edited show shows showed work works worked pass passed succeed successful successfully fail failed error
                output result done complete completed 步骤 命令 执行 运行 成功 失败
                """
        ).map(\.text))

    private static let rule = "model_reflection"
    /// α of a step that failed and taught nothing by the rules, at most: a model may have seen more than they.
    private static let mostOfWaste = 0.5
}

extension Provenance {
    /// The rules', because what the model said is refused.
    fileprivate func refused(_ reason: DraftError.Reason) -> Provenance {
        if case .model(let prompt, _) = self { .rulesInstead(prompt: prompt, reason: reason.rawValue) } else { self }
    }
}
