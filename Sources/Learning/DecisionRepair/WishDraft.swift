package import MemoryModel
package import Prompting
import TextAnalysis

/// Wishes of a person that a model found in their messages, each with both its names letter by letter in a sentence of
/// theirs that says so.
package struct WishDraft: Sendable, Equatable {
    package struct Wish: Sendable, Equatable {
        package var turn: TurnID
        package var prefer: String?
        package var avoid: String?
    }

    package private(set) var wishes: [Wish] = []

    /// What does not hold is left out; what is left may be nothing.
    ///
    /// - Throws: when it has not the form.
    package init(_ reader: DraftReader, of record: EpisodeRecord) throws(DraftError) {
        for entry in try reader.list("preferences", count: Self.mostWishes) {
            do throws(DraftError) {
                let (prefer, avoid) = (try Self.name("prefer", of: entry), try Self.name("avoid", of: entry))
                guard prefer != avoid, prefer != nil || avoid != nil else { continue }
                let cited = Set(try entry.evidence())
                let turn = record.turns.first { turn in
                    cited.contains(turn.id.rawValue) && SpokenWish(turn.userText).holds(prefer: prefer, avoid: avoid)
                }
                guard let turn else { continue }
                let wish = Wish(turn: turn.id, prefer: prefer, avoid: avoid)
                if !wishes.contains(wish) { wishes.append(wish) }
            } catch { continue }
        }
    }

    /// - Returns: `nil` for none.
    private static func name(_ key: String, of entry: DraftReader) throws(DraftError) -> String? {
        let name = try entry.text(key, limit: longestName).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard Redactor.redact(name).findings.isEmpty, !name.contains("`") else { throw DraftError(.unsafe) }
        return name.isEmpty ? nil : name
    }

    private static let mostWishes = 6
    private static let longestName = 60
}

extension DecisionRepair {
    /// The note that a wish comes to, in the form of what the rules read out of feedback.
    ///
    /// - Returns: `nil` when the rules have read it themselves.
    package func guidance(from wish: WishDraft.Wish, in record: EpisodeRecord) -> Draft? {
        guard let turn = record.turns.first(where: { $0.id == wish.turn }) else { return nil }
        let isRead = record.feedback.contains { feedback in
            guard let reading = feedback.reading else { return false }
            return Self.isSame(reading.prefer, wish.prefer) && Self.isSame(reading.avoid, wish.avoid)
        }
        guard !isRead else { return nil }
        let said = Feedback(
            id: turn.id.rawValue, at: turn.startedAt, episodeID: record.episode.id, traceID: nil, channel: "implicit",
            polarity: "neutral", magnitude: Self.strength, rationale: turn.userText, raw: nil,
            reading: FeedbackReading(
                shape: .preference, prefer: wish.prefer, avoid: wish.avoid, strength: Self.strength))
        return guidance(from: said, in: record)
    }

    private static func isSame(_ first: String?, _ second: String?) -> Bool {
        first?.lowercased() == second?.lowercased()
    }

    /// Of a wish that a model found: enough to follow from it.
    private static let strength = 0.6
}

/// A person's message, for whether a wish stands in it. What they quote or paste is not theirs, and a question is no wish.
private struct SpokenWish {
    private let sentences: [String]

    init(_ message: String) {
        var isQuoted = false
        var sentences: [String] = []
        for line in message.prefix(4_000).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("```") { isQuoted.toggle() }
            guard !isQuoted, !line.hasPrefix("```"), !line.hasPrefix(">"), !line.hasPrefix("    ") else { continue }
            sentences += Self.sentences(of: line)
        }
        self.sentences = sentences
    }

    /// Whether one sentence has both, and does not say the opposite.
    func holds(prefer: String?, avoid: String?) -> Bool {
        sentences.contains { sentence in
            guard let last = sentence.last, last != "?", last != "？" else { return false }
            if let prefer {
                guard let before = Self.words(before: prefer, in: sentence), !Self.isTurnedDown(before) else {
                    return false
                }
            }
            if let avoid {
                guard let before = Self.words(before: avoid, in: sentence) else { return false }
                if !Self.isTurnedDown(before), !Self.isTurnedDown(sentence) { return false }
            }
            return true
        }
    }

    /// What stands in a sentence before a name: its last few words, in lower case; `nil` when the name is not there.
    private static func words(before name: String, in sentence: String) -> String? {
        let (text, name) = (Array(sentence.lowercased()), Array(name.lowercased()))
        guard name.count <= text.count else { return nil }
        for start in 0...(text.count - name.count) where text[start] == name[0] {
            let end = start + name.count
            guard text[start..<end].elementsEqual(name),
                start == 0 || !(isWord(text[start - 1]) && isWord(name[0])),
                end == text.count || !(isWord(text[end]) && isWord(name[name.count - 1]))
            else { continue }
            // A comma or a colon ends what was said of something else.
            let clause = text[..<start].split { ",;:，；：".contains($0) }.last.map(Array.init) ?? []
            let isOpen = text[..<start].last.map { ",;:，；：".contains($0) } ?? false
            return isOpen ? "" : String(clause.suffix(nearby))
        }
        return nil
    }

    /// Letters of scripts without spaces follow each other without being one word.
    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    private static func isTurnedDown(_ text: String) -> Bool {
        let padded =
            " " + text.lowercased().split { $0.isWhitespace || "`“”\"".contains($0) }.joined(separator: " ") + " "
        return refusals.contains { padded.contains(" \($0) ") } || chineseRefusals.contains { text.contains($0) }
    }

    private static func sentences(of line: Substring) -> [String] {
        var sentences: [String] = []
        var current = ""
        for character in line {
            if character == " ", let last = current.last, ".!?".contains(last) {
                sentences.append(current)
                current = ""
            } else {
                current.append(character)
                if "。！？".contains(character) {
                    sentences.append(current)
                    current = ""
                }
            }
        }
        return (sentences + [current]).filter { !$0.isEmpty }
    }

    private static let nearby = 24
    private static let refusals = [
        "not", "never", "no", "don't", "don’t", "dont", "avoid", "stop", "without", "instead of", "rather than", "over",
        "no more", "hate",
    ]
    private static let chineseRefusals = ["不要", "别", "不用", "不再", "而不是", "避免", "禁止", "不准", "停止"]
}
