import DecisionRepair
import EpisodeReflection
import MemoryModel
import Prompting
import RewardAssignment
import WorldModeling

extension EpisodeReview {
    /// What came of the review of a task: each draft with by whom it is, and nothing where the rules are to speak.
    struct Findings {
        var reflections: [EpisodeReflection.Review] = []
        var reward: RewardDraft?
        var rewardProvenance: Provenance = .rules
        var lines: [TraceID: String] = [:]
        var wishes: [WishDraft.Wish] = []
        var facts: [ObservedFact] = []
        var extraction: Provenance = .rules
    }

    /// - Parameters:
    ///   - record: the one that the review was written of.
    ///   - place: of facts; `nil` where its host did not tell.
    func findings(in book: DraftBook, of record: EpisodeRecord, place: String?, prompts: PromptCatalogue = .standard)
        -> Findings
    {
        var findings = Findings()
        for part in parts {
            let (draft, provenance) = book.draft(prompts[.reflection], of: part.request) {
                reader throws(DraftError) in try ReflectionDraft(reader, on: part.steps)
            }
            findings.reflections.append(.init(steps: part.steps, draft: draft, provenance: provenance))
        }
        guard let whole = parts.first?.request else { return findings }
        (findings.reward, findings.rewardProvenance) = book.draft(prompts[.rewardRubric], of: whole) {
            reader throws(DraftError) in try RewardDraft(reader, of: record)
        }
        findings.lines =
            book.draft(prompts[.turnSummary], of: whole) {
                reader throws(DraftError) in try TurnSummaryDraft(reader, of: record)
            }.draft?.lines ?? [:]
        let extracted = book.draft(prompts[.extraction], of: whole) { reader throws(DraftError) in
            (
                wishes: try WishDraft(reader, of: record).wishes,
                facts: try place.map { place throws(DraftError) in
                    try FactDraft(reader, of: record, place: place).facts
                } ?? []
            )
        }
        findings.wishes = extracted.draft?.wishes ?? []
        findings.facts = extracted.draft?.facts ?? []
        findings.extraction = extracted.provenance
        return findings
    }
}
