import GRDB
package import JSONText
import MemoryModel
import TextAnalysis

/// Words that only the forgotten knew: by them what quotes it is found, in whatever row it stands.
package enum ForgottenWords {
    /// Whether a text has one of these words.
    ///
    /// - Parameter words: terms of the index.
    package static func isAny(of words: Set<String>, in text: String) -> Bool {
        guard !words.isEmpty, !text.isEmpty else { return false }
        var isFound = false
        var text = text
        text.withUTF8 { bytes in
            Terms.forEachTerm(in: bytes) { term, _, _ in
                isFound = words.contains(String(decoding: term, as: UTF8.self))
                return !isFound
            }
        }
        return isFound
    }

    /// All strings of a value but names of members, one a line; a string that is JSON itself, as columns are, counts as
    /// what it holds.
    package static func text(of value: JSON) -> String {
        var lines: [String] = []
        collect(value, into: &lines)
        return lines.joined(separator: "\n")
    }

    private static func collect(_ value: JSON, into lines: inout [String]) {
        switch value {
        case .string(let text):
            if text.hasPrefix("{") || text.hasPrefix("["), let inner = try? JSON(parsing: text) {
                collect(inner, into: &lines)
            } else {
                lines.append(text)
            }
        case .array(let values): for value in values { collect(value, into: &lines) }
        case .object(let object): for member in object.members { collect(member.value, into: &lines) }
        case .null, .bool, .integer, .double, .literal: break
        }
    }
}

extension MemoryTransaction {
    /// Every text of a person, an agent or a tool in what goes.
    func texts(of doomed: Doomed) throws -> [String] {
        func columns<Noun>(_ table: String, _ columns: String, _ ids: some Collection<Identifier<Noun>>) throws
            -> [String]
        {
            guard !ids.isEmpty else { return [] }
            let rows = try Row.fetchCursor(
                connection, sql: "SELECT \(columns) FROM \(table) WHERE id IN (SELECT value FROM json_each(?))",
                arguments: [JSON(ids.map(\.rawValue).sorted()).text])
            var texts: [String] = []
            while let row = try rows.next() {
                texts += row.databaseValues.compactMap { String.fromDatabaseValue($0) }
                    .map { ForgottenWords.text(of: .string($0)) }
            }
            return texts
        }
        var texts = try columns(
            "traces", "user_text, agent_text, thinking, action_text, observation_text, summary, call", doomed.traces)
        texts += try columns("turns", "user_text, agent_text", doomed.turns)
        texts += try columns("sessions", "meta", doomed.sessions)
        texts += try columns(
            "feedback", "rationale, raw", doomed.feedback.map { Identifier<Feedback>($0) })
        for turn in doomed.turns {
            texts += try reader.pendingCalls(of: turn).map { ForgottenWords.text(of: $0.stored) }
        }
        return texts
    }

    /// The terms of these texts that stand in no step any more.
    func wordsNobodyElseKnows(in texts: [String]) throws -> Set<String> {
        var words: Set<String> = []
        for text in texts {
            for term in Terms.terms(in: text) where term.text.utf8.count >= Self.shortestTelling {
                words.insert(term.text)
            }
        }
        let known = try connection.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM trace_terms WHERE trace_terms MATCH ?)")
        return try words.filter { try Bool.fetchOne(known, arguments: [MatchExpression.any([$0])]) != true }
    }

    /// Bytes. A shorter word tells nothing; one character of a script without spaces has three.
    private static let shortestTelling = 3
}
