import CKeywordRank
import GRDB
import MemoryModel
import TextAnalysis

/// Our text analysis as an FTS5 tokenizer: the index is built from the same stream that queries are made from.
///
/// In a query a term comes here already analysed, so it is passed through as one token: analysing it twice would stem it
/// twice.
final class TermTokenizer: FTS5CustomTokenizer {
    static let name = "memos"

    init(db: Database, arguments: [String]) throws {}

    func tokenize(
        context: UnsafeMutableRawPointer?, tokenization: FTS5Tokenization, pText: UnsafePointer<CChar>?, nText: CInt,
        tokenCallback: FTS5TokenCallback
    ) -> CInt {
        guard let pText, nText > 0 else { return SQLITE_OK }
        if tokenization.contains(.query) { return tokenCallback(context, 0, pText, nText, 0, nText) }
        var status = SQLITE_OK
        pText.withMemoryRebound(to: UInt8.self, capacity: Int(nText)) { bytes in
            Terms.forEachTerm(in: UnsafeBufferPointer(start: bytes, count: Int(nText))) { term, range, colocated in
                guard let start = term.baseAddress else { return true }
                status = start.withMemoryRebound(to: CChar.self, capacity: term.count) {
                    tokenCallback(
                        context, colocated ? FTS5_TOKEN_COLOCATED : 0, $0, CInt(term.count), CInt(range.lowerBound),
                        CInt(range.upperBound)
                    )
                }
                return status == SQLITE_OK
            }
        }
        return status
    }

    /// Builds the indexes anew when the analysis has changed since they were built.
    static func rebuildIfOutdated(_ connection: Database) throws {
        let current = String(Terms.version)
        let stored = try String.fetchOne(connection, sql: "SELECT value FROM meta WHERE key = 'analysis_version'")
        guard stored != current else { return }
        if stored != nil {
            for index in ["trace_terms"] + ItemKind.allCases.map(\.index) {
                try connection.execute(sql: "INSERT INTO \(index) (\(index)) VALUES ('rebuild')")
            }
        }
        try connection.execute(
            sql:
                "INSERT INTO meta (key, value) VALUES ('analysis_version', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            arguments: [current]
        )
    }
}
