import GRDB
import JSONText
package import MemoryModel

/// Which tasks a list shows.
package struct TaskFilter: Sendable, Equatable {
    package var session: SessionID?
    /// `nil`: open and closed ones.
    package var isOpen: Bool?
    package var verdict: Verdict?
    /// Stands in the first words of the task, in any case.
    package var text: String?
    /// By the session's agent and by the workspaces of the turns.
    package var scope: Scope
    /// When it began, in milliseconds; `nil` on a side: without end.
    package var since: Timestamp?
    package var until: Timestamp?
    /// R at least and at most; tasks without a reward have none.
    package var leastReward: Double?
    package var greatestReward: Double?
    /// Only what stands behind this task in the list.
    package var behind: TaskCursor?

    /// How a task went, as far as anybody can say.
    package enum Verdict: String, Sendable, CaseIterable {
        case positive
        case negative
        /// Not scored, or without any evidence.
        case none
    }

    package init(
        session: SessionID? = nil, isOpen: Bool? = nil, verdict: Verdict? = nil, text: String? = nil,
        scope: Scope = .home, since: Timestamp? = nil, until: Timestamp? = nil, leastReward: Double? = nil,
        greatestReward: Double? = nil, behind: TaskCursor? = nil
    ) {
        self.session = session
        self.isOpen = isOpen
        self.verdict = verdict
        self.text = text
        self.scope = scope
        self.since = since
        self.until = until
        self.leastReward = leastReward
        self.greatestReward = greatestReward
        self.behind = behind
    }
}

/// A task's place in the list.
package struct TaskCursor: Sendable, Equatable {
    package var openedAt: Timestamp
    package var id: EpisodeID

    package init(openedAt: Timestamp, id: EpisodeID) {
        self.openedAt = openedAt
        self.id = id
    }
}

/// A task in a list: with whose it is and whether anybody answered in it.
package struct TaskEntry: Sendable, Equatable {
    package var episode: Episode
    package var owner: Namespace
    package var hasAnswer: Bool
    /// `nil` while it was not scored.
    package var score: EpisodeScore?
    /// When its score, or the next one, is due; `nil` while none is.
    package var scoringAt: Timestamp?
    /// Whether scoring was given up.
    package var hasScoringFailed: Bool
}

extension MemoryReader {
    /// Newest first.
    package func tasks(_ filter: TaskFilter, limit: Int, offset: Int) throws -> [TaskEntry] {
        let conditions = filter.conditions
        return try Row.fetchAll(
            connection,
            // The page is chosen first, out of one table: what is told of each task is looked up for its rows only.
            sql: """
                SELECT \(Self.taskColumns) WHERE episodes.id IN (
                SELECT episodes.id FROM episodes WHERE \(conditions.text)
                ORDER BY episodes.opened_at DESC, episodes.id DESC LIMIT ? OFFSET ?)
                ORDER BY episodes.opened_at DESC, episodes.id DESC
                """,
            arguments: conditions.arguments + [limit, offset]
        ).map(TaskEntry.init(row:))
    }

    package func task(_ id: EpisodeID) throws -> TaskEntry? {
        try Row.fetchOne(
            connection, sql: "SELECT \(Self.taskColumns) WHERE episodes.id = ?", arguments: [id.rawValue]
        ).map(TaskEntry.init(row:))
    }

    private static let taskColumns = """
        episodes.*, sessions.agent_kind, sessions.profile, sessions.workspace, episode_scores.score,
        EXISTS (SELECT 1 FROM turns WHERE episode_id = episodes.id AND agent_text <> '') AS has_answer,
        jobs.not_before AS scoring_at, jobs.state AS scoring_state
        FROM episodes JOIN sessions ON sessions.id = episodes.session_id
        LEFT JOIN episode_scores ON episode_scores.episode_id = episodes.id
        LEFT JOIN jobs ON jobs.kind = 'score_episode' AND jobs.subject = episodes.id
        """

    /// In the order of their beginning.
    package func turns(ofEpisode episode: EpisodeID) throws -> [Turn] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM turns WHERE episode_id = ? ORDER BY started_at, id",
            arguments: [episode.rawValue]
        ).map(Turn.init(row:))
    }
}

extension TaskFilter {
    fileprivate var conditions: Conditions {
        var conditions = Conditions()
        if let session { conditions.add("episodes.session_id = ?", [session.rawValue]) }
        if let isOpen { conditions.add("episodes.closed_at IS \(isOpen ? "" : "NOT ")NULL") }
        switch verdict {
        case nil: break
        case .positive: conditions.add("episodes.reward > 0")
        case .negative: conditions.add("episodes.reward < 0")
        case .none?: conditions.add("episodes.reward IS NULL")
        }
        if let text { conditions.add("episodes.preview LIKE ? ESCAPE '\\'", [Self.pattern(around: text)]) }
        if let since { conditions.add("episodes.opened_at >= ?", [since]) }
        if let until { conditions.add("episodes.opened_at <= ?", [until]) }
        if let leastReward { conditions.add("episodes.reward >= ?", [leastReward]) }
        if let greatestReward { conditions.add("episodes.reward <= ?", [greatestReward]) }
        if let behind {
            conditions.add("(episodes.opened_at, episodes.id) < (?, ?)", [behind.openedAt, behind.id.rawValue])
        }
        if let agent = scope.agentKind {
            conditions.add("episodes.session_id IN (SELECT id FROM sessions WHERE agent_kind = ?)", [agent])
        }
        if let profile = scope.profile {
            conditions.add("episodes.session_id IN (SELECT id FROM sessions WHERE profile = ?)", [profile])
        }
        if let workspaces = scope.workspaces {
            conditions.add(
                """
                episodes.id IN (SELECT episode_id FROM turns WHERE workspace IN (SELECT value FROM json_each(?)))
                """, [JSON(workspaces.sorted()).text])
        }
        return conditions
    }

    /// For `LIKE`, whose signs stand for themselves in a text.
    private static func pattern(around text: String) -> String {
        var pattern = "%"
        for character in text {
            if "\\%_".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}

extension TaskEntry {
    fileprivate init(row: Row) {
        let (score, scoring): (String?, String?) = (row["score"], row["scoring_state"])
        self.init(
            episode: Episode(row: row), owner: Namespace(row: row), hasAnswer: row["has_answer"],
            score: score.map { EpisodeScore(stored: JSON(stored: $0)) },
            scoringAt: scoring == "pending" ? row["scoring_at"] : nil, hasScoringFailed: scoring == "failed"
        )
    }
}
