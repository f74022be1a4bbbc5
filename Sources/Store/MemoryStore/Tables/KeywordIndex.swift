import GRDB
package import MemoryModel

/// A term of a query with the weight the caller gives it.
package struct WeightedTerm: Sendable, Equatable {
    package var text: String
    package var weight: Double

    package init(text: String, weight: Double) {
        self.text = text
        self.weight = weight
    }
}

/// What ranking needs to know of a trace, without its texts.
package struct TraceHead: Sendable, Equatable {
    package var row: Int64
    package var id: TraceID
    package var session: SessionID
    package var episode: EpisodeID
    package var turn: TurnID
    package var kind: Trace.Kind
    package var at: Timestamp
    package var workspace: String?
    package var value: Double
    package var length: Int
}

extension MemoryReader {
    /// Document frequency of each term, and the number of documents.
    package func documentFrequencies(of terms: [String]) throws -> (counts: [String: Int64], documents: Int64) {
        try frequencies.frequencies(of: terms, in: connection)
    }

    /// Traces that hold at least one of the terms, best first by `Σ weight · tf saturation` (see `memos_rank`).
    package func keywordMatches(
        _ terms: [WeightedTerm], scope: Scope, limit: Int
    ) throws -> [(row: Int64, score: Double)] {
        guard !terms.isEmpty else { return [] }
        let pattern = terms.map { "\"\($0.text.replacing("\"", with: "\"\""))\"" }.joined(separator: " OR ")
        let placeholders = repeatElement("?", count: terms.count).joined(separator: ", ")
        var arguments = StatementArguments(terms.map(\.weight))
        arguments += [pattern]
        var sql = "SELECT trace_terms.rowid AS row, memos_rank(trace_terms, \(placeholders)) AS score FROM trace_terms"
        var filter = " WHERE trace_terms MATCH ?"
        if try isShared(beyond: scope) {
            sql += " JOIN traces ON traces.rowid = trace_terms.rowid"
            filter += try Self.append(scope, to: &arguments)
        }
        arguments += [limit]
        return try Row.fetchAll(
            connection, cachedSQL: sql + filter + " ORDER BY score DESC, row DESC LIMIT ?", arguments: arguments
        ).map { ($0["row"], $0["score"]) }
    }

    /// Traces that showed one of the faults, newest first.
    package func errorMatches(_ signatures: [String], scope: Scope, limit: Int) throws -> [Int64] {
        guard !signatures.isEmpty else { return [] }
        var arguments = StatementArguments(signatures)
        let placeholders = repeatElement("?", count: signatures.count).joined(separator: ", ")
        let filter = try Self.append(scope, to: &arguments)
        arguments += [limit]
        return try Int64.fetchAll(
            connection,
            sql: """
                SELECT DISTINCT traces.rowid FROM error_signatures JOIN traces ON traces.rowid = trace_rowid
                WHERE signature IN (\(placeholders))\(filter) ORDER BY traces.rowid DESC LIMIT ?
                """,
            arguments: arguments
        )
    }

    package func heads(of rows: [Int64]) throws -> [Int64: TraceHead] {
        guard !rows.isEmpty else { return [:] }
        return try Row.fetchAll(
            connection,
            sql: """
                SELECT rowid, id, session_id, episode_id, turn_id, kind, at, workspace, value, length FROM traces
                WHERE rowid IN (\(rows.map(String.init).joined(separator: ",")))
                """
        ).reduce(into: [:]) { result, row in
            let head = TraceHead(row: row)
            result[head.row] = head
        }
    }

    /// For each trace the nearest ones of its session, nearest first on each side. Looked for among the rows next to it:
    /// two sessions at once interleave their rows, but rarely by more than a few.
    package func neighbours(
        of rows: [Int64], sessions: [Int64: SessionID], reach: Int
    ) throws -> [Int64: (before: [Int64], after: [Int64])] {
        let window = Int64(reach * 2)
        let wanted = Set(rows.flatMap { ($0 - window)...($0 + window) }).sorted()
        guard !wanted.isEmpty else { return [:] }
        let found = try Row.fetchAll(
            connection,
            sql: "SELECT rowid, session_id FROM traces WHERE rowid IN (\(wanted.map(String.init).joined(separator: ",")))"
        ).reduce(into: [Int64: String]()) { $0[$1["rowid"]] = $1["session_id"] }
        return rows.reduce(into: [:]) { result, row in
            guard let session = sessions[row]?.rawValue else { return }
            let before = (1...window).map { row - $0 }.filter { found[$0] == session }
            let after = (1...window).map { row + $0 }.filter { found[$0] == session }
            result[row] = (Array(before.prefix(reach)), Array(after.prefix(reach)))
        }
    }

    /// Mean number of terms of a trace.
    package func meanLength() throws -> Double {
        try frequencies.meanLength(in: connection)
    }

    /// Whether the home holds traces that the scope excludes; only then is a filter worth its price.
    private func isShared(beyond scope: Scope) throws -> Bool {
        if scope.session != nil { return true }
        if let agentKind = scope.agentKind,
            try exists("agent_kind < ?1 OR agent_kind > ?1", arguments: [agentKind])
        {
            return true
        }
        guard let profile = scope.profile else { return false }
        return try exists("profile <> ?1", arguments: [profile])
    }

    private func exists(_ condition: String, arguments: StatementArguments) throws -> Bool {
        let statement = try connection.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM sessions WHERE \(condition))")
        return try Bool.fetchOne(statement, arguments: arguments) ?? false
    }

    private static func append(_ scope: Scope, to arguments: inout StatementArguments) throws -> String {
        var filter = ""
        if let agentKind = scope.agentKind {
            filter += " AND traces.agent_kind = ?"
            arguments += [agentKind]
        }
        if let profile = scope.profile {
            filter += " AND traces.profile = ?"
            arguments += [profile]
        }
        if let session = scope.session {
            filter += " AND traces.session_id = ?"
            arguments += [session.rawValue]
        }
        return filter
    }
}

extension TraceHead {
    init(row: Row) {
        self.init(
            row: row["rowid"], id: TraceID(row["id"]), session: SessionID(row["session_id"]),
            episode: EpisodeID(row["episode_id"]), turn: TurnID(row["turn_id"]),
            kind: Trace.Kind(rawValue: row["kind"]) ?? .answer, at: row["at"], workspace: row["workspace"],
            value: row["value"], length: row["length"]
        )
    }
}
