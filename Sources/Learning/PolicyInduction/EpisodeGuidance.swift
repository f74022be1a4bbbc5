import MemoryModel

/// What people said is to be done or left, as guidance with its evidence.
enum EpisodeGuidance {
    static func of(_ feedback: [Feedback]) -> DecisionGuidance {
        var guidance = DecisionGuidance.none
        for told in feedback {
            guard let reading = told.reading, [.preference, .instruction, .negative].contains(reading.shape) else {
                continue
            }
            let (prefer, avoid) = (part(reading.prefer), part(reading.avoid))
            if let prefer {
                let text = avoid.map { "Use \(prefer) instead of \($0)." } ?? "Use \(prefer)."
                guidance.preference.append(DecisionGuidance.Entry(text: text, evidenceIDs: [told.id]))
            }
            if let avoid {
                let text = prefer.map { "Do not use \(avoid); use \($0)." } ?? "Do not use \(avoid)."
                guidance.antiPattern.append(DecisionGuidance.Entry(text: text, evidenceIDs: [told.id]))
            }
        }
        return guidance
    }

    /// One saying of several that say the same, with the evidence of all; the first words stay.
    static func united(_ entries: [DecisionGuidance.Entry], most: Int) -> [DecisionGuidance.Entry] {
        var united: [(entry: DecisionGuidance.Entry, terms: Set<String>)] = []
        for entry in entries {
            let terms = Set(OpeningWords.terms(of: entry.text))
            if let known = united.firstIndex(where: { isSame($0.terms, terms) || $0.entry.text == entry.text }) {
                let new = entry.evidenceIDs.filter { !united[known].entry.evidenceIDs.contains($0) }
                united[known].entry.evidenceIDs += new
            } else {
                united.append((entry, terms))
            }
        }
        return united.prefix(most).map { entry, _ in
            DecisionGuidance.Entry(text: entry.text, evidenceIDs: Array(entry.evidenceIDs.sorted().prefix(12)))
        }
    }

    /// Whether what a note says can be about the situation that these words tell of.
    static func concerns(_ note: GuidanceNote, _ words: Set<String>) -> Bool {
        let said = note.cues + (note.guidance.preference + note.guidance.antiPattern).map(\.text)
        return said.contains { text in
            OpeningWords.terms(of: text).contains { words.contains($0) }
                || words.contains(text.lowercased())
        }
    }

    private static func isSame(_ a: Set<String>, _ b: Set<String>) -> Bool {
        guard !a.isEmpty, !b.isEmpty else { return false }
        let shared = a.intersection(b).count
        return Double(shared) / Double(a.count + b.count - shared) >= 0.6
    }

    /// Words of a person, on one line and short; `nil` for none.
    private static func part(_ text: String?) -> String? {
        guard let line = text?.split(whereSeparator: \.isNewline).first else { return nil }
        let words = line.prefix(120).drop(while: \.isWhitespace)
        let trimmed = words.reversed().drop { $0.isWhitespace || ".,;!。，！".contains($0) }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }
}
