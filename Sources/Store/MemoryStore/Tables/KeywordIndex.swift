import GRDB
import JSONText
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

/// Where a trace stands in its conversation's order is its row; this is what ranking asks of hundreds of rows.
package struct TracePlace: Sendable, Equatable {
    package var session: SessionID
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
        let placeholders = repeatElement("?", count: terms.count).joined(separator: ", ")
        var arguments = StatementArguments(terms.map(\.weight))
        arguments += [MatchExpression.any(terms.map(\.text))]
        var sql = "SELECT trace_terms.rowid AS row, memos_rank(trace_terms, \(placeholders)) AS score FROM trace_terms"
        var filter = " WHERE trace_terms MATCH ?"
        if try isShared(beyond: scope) {
            let index = scope.isFinerThanOwners ? "" : " INDEXED BY traces_by_owner"
            sql += " JOIN traces\(index) ON traces.rowid = trace_terms.rowid"
            filter += try Self.append(scope, to: &arguments)
        }
        arguments += [limit]
        return try Row.fetchAll(
            connection, cachedSQL: sql + filter + " ORDER BY score DESC, row DESC LIMIT ?", arguments: arguments
        ).map { ($0[0], $0[1]) }
    }

    /// Traces that showed one of the faults with how many of them each showed, most first, then newest first.
    package func errorMatches(
        _ signatures: [String], scope: Scope, limit: Int
    ) throws -> [(row: Int64, matched: Int)] {
        guard !signatures.isEmpty else { return [] }
        var arguments = StatementArguments(signatures)
        let placeholders = repeatElement("?", count: signatures.count).joined(separator: ", ")
        let filter = try Self.append(scope, to: &arguments)
        arguments += [limit]
        return try Row.fetchAll(
            connection,
            sql: """
                SELECT traces.rowid, count(*) FROM error_signatures JOIN traces ON traces.rowid = trace_rowid
                WHERE signature IN (\(placeholders))\(filter)
                GROUP BY traces.rowid ORDER BY count(*) DESC, traces.rowid DESC LIMIT ?
                """,
            arguments: arguments
        ).map { ($0[0], $0[1]) }
    }

    package func heads(of rows: [Int64]) throws -> [Int64: TraceHead] {
        var heads: [Int64: TraceHead] = [:]
        heads.reserveCapacity(rows.count)
        try each(
            """
            SELECT rowid, id, session_id, episode_id, turn_id, kind, at, workspace, value, length FROM traces
            WHERE rowid IN (\(Self.list(rows)))
            """
        ) { heads[$0[0]] = TraceHead(row: $0) }
        return heads
    }

    /// Where traces stand: their session and their length, for those that exist and are in the scope.
    package func places(of rows: some Collection<Int64>, scope: Scope) throws -> [Int64: TracePlace] {
        var places: [Int64: TracePlace] = [:]
        places.reserveCapacity(rows.count)
        var arguments = StatementArguments()
        let filter = try isShared(beyond: scope) ? Self.append(scope, to: &arguments) : ""
        try each(
            "SELECT rowid, session_id, length FROM traces WHERE rowid IN (\(Self.list(rows)))\(filter)",
            arguments: arguments
        ) {
            places[$0[0]] = TracePlace(session: SessionID($0[1]), length: $0[2])
        }
        return places
    }

    /// Rows by place and not by name: looking a column up by its name is what costs in lists of hundreds.
    private func each(
        _ sql: String, arguments: StatementArguments = StatementArguments(), _ body: (Row) -> Void
    ) throws {
        let cursor = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
        while let row = try cursor.next() { body(row) }
    }

    private static func list(_ rows: some Collection<Int64>) -> String {
        rows.map(String.init).joined(separator: ",")
    }

    /// Mean number of terms of a trace.
    package func meanLength() throws -> Double {
        try frequencies.meanLength(in: connection)
    }

    /// Whether the home holds traces that the scope excludes; only then is a filter worth its price.
    private func isShared(beyond scope: Scope) throws -> Bool {
        if scope.isFinerThanOwners { return true }
        if let workspaces = scope.workspaces, try hasTurns(outside: workspaces) { return true }
        if let agentKind = scope.agentKind, try hasTurns(besides: agentKind, in: "agent_kind") { return true }
        if let profile = scope.profile, try hasTurns(besides: profile, in: "profile") { return true }
        return false
    }

    /// Two searches of an index; an inequality would read all of it. Turns are asked, not sessions: a session may hold
    /// several agents' turns.
    private func hasTurns(besides owner: String, in column: String) throws -> Bool {
        let statement = try connection.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM turns WHERE \(column) < ?1)
                OR EXISTS (SELECT 1 FROM turns WHERE \(column) > ?1)
                """
        )
        return try Bool.fetchOne(statement, arguments: [owner]) ?? false
    }

    /// Goes from one workspace to the next in the index, and ends at the first one outside. Where there are many, the
    /// search would cost what it might save.
    private func hasTurns(outside workspaces: Set<String>) throws -> Bool {
        if workspaces.count > Self.workspacesWorthASearch { return true }
        let statement = try connection.cachedStatement(sql: "SELECT min(workspace) FROM turns WHERE workspace > ?")
        var last = ""
        while let workspace = try String.fetchOne(statement, arguments: [last]) {
            if !workspaces.contains(workspace) { return true }
            last = workspace
        }
        return false
    }

    private static let workspacesWorthASearch = 50

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
        if let workspaces = scope.workspaces {
            // One parameter and one text however many there are; the list becomes an index of the statement's own.
            filter +=
                " AND (coalesce(traces.workspace, '') = '' OR traces.workspace IN (SELECT value FROM json_each(?)))"
            arguments += [JSON(workspaces.sorted()).text]
        }
        if let branch = scope.branch {
            filter += " AND EXISTS (SELECT 1 FROM turns WHERE turns.id = traces.turn_id AND turns.branch = ?)"
            arguments += [branch]
        }
        return filter
    }
}

extension TraceHead {
    init(row: Row) {
        self.init(
            row: row[0], id: TraceID(row[1]), session: SessionID(row[2]), episode: EpisodeID(row[3]),
            turn: TurnID(row[4]),
            kind: Trace.Kind(rawValue: row[5]) ?? .answer, at: row[6], workspace: row[7], value: row[8], length: row[9]
        )
    }
}
