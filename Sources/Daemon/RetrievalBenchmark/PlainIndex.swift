import GRDB
import MemoryModel

/// SQLite's own full-text search over a case's turns: what a memory is without any of our work.
final class PlainIndex: Sendable {
    enum Tokenizer: String, Sendable {
        case porter = "porter unicode61"
        case trigram
    }

    private let queue: DatabaseQueue
    private let tokenizer: Tokenizer

    init(_ texts: [String], tokenizer: Tokenizer) throws {
        self.tokenizer = tokenizer
        queue = try DatabaseQueue()
        try queue.write { connection in
            try connection.execute(
                sql: "CREATE VIRTUAL TABLE turns USING fts5(body, tokenize = '\(tokenizer.rawValue)')")
            let insertion = try connection.cachedStatement(sql: "INSERT INTO turns (rowid, body) VALUES (?, ?)")
            for (number, text) in texts.enumerated() { try insertion.execute(arguments: [number + 1, text]) }
        }
    }

    /// Turns with any of the question's words, by SQLite's BM25.
    func ranking(for question: String, limit: Int) async throws -> [Int] {
        let words = PlainQuery.words(of: question, inTrigrams: tokenizer == .trigram)
        guard !words.isEmpty else { return [] }
        let match = words.map { "\"\($0)\"" }.joined(separator: " OR ")
        return try await queue.read { connection in
            try Int.fetchAll(
                connection, sql: "SELECT rowid FROM turns WHERE turns MATCH ? ORDER BY rank LIMIT ?",
                arguments: [match, limit]
            ).map { $0 - 1 }
        }
    }
}

/// The words a plain full-text search is asked for.
package enum PlainQuery {
    /// Distinct words in lower case without English stop words, in order. A trigram index knows nothing shorter than
    /// three characters, and of a script without spaces each three characters are a word.
    package static func words(of question: String, inTrigrams: Bool) -> [String] {
        let runs = question.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        var words = runs.filter { !stopWords.contains($0) }
        if inTrigrams {
            words = words.flatMap { word in
                hasNoSpaces(word) ? trigrams(of: word) : word.count >= 3 ? [word] : []
            }
        }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    private static func trigrams(of word: String) -> [String] {
        let characters = Array(word)
        guard characters.count >= 3 else { return [] }
        return (0...characters.count - 3).map { String(characters[$0..<$0 + 3]) }
    }

    private static func hasNoSpaces(_ word: String) -> Bool {
        word.unicodeScalars.contains { (0x2E80...0x9FFF).contains($0.value) || (0xF900...0xFAFF).contains($0.value) }
    }

    private static let stopWords = Set(
        """
        a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is \
        it its just me my no not of on or our she should so some than that the their them then there these they this to \
        too was we were what when where which while who whom why will with would you your
        """.split(separator: " ").map(String.init)
    )
}
