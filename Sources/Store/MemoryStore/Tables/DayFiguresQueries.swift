import GRDB
package import MemoryModel

/// Days as a person's clock has them: whole days of a clock that is ahead of UTC by an offset.
package struct DayGrid: Sendable, Hashable {
    /// Milliseconds, within ±14 hours.
    package var offset: Int64

    package init(offsetMinutes: Int) {
        offset = Int64(offsetMinutes) * 60_000
    }

    /// Days since 1970-01-01.
    package func day(of time: Timestamp) -> Int64 {
        let local = time + offset
        return local / Self.length - (local % Self.length < 0 ? 1 : 0)
    }

    package func start(of day: Int64) -> Timestamp { day * Self.length - offset }

    package static let length: Int64 = 86_400_000
}

extension MemoryReader {
    /// How often something of each day was written, changed or forgotten: while the number stays, the day's figures do.
    package func dayChanges(_ days: ClosedRange<Int64>, on grid: DayGrid) throws -> [Int64: Int64] {
        let utc =
            grid.start(of: days.lowerBound) / DayGrid.length - 1...grid.start(of: days.upperBound) / DayGrid.length + 1
        let rows = try Row.fetchAll(
            connection, cachedSQL: "SELECT day, changes FROM day_changes WHERE day BETWEEN ? AND ?",
            arguments: [utc.lowerBound, utc.upperBound])
        let changes = rows.reduce(into: [Int64: Int64]()) { $0[$1[0]] = $1[1] }
        let clock = DayGrid(offsetMinutes: 0)
        return days.reduce(into: [:]) { sums, day in
            let first = clock.day(of: grid.start(of: day))
            let last = clock.day(of: grid.start(of: day + 1) - 1)
            sums[day] = (first...last).reduce(0) { $0 + (changes[$1] ?? 0) }
        }
    }

    /// The figures of each of these days on which there was anything.
    package func dayFigures(_ days: ClosedRange<Int64>, on grid: DayGrid) throws -> [Int64: DayFigures] {
        var table: [Int64: DayFigures] = [:]
        let span = StatementArguments([
            "offset": grid.offset, "start": grid.start(of: days.lowerBound), "end": grid.start(of: days.upperBound + 1),
        ])
        func each(_ sql: String, _ body: (inout AgentFigures, Row) -> Void) throws {
            let rows = try Row.fetchCursor(connection.cachedStatement(sql: sql), arguments: span)
            while let row = try rows.next() {
                body(&table[row[0], default: DayFigures()].agents[row[1], default: AgentFigures()], row)
            }
        }
        try each(Self.turnsSQL) { figures, row in
            figures.turns += row[2]
            figures.tasks += row[3]
        }
        try readActivity(days, on: grid, into: &table)
        let errors = try Row.fetchCursor(connection.cachedStatement(sql: Self.errorsSQL), arguments: span)
        while let row = try errors.next() {
            table[row[0], default: DayFigures()].details[row[1], default: AgentDetails()].errors[row[2]] =
                ErrorFigures(count: row[3], lastAt: row[4], lastRow: row[5])
        }
        try each(Self.recallsSQL) { figures, row in
            let count: Int = row[2]
            switch (row[3] as String) == RecallEntry.turnStart.rawValue {
            case true:
                figures.recalls += count
                if (row[4] as Bool) { figures.silent += count }
            case false: figures.searches += count
            }
            figures.tokens += row[5]
            figures.latency.add(row[6], times: count)
        }
        try each(Self.verdictsSQL) { figures, row in
            guard let verdict = InjectionItem.Verdict(rawValue: row[2]) else { return }
            figures.verdicts[verdict, default: 0] += row[3]
        }
        for kind in ItemKind.allCases {
            try each(Self.learnedSQL(kind.table)) { figures, row in figures.learned[kind, default: 0] += row[2] }
        }
        let calls = try Row.fetchCursor(connection.cachedStatement(sql: Self.modelsSQL), arguments: span)
        while let row = try calls.next() {
            table[row[0], default: DayFigures()].models = ModelTotals(
                calls: row[1], failures: row[2], unpricedCalls: row[3], inputTokens: row[4], outputTokens: row[5],
                cost: row[6])
        }
        return table
    }

    /// Row by row: grouped by tool and time there would be nearly as many.
    private func readActivity(
        _ days: ClosedRange<Int64>, on grid: DayGrid, into table: inout [Int64: DayFigures]
    ) throws {
        let rows = try Row.fetchCursor(
            connection.cachedStatement(sql: Self.activitySQL),
            arguments: [grid.start(of: days.lowerBound), grid.start(of: days.upperBound + 1)])
        var (day, present) = (Int64.min, DayFigures())
        while let row = try rows.next() {
            let next = grid.day(of: row[0])
            if next != day {
                if day != .min { table[day] = present }
                (day, present) = (next, table[next] ?? DayFigures())
            }
            let agent: String = row[1]
            present.agents[agent, default: AgentFigures()].traces += 1
            guard let tool: String = row[2] else { continue }
            let isFailure: Bool = row[3]
            present.agents[agent, default: AgentFigures()].calls += 1
            if isFailure { present.agents[agent, default: AgentFigures()].failures += 1 }
            present.details[agent, default: AgentDetails()].tools[tool, default: ToolFigures()].add(
                isFailure: isFailure, milliseconds: row[4])
        }
        if day != .min { table[day] = present }
    }

    /// Where faults were seen: the task of each of these traces.
    package func episodes(ofRows rows: [Int64]) throws -> [Int64: EpisodeID] {
        let list = rows.map(String.init).joined(separator: ",")
        return try Row.fetchAll(
            connection, sql: "SELECT rowid, episode_id FROM traces WHERE rowid IN (\(list))"
        ).reduce(into: [:]) { $0[$1[0]] = EpisodeID($1[1]) }
    }

    private static func day(_ time: String) -> String { "(\(time) + :offset) / 86400000" }

    private static let turnsSQL = """
        SELECT \(day("started_at")) AS day, agent_kind, count(*), count(DISTINCT episode_id) FROM turns
        WHERE started_at >= :start AND started_at < :end GROUP BY 1, 2
        """

    private static let activitySQL = """
        SELECT at, agent_kind, tool, outcome = 'error', milliseconds FROM trace_activity
        WHERE at >= ? AND at < ? ORDER BY at
        """

    private static let errorsSQL = """
        SELECT \(day("at")) AS day, agent_kind, signature, count(*), max(at), trace_rowid
        FROM trace_activity JOIN error_signatures USING (trace_rowid)
        WHERE at >= :start AND at < :end GROUP BY 1, 2, 3
        """

    private static let recallsSQL = """
        SELECT \(day("at")) AS day, coalesce(agent_kind, ''), count(*), entry, tokens = 0, sum(tokens),
        CAST(latency_ms * 10 AS INTEGER)
        FROM injections LEFT JOIN sessions ON sessions.id = session_id
        WHERE at >= :start AND at < :end GROUP BY 1, 2, 4, 5, 7
        """

    private static let verdictsSQL = """
        SELECT \(day("at")) AS day, coalesce(agent_kind, ''), verdict, count(*)
        FROM injections JOIN injection_items ON injection_id = injections.id
        LEFT JOIN sessions ON sessions.id = session_id
        WHERE at >= :start AND at < :end GROUP BY 1, 2, 3
        """

    private static func learnedSQL(_ table: String) -> String {
        """
        SELECT \(day("created_at")) AS day, agent_kind, count(*) FROM \(table)
        WHERE created_at >= :start AND created_at < :end GROUP BY 1, 2
        """
    }

    private static let modelsSQL = """
        SELECT \(day("at")) AS day, count(*), sum(state = 'failed'), sum(cost IS NULL), sum(input_tokens),
        sum(output_tokens), coalesce(sum(cost), 0) FROM model_calls WHERE at >= :start AND at < :end GROUP BY 1
        """
}
