import MemoryModel
import StepReading
import TextAnalysis

/// What a skill is to say, out of its evidence and of nothing else.
struct SkillDraft {
    var summary: String
    var procedure: Skill.Procedure
    var guidance: DecisionGuidance
    var worldModelIDs: [WorldModelID]

    init(_ evidence: SkillCrystallization.Evidence, form: ProcedureForm, chosen: EvidenceChoice) {
        let policy = evidence.policy
        let applies = Wording.cut(policy.trigger, to: 300)
        let steps = StepText.steps(of: form)
        let examples = Self.examples(evidence.openings.map(\.1) + form.goals)
        // A precondition that mostly repeats when it applies is left out.
        let known = Content.terms(in: ([applies] + form.parameters.map(\.name)).joined(separator: "\n"))
        procedure = Skill.Procedure(
            preconditions: form.preconditions.filter { condition in
                let terms = Content.terms(in: condition)
                return terms.subtracting(known).count * 4 > terms.count
            }.map(Wording.sentence),
            parameters: form.parameters.map(Self.parameter), steps: steps,
            verification: Wording.sentence(form.verification),
            scope: Skill.Procedure.Scope(
                applies: Wording.sentence(applies),
                doesNotApply: Wording.sentence(Wording.cut(policy.boundary, to: 400)),
                boundary: chosen.borders(besides: form).joined(separator: "\n")),
            examples: examples,
            tools: form.tools.isEmpty ? chosen.tools : form.tools,
            cues: SkillCues.lines(openings: evidence.openings.map(\.1), policy: policy, form: form))
        guidance = Self.guidance(evidence)
        summary = Self.summary(of: policy, form: form)
        let about = Content.terms(
            in: ([policy.title, policy.trigger, summary] + steps + examples).joined(separator: "\n"))
        let environment = EnvironmentNote(evidence.worldModels, of: policy.id, about: about)
        procedure.domainModel = environment.text
        worldModelIDs = environment.ids
    }

    /// All it says, for the check of whether the evidence is about the same.
    var words: String {
        ([summary, procedure.scope.applies, procedure.verification] + procedure.steps + procedure.preconditions
            + procedure.examples).joined(separator: "\n")
    }

    // MARK: Parts

    private static func parameter(_ parameter: ProcedureForm.Parameter) -> Skill.Procedure.Parameter {
        let examples = Wording.list(parameter.examples.prefix(3).map(Wording.code))
        let description = Wording.withoutStop(parameter.description)
        let text = examples.isEmpty ? description : "\(description), such as \(examples)"
        return Skill.Procedure.Parameter(name: parameter.name, description: Wording.sentence(text))
    }

    /// At most five, each with a word that those before it have not.
    static func examples(_ openings: [String]) -> [String] {
        var known: Set<String> = []
        var result: [String] = []
        for example in openings.lazy.compactMap(Wording.example) {
            let terms = Content.terms(in: example)
            guard !terms.isSubset(of: known) else { continue }
            known.formUnion(terms)
            result.append(example)
            if result.count == 5 { break }
        }
        return result
    }

    /// What the policy advises, and notes that name the policy; each once, at most eight of a kind.
    private static func guidance(_ evidence: SkillCrystallization.Evidence) -> DecisionGuidance {
        let notes = evidence.notes.filter { $0.policyIDs.contains(evidence.policy.id) }.sorted { $0.id < $1.id }
        let all = [evidence.policy.guidance] + notes.map(\.guidance)
        return DecisionGuidance(
            preference: Guidance.union(all.flatMap(\.preference)),
            antiPattern: Guidance.union(all.flatMap(\.antiPattern)))
    }

    /// When and what, so that the words of a task find it: the situation first, its marks, what is done, and by what
    /// the situation is known where there is room.
    private static func summary(of policy: Policy, form: ProcedureForm) -> String {
        let told = Wording.oneLine(policy.trigger.isEmpty ? policy.title : policy.trigger)
        let (situation, further) = firstSentence(of: told)
        let when = Wording.withoutStop(Wording.cut(situation, to: 150))
        let known = Content.terms(in: when)
        let marks = form.marks.filter { Content.terms(in: $0).isDisjoint(with: known) }.prefix(4)
        let place = marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"
        let what = StepText.outline(of: form) ?? Wording.withoutStop(policy.title)
        let isClause = when.lowercased().hasPrefix("when ") || when.first.map { !$0.isASCII } ?? false
        let opening = isClause ? Wording.uppercasedStart(when) : "When \(Wording.lowercasedStart(when))"
        let text = Wording.cut(Wording.sentence("\(opening)\(place): \(Wording.lowercasedStart(what))"), to: 300)
        return !further.isEmpty && text.count + 1 + further.count <= 300 ? "\(text) \(further)" : text
    }

    private static func firstSentence(of text: String) -> (String, String) {
        var previous: Character?
        for index in text.indices {
            if previous == ".", text[index] == " " {
                return (String(text[..<index]), String(text[text.index(after: index)...]))
            }
            previous = text[index]
        }
        return (text, "")
    }
}

/// Guidance of several sources as one.
enum Guidance {
    static func union(_ entries: [DecisionGuidance.Entry], limit: Int = 8) -> [DecisionGuidance.Entry] {
        var result: [DecisionGuidance.Entry] = []
        for entry in entries where !entry.text.isEmpty {
            let text = Wording.cut(entry.text, to: 240)
            if let index = result.firstIndex(where: { Wording.key($0.text) == Wording.key(text) }) {
                let new = entry.evidenceIDs.filter { !result[index].evidenceIDs.contains($0) }
                result[index].evidenceIDs += new
            } else if result.count < limit {
                result.append(DecisionGuidance.Entry(text: text, evidenceIDs: entry.evidenceIDs))
            }
        }
        return result
    }
}

/// What world models say of where the skill works: entries that have a word of it, at most five.
private struct EnvironmentNote {
    var text = ""
    var ids: [WorldModelID] = []

    init(_ models: [WorldModel], of policy: PolicyID, about terms: Set<String>) {
        var lines: [String] = []
        for model in models.sorted(by: { ($0.confidence, $1.id.rawValue) > ($1.confidence, $0.id.rawValue) })
        where model.status != .archived && model.confidence >= 0.2 {
            let isOwn = model.policyIDs.contains(policy)
            let entries = (model.structure.environment + model.structure.constraints).filter { entry in
                let shared = Content.terms(in: "\(entry.label) \(entry.description)").intersection(terms).count
                return shared >= (isOwn ? 1 : 2)
            }
            let new = entries.prefix(max(0, 5 - lines.count)).map { entry in
                Wording.sentence(Wording.cut(entry.description.isEmpty ? entry.label : entry.description, to: 200))
            }.filter { !lines.contains($0) }
            guard !new.isEmpty else { continue }
            lines += new
            ids.append(model.id)
        }
        text = lines.joined(separator: "\n")
    }
}
