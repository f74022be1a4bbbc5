import DraftScreening
package import MemoryModel
package import Prompting

extension DecisionRepair {
    /// The notes in the words of a model, where it gave any that hold; which notes those are, `unworded` says.
    ///
    /// - Returns: only those that say something else now.
    package func worded(_ notes: [GuidanceNote], of request: DraftRequest, by book: DraftBook) -> [GuidanceNote] {
        let open = unworded(notes)
        let prompt = PromptCatalogue.standard[.decisionRepair]
        guard !open.isEmpty, request.prompts.contains(prompt) else { return [] }
        let (worded, provenance) = book.draft(prompt, of: request) { reply throws(DraftError) in
            try Self.notes(reply, open)
        }
        return (worded ?? []).map { note in
            var note = note
            note.provenance = provenance
            return note
        }
    }

    private static func notes(_ reply: DraftReader, _ open: [GuidanceNote]) throws(DraftError) -> [GuidanceNote] {
        var result: [GuidanceNote] = []
        for draft in try reply.list("notes", count: 6) {
            let id = try draft.piece("note")
            guard var note = open.first(where: { $0.id == id }), try draft.evidence().contains(id) else {
                throw DraftError(.noEvidence)
            }
            let said = [note.text] + (note.guidance.preference + note.guidance.antiPattern).map(\.text)
            let screen = DraftScreen(commands: said.flatMap(spans), words: said + note.cues)
            let before = note.text
            let text = try screen.sentence(try draft.text("text", limit: 240), limit: 240, .run)
            guard keeps(text, before) else { throw DraftError(.unsupported) }
            note.text = text
            note.guidance.preference = try entries("prefer", of: draft, note.guidance.preference, screen)
            note.guidance.antiPattern = try entries("avoid", of: draft, note.guidance.antiPattern, screen)
            if note.text != before, !result.contains(where: { $0.id == id }) { result.append(note) }
        }
        return result
    }

    /// As many sentences as the rules have, each with the evidence that it had.
    private static func entries(
        _ key: String, of draft: DraftReader, _ entries: [DecisionGuidance.Entry], _ screen: DraftScreen
    ) throws(DraftError) -> [DecisionGuidance.Entry] {
        let texts = try draft.texts(key, limit: 240, count: 8)
        guard texts.count == entries.count else { throw DraftError(.malformed) }
        var result: [DecisionGuidance.Entry] = []
        for (entry, text) in zip(entries, texts) {
            let line = try screen.sentence(text, limit: 240, .run)
            guard keeps(line, entry.text) else { throw DraftError(.unsupported) }
            result.append(DecisionGuidance.Entry(text: line, evidenceIDs: entry.evidenceIDs))
        }
        return result
    }

    /// Whether it has all commands and all quoted words, and warns where the other warns.
    private static func keeps(_ line: String, _ before: String) -> Bool {
        !line.isEmpty && spans(before).allSatisfy { line.contains("`\($0)`") }
            && quotes(before).allSatisfy(line.contains) && order(line) == order(before)
    }

    private static func spans(_ text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        return stride(from: 1, to: max(parts.count - 1, 1), by: 2).map { parts[$0] }.filter { !$0.isEmpty }
    }

    private static func quotes(_ text: String) -> [String] {
        text.split(separator: "“").dropFirst().compactMap { part in
            part.firstIndex(of: "”").map { "“\(part[..<$0])”" }
        }
    }

    /// Code in backticks in the order in which it stands, and whether anything is warned of: by both advice could be
    /// turned into its contrary.
    private static func order(_ text: String) -> [String] {
        let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
        return spans(text) + [words.isDisjoint(with: warnings) ? "" : "warns"]
    }

    private static let warnings: Set<String> = ["avoid", "not", "never", "don", "fails", "failed", "stop", "instead"]
}
