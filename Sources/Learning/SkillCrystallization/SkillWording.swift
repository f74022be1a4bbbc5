import DraftScreening
import MemoryModel
package import Prompting
import StepReading
import TextAnalysis

/// What a model says of a skill: the rules' steps in other words, when it is used, and how people may ask for it.
struct SkillWording {
    var name: String
    var summary: String
    var applies: String
    var preconditions: [String]
    var parameters: [Skill.Procedure.Parameter]
    var steps: [String]
    var verification: String
    var asked: [String]

    /// - Throws: why nothing of it is used.
    init(
        _ reply: DraftReader, for skill: Skill, form: ProcedureForm, chosen: EvidenceChoice,
        _ evidence: SkillCrystallization.Evidence
    ) throws(DraftError) {
        let screen = Self.screen(skill, form, chosen, evidence)
        name = try reply.text("name", limit: SkillName.longest)
        guard SkillName.slug(name) == name, name.utf8.count >= 4 else { throw DraftError(.malformed) }
        _ = try screen.sentence(name.split(separator: "-").joined(separator: " "), limit: SkillName.longest)
        summary = try screen.sentence(try reply.text("summary", limit: 300), limit: 300)
        applies = try screen.sentence(try reply.text("applies", limit: 300), limit: 300)
        verification = try screen.sentence(try reply.text("verification", limit: 400), limit: 400)
        guard !summary.isEmpty, !applies.isEmpty, !verification.isEmpty else { throw DraftError(.malformed) }
        preconditions = []
        for condition in try reply.texts("preconditions", limit: 240, count: 6) {
            let condition = try screen.sentence(condition, limit: 240)
            if !condition.isEmpty { preconditions.append(Wording.sentence(condition)) }
        }
        parameters = skill.procedure.parameters
        for told in try reply.list("parameters", count: 8) {
            let name = try told.text("name", limit: 40)
            guard let place = parameters.firstIndex(where: { $0.name == name }) else { throw DraftError(.unsupported) }
            let text = try screen.sentence(try told.text("description", limit: 200), limit: 200)
            if !text.isEmpty { parameters[place].description = Wording.sentence(text) }
        }
        let shown = Set(chosen.anchors.map(\.rawValue) + [evidence.policy.id.rawValue])
        let work = DraftWork(
            commands: form.steps.compactMap(\.command), others: form.steps.filter { $0.command == nil }.map(\.text))
        steps = try screen.steps("steps", in: reply, of: work, shown: shown)
        asked = []
        for phrase in try reply.texts("asked_for", limit: 120, count: 8) {
            if let phrase = try screen.phrase(phrase), !asked.contains(phrase) { asked.append(phrase) }
        }
    }

    private static func screen(
        _ skill: Skill, _ form: ProcedureForm, _ chosen: EvidenceChoice, _ evidence: SkillCrystallization.Evidence
    ) -> DraftScreen {
        let procedure = skill.procedure
        let commands = form.steps.compactMap(\.command) + chosen.best.compactMap { $0.read.run?.input }
        let policy = evidence.policy
        let work = [policy.title, policy.trigger, form.verification] + commands
        let words =
            [
                skill.name.split(separator: "-").joined(separator: " "), skill.summary, procedure.scope.applies,
                procedure.scope.doesNotApply, procedure.verification, policy.procedure, policy.boundary,
            ] + procedure.preconditions + procedure.steps + procedure.examples + form.goals + form.marks
            + procedure.parameters.map(\.description) + evidence.openings.compactMap { Wording.example($0.1) }
            + TradeWords.words(for: work.joined(separator: "\n"))
        return DraftScreen(
            commands: commands, words: words + work, parameters: Set(form.parameters.map(\.name)))
    }
}

extension SkillCrystallization {
    /// The change in the words of a model, where it gave any that hold and pass what the rules' draft had to pass.
    package func worded(_ change: Change, from evidence: Evidence, by book: DraftBook) -> Change {
        guard let request = request(wording: change, from: evidence),
            var skill = Self.toldAnew(change, beside: evidence.present)
        else { return change }
        let form = ProcedureForm(of: evidence.policy)
        let chosen = EvidenceChoice(evidence.steps, for: evidence.policy, options: options)
        let (wording, provenance) = book.draft(request.prompts[0], of: request) {
            reply throws(DraftError) -> SkillWording in
            let wording = try SkillWording(reply, for: skill, form: form, chosen: chosen, evidence)
            var draft = SkillDraft(evidence, form: form, chosen: chosen)
            draft.take(wording)
            guard DraftVerification(draft, form: form, chosen: chosen).failure(options) == nil else {
                throw DraftError(.unsupported)
            }
            return wording
        }
        skill.provenance = provenance
        if let wording {
            skill.takeOver(wording)
            if evidence.present == nil { skill.name = SkillName.unique(wording.name, taken: evidence.takenNames) }
            skill.invocationGuide = SkillGuide(skill).markdown
        }
        let note = provenance.note.map { " Worded: \($0)." } ?? ""
        switch change {
        case .insert(_, let reason): return .insert(skill, reason: reason + note)
        case .revise(_, let reason): return .revise(skill, reason: reason + note)
        case .none: return change
        }
    }
}

extension Skill {
    fileprivate mutating func takeOver(_ wording: SkillWording) {
        let base = rulesWords
        summary = wording.summary
        procedure.scope.applies = Wording.sentence(wording.applies)
        procedure.preconditions = wording.preconditions
        procedure.parameters = wording.parameters
        procedure.steps = wording.steps
        procedure.verification = Wording.sentence(wording.verification)
        procedure.imagined = wording.asked
        procedure.wordedFrom = base
    }
}

extension SkillDraft {
    fileprivate mutating func take(_ wording: SkillWording) {
        summary = wording.summary
        procedure.scope.applies = wording.applies
        procedure.preconditions = wording.preconditions
        procedure.steps = wording.steps
        procedure.verification = wording.verification
    }
}
