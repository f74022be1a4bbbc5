import MemoryModel

/// Whether a draft is about what its evidence did: it names tools that were run, and shares words with the steps it was
/// made of. Neither needs a model.
struct DraftVerification {
    /// `|draft tools ∩ evidence tools| / |draft tools|`; 1 when the draft names none.
    let coverage: Double
    /// Share of the evidence that has at least two content terms of the draft. Chinese counts by pairs.
    let resonance: Double
    private let isEmpty: Bool

    init(_ draft: SkillDraft, form: ProcedureForm, chosen: EvidenceChoice) {
        let named = Set(draft.procedure.tools.map { $0.lowercased() })
        let programs = Set(form.steps.compactMap(\.command).flatMap(CommandStem.all).compactMap(\.first))
        let own = named.union(programs).filter { !CommandStem.isParameter($0) }
        let seen = chosen.programs
        coverage = own.isEmpty ? 1 : Double(own.intersection(seen).count) / Double(own.count)
        let terms = Content.terms(in: draft.words)
        let resonant = chosen.best.count { $0.terms.intersection(terms).count >= 2 }
        resonance = chosen.best.isEmpty ? 0 : Double(resonant) / Double(chosen.best.count)
        isEmpty = draft.procedure.steps.isEmpty
    }

    /// Why the draft is not taken; `nil` when it is.
    func failure(_ options: SkillCrystallization.Options) -> String? {
        if isEmpty { return "Its policy says no step to take." }
        if coverage < options.leastCoverage { return "The draft names tools that its evidence has not used." }
        if resonance < options.leastResonance { return "The draft shares too few words with its evidence." }
        return nil
    }
}
