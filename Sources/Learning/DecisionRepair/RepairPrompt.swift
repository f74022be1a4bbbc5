package import MemoryModel
package import Prompting

extension DecisionRepair {
    /// Notes that a model may word better: those that rules have written and that nobody has been told yet, at most six.
    package func unworded(_ notes: [GuidanceNote]) -> [GuidanceNote] {
        let open = notes.filter { $0.toldAt == nil && $0.provenance == .rules }
        return Array(open.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.prefix(Self.mostWorded))
    }

    /// Puts notes, and what they come from, on a sheet.
    ///
    /// - Returns: ids of what is shown; empty when there is nothing to word.
    package func show(_ notes: [GuidanceNote], of record: EpisodeRecord, on sheet: inout EvidenceSheet) -> [String] {
        let open = unworded(notes)
        guard !open.isEmpty else { return [] }
        let audience: Set<String> = [Prompt.ID.decisionRepair.rawValue]
        var shown: [String] = []
        for note in open {
            let lines =
                [note.text] + note.guidance.preference.map { "prefer: \($0.text)" }
                + note.guidance.antiPattern.map { "avoid: \($0.text)" }
            sheet.add(note.id, kind: "note", lines.joined(separator: "\n"), limit: 1200, for: audience)
            shown.append(note.id)
        }
        let cited = Set(open.flatMap { ($0.guidance.preference + $0.guidance.antiPattern).flatMap(\.evidenceIDs) })
        for step in record.steps where cited.contains(step.id.rawValue) && shown.count < Self.mostShown {
            sheet.add(step.id.rawValue, kind: "step", step.summary, limit: 300, for: audience)
            shown.append(step.id.rawValue)
        }
        for feedback in record.feedback where cited.contains(feedback.id) && shown.count < Self.mostShown {
            sheet.add(feedback.id, kind: "person", feedback.rationale ?? "", limit: 400, for: audience)
            shown.append(feedback.id)
        }
        return shown
    }

    private static let mostWorded = 6
    private static let mostShown = 24
}
