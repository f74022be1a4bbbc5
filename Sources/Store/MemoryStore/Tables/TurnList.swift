import GRDB
import JSONText
package import MemoryModel

/// Which turns a list shows; what is `nil` does not matter.
package struct TurnFilter: Sendable, Equatable {
    package var session: SessionID?
    package var agentKind: String?
    package var workspaces: Set<String>?
    package var branch: String?
    package var outcome: Outcome?
    /// One of its steps has this tag.
    package var tag: String?
    /// Whether one of its steps is pinned.
    package var isPinned: Bool?
    /// Whether one of its steps failed or shows a fault.
    package var hasError: Bool?
    /// One of its steps has a V of at least this, and no more than `greatestValue`.
    package var leastValue: Double?
    package var greatestValue: Double?
    /// When it began, both ends included.
    package var from: Timestamp?
    package var to: Timestamp?

    package init() {}
}

extension MemoryReader {
    /// Newest first, by start. The cursor is the last turn of the page before.
    ///
    /// - Parameter candidates: only these; `nil`: all.
    package func turns(
        _ filter: TurnFilter = TurnFilter(), before cursor: TurnCursor?, among candidates: Set<TurnID>? = nil,
        limit: Int
    ) throws -> [Turn] {
        var conditions = filter.conditions
        if let cursor {
            conditions.add("(facets.started_at, facets.turn_id) < (?, ?)", [cursor.startedAt, cursor.id.rawValue])
        }
        if let candidates {
            conditions.add(
                "facets.turn_id IN (SELECT value FROM json_each(?))", [JSON(candidates.map(\.rawValue)).text])
        }
        // The list decides the order of reading: it is narrow, and stops with the page.
        return try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT turns.* FROM turn_facets AS facets CROSS JOIN turns ON turns.id = facets.turn_id
                WHERE \(conditions.text) ORDER BY facets.started_at DESC, facets.turn_id DESC LIMIT ?
                """,
            arguments: conditions.arguments + [limit]
        ).map(Turn.init(row:))
    }
}

extension TurnFilter {
    fileprivate var conditions: Conditions {
        var conditions = Conditions()
        if let session { conditions.add("facets.session_id = ?", [session.rawValue]) }
        if let agentKind { conditions.add("facets.agent_kind = ?", [agentKind]) }
        if let workspaces {
            conditions.add("facets.workspace IN (SELECT value FROM json_each(?))", [JSON(workspaces.sorted()).text])
        }
        if let branch { conditions.add("facets.branch = ?", [branch]) }
        if let outcome { conditions.add("facets.outcome = ?", [outcome.rawValue]) }
        if let tag { conditions.add("instr(facets.tags, json_quote(?)) > 0", [tag]) }
        if let isPinned { conditions.add("(facets.pins > 0) = ?", [isPinned]) }
        if let hasError { conditions.add("facets.has_error = ?", [hasError]) }
        if let leastValue { conditions.add("facets.greatest_value >= ?", [leastValue]) }
        if let greatestValue { conditions.add("facets.least_value <= ?", [greatestValue]) }
        if let leastValue, let greatestValue {
            conditions.add(
                "EXISTS (SELECT 1 FROM traces WHERE turn_id = facets.turn_id AND value BETWEEN ? AND ?)",
                [leastValue, greatestValue])
        }
        if let from { conditions.add("facets.started_at >= ?", [from]) }
        if let to { conditions.add("facets.started_at <= ?", [to]) }
        return conditions
    }
}
