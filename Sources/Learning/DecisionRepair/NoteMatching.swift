package import MemoryModel
import TextAnalysis

/// Which notes belong to a message. A note that does not clearly fit stays silent.
package enum NoteMatching {
    /// What a message must have of a note's cues: one that tells by itself, or two that do not.
    private static let threshold = 2

    /// The notes that fit a message, the best first; of equals the newest. Notes that newer ones contradict are left out.
    ///
    /// - Parameters:
    ///   - notes: of places that the message may see, in any order.
    ///   - tags: of the message, in lower case.
    package static func fitting(
        _ notes: [GuidanceNote], to message: String, tags: [String] = [], limit: Int = 2
    ) -> [GuidanceNote] {
        guard limit > 0, !notes.isEmpty else { return [] }
        var terms = Set(Terms.terms(in: String(message.prefix(4000))).map(\.text))
        for tag in tags { terms.formUnion(Terms.terms(in: tag).map(\.text)) }
        guard !terms.isEmpty else { return [] }
        let concepts = Cues.concepts(in: terms)
        var stems: [String: Set<String>] = [:]
        let ranked = settled(notes).map { note in
            (note, points: points(of: note, terms: terms, concepts: concepts, stems: &stems))
        }
        return ranked.filter { $0.points >= threshold }.sorted {
            ($0.points, $0.0.at, $0.0.id) > ($1.points, $1.0.at, $1.0.id)
        }.prefix(limit).map(\.0)
    }

    private static func points(
        of note: GuidanceNote, terms: Set<String>, concepts: Set<String>, stems: inout [String: Set<String>]
    ) -> Int {
        var points = 0
        for cue in note.cues {
            if concepts.contains(cue) {
                points += 1
                continue
            }
            let needed: Set<String>
            if let known = stems[cue] {
                needed = known
            } else {
                needed = Set(Terms.queryTerms(in: cue).filter { !$0.isStopword }.map(\.text))
                stems[cue] = needed
            }
            if !needed.isEmpty, needed.isSubset(of: terms) {
                let isGivenName = note.origin == .feedback && note.text.lowercased().contains("`\(cue)`")
                points += Cues.isTelling(cue, isGivenName: isGivenName) ? 2 : 1
            }
        }
        return points
    }

    /// Notes without those that a newer one contradicts or repeats, newest first. Two contradict each other when the one
    /// prefers what the other avoids.
    package static func settled(_ notes: [GuidanceNote]) -> [GuidanceNote] {
        var contexts: Set<String> = []
        var preferred: Set<String> = []
        var avoided: Set<String> = []
        return notes.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.filter { note in
            let prefers = note.guidance.preference.map { Self.name($0.text) }
            let avoids = note.guidance.antiPattern.map { Self.name($0.text) }
            guard !prefers.contains(where: avoided.contains), !avoids.contains(where: preferred.contains),
                contexts.insert(note.context).inserted
            else { return false }
            preferred.formUnion(prefers)
            avoided.formUnion(avoids)
            return true
        }
    }

    /// What an entry is about: the first thing in it that stands in backticks or quotation marks, else all of it.
    private static func name(_ text: String) -> String {
        let text = text.lowercased()
        for (open, close) in [("`", "`"), ("“", "”")] as [(Character, Character)] {
            guard let start = text.firstIndex(of: open) else { continue }
            let rest = text[text.index(after: start)...]
            if let end = rest.firstIndex(of: close) { return String(rest[..<end]) }
        }
        return text
    }
}
