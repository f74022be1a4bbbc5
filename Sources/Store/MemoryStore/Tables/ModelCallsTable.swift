import GRDB
import JSONText
package import MemoryModel

/// What models were asked and what it cost. It is this machine's own and in no export.
extension MemoryReader {
    /// By role, the calls from a time on.
    ///
    /// - Parameters:
    ///   - end: the first moment that no longer counts.
    ///   - ids: calls that are left out.
    package func modelTotals(
        from start: Timestamp, to end: Timestamp = .max, without ids: [String] = []
    ) throws -> [String: ModelTotals] {
        try totals(
            by: "role", condition: "at >= ? AND at < ? AND id NOT IN (SELECT value FROM json_each(?))",
            arguments: [start, end, JSON(ids).text])
    }

    /// By what they were for, the calls from a time on.
    package func modelTotalsByPurpose(
        from start: Timestamp, to end: Timestamp = .max
    ) throws -> [String: ModelTotals] {
        try totals(by: "purpose", condition: "at >= ? AND at < ?", arguments: [start, end])
    }

    /// By role, the calls of each span between two neighbouring moments, as charts want them.
    ///
    /// - Parameter bounds: moments in rising order, such as the beginnings of days and the end of the last.
    /// - Returns: one table for each span, one less than there are bounds.
    package func modelTotals(between bounds: [Timestamp]) throws -> [[String: ModelTotals]] {
        try zip(bounds, bounds.dropFirst()).map { try modelTotals(from: $0, to: $1) }
    }

    /// How often each fault came in each role from a time on.
    package func modelFaults(
        from start: Timestamp, to end: Timestamp = .max
    ) throws -> [String: [String: Int]] {
        let rows = try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT role, fault, count(*) AS count FROM model_calls
                WHERE at >= ? AND at < ? AND fault IS NOT NULL GROUP BY role, fault
                """,
            arguments: [start, end])
        return rows.reduce(into: [:]) { faults, row in
            faults[row["role"] as String, default: [:]][row["fault"] as String] = row["count"]
        }
    }

    /// The latest calls, newest first.
    ///
    /// - Parameter role: `nil` takes every role.
    package func modelCalls(last limit: Int, role: String? = nil) throws -> [ModelCallRecord] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM model_calls WHERE ?1 IS NULL OR role = ?1 ORDER BY at DESC, id DESC LIMIT ?2
                """,
            arguments: [role, limit]
        ).compactMap(ModelCallRecord.init(row:))
    }

    private func totals(
        by column: String, condition: String, arguments: StatementArguments
    ) throws -> [String: ModelTotals] {
        let rows = try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT \(column) AS name, count(*) AS calls, sum(state = 'failed') AS failures,
                sum(cost IS NULL) AS unpriced, sum(input_tokens) AS input, sum(cached_tokens) AS cached,
                sum(output_tokens) AS output, coalesce(sum(cost), 0) AS cost
                FROM model_calls WHERE \(condition) GROUP BY \(column)
                """,
            arguments: arguments)
        return rows.reduce(into: [:]) { $0[$1["name"] as String] = ModelTotals(row: $1) }
    }
}

extension MemoryTransaction {
    /// Writes a call before it is made, with the most it can cost.
    package func reserve(_ call: ModelCallRecord) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO model_calls (id, at, role, purpose, subject, provider, model, urgency, state, fault,
                input_tokens, cached_tokens, output_tokens, cost, milliseconds)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            call.id, call.at, call.role, call.purpose, call.subject, call.provider, call.model, call.urgency,
            call.state.rawValue, call.fault, call.usage.input, call.usage.cached, call.usage.output, call.cost,
            call.milliseconds,
        ])
    }

    /// Writes what became of a call that was reserved; one that is settled already stays as it is.
    package func settle(_ call: ModelCallRecord) throws {
        try connection.cachedStatement(
            sql: """
                UPDATE model_calls SET state = ?, fault = ?, input_tokens = ?, cached_tokens = ?, output_tokens = ?,
                cost = ?, milliseconds = ? WHERE id = ? AND state = 'reserved'
                """
        ).execute(arguments: [
            call.state.rawValue, call.fault, call.usage.input, call.usage.cached, call.usage.output, call.cost,
            call.milliseconds, call.id,
        ])
    }

    /// Drops calls that are older, but never those that a month's totals are made of.
    ///
    /// - Parameter time: what is older than this and than `modelCallsKept` goes.
    package func pruneModelCalls(before time: Timestamp) throws {
        try connection.execute(
            sql: "DELETE FROM model_calls WHERE at < ?", arguments: [min(time, now - Self.modelCallsKept)])
    }

    /// 62 days: this month and the one before it, whichever they are.
    package static let modelCallsKept: Int64 = 62 * 86_400_000
}

extension ModelCallRecord {
    init?(row: Row) {
        guard let state = State(rawValue: row["state"]) else { return nil }
        self.init(
            id: row["id"], at: row["at"], role: row["role"], purpose: row["purpose"], subject: row["subject"],
            provider: row["provider"], model: row["model"], urgency: row["urgency"], state: state,
            fault: row["fault"],
            usage: Usage(input: row["input_tokens"], cached: row["cached_tokens"], output: row["output_tokens"]),
            cost: row["cost"], milliseconds: row["milliseconds"])
    }
}

extension ModelTotals {
    fileprivate init(row: Row) {
        self.init(
            calls: row["calls"], failures: row["failures"], unpricedCalls: row["unpriced"],
            inputTokens: row["input"], cachedTokens: row["cached"], outputTokens: row["output"], cost: row["cost"])
    }
}
