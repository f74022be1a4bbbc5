/// What became of what was handed over; and what figures of a day are counted from, without a look at any long row.
enum M008Verdicts {
    static let name = "008-verdicts"

    static let sql = verdicts + activity + changes

    private static let verdicts = """
        CREATE TABLE injection_items (
            injection_id TEXT NOT NULL REFERENCES injections (id) ON DELETE CASCADE,
            item_id TEXT NOT NULL CHECK (item_id <> ''),
            item_kind TEXT NOT NULL CHECK (item_kind IN ('trace', 'policy', 'world_model', 'skill', 'note')),
            place INTEGER NOT NULL CHECK (place >= 1),
            verdict TEXT NOT NULL DEFAULT 'pending'
                CHECK (verdict IN ('pending', 'used', 'ignored', 'contradicted')),
            reason TEXT,
            judged_at INTEGER,
            PRIMARY KEY (injection_id, item_id),
            CHECK ((verdict = 'pending') = (judged_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX injection_items_by_item ON injection_items (item_id);
        CREATE INDEX injections_by_episode ON injections (episode_id, at) WHERE episode_id IS NOT NULL;

        """

    private static let activity = """
        -- One row a step, as figures want it. Traces are long rows; a year of these is read in milliseconds.
        CREATE TABLE trace_activity (
            at INTEGER NOT NULL,
            trace_rowid INTEGER NOT NULL,
            agent_kind TEXT NOT NULL,
            outcome TEXT NOT NULL,
            tool TEXT,
            milliseconds INTEGER,
            PRIMARY KEY (at, trace_rowid)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER trace_activity_insert AFTER INSERT ON traces BEGIN
            INSERT INTO trace_activity VALUES (new.at, new.rowid, new.agent_kind, new.outcome,
            CAST(json_extract(new.call, '$.name') AS TEXT),
            CAST(max(0, json_extract(new.call, '$.endedAt') - json_extract(new.call, '$.startedAt')) AS INTEGER));
        END;
        CREATE TRIGGER trace_activity_delete AFTER DELETE ON traces BEGIN
            DELETE FROM trace_activity WHERE at = old.at AND trace_rowid = old.rowid;
        END;
        CREATE TRIGGER trace_activity_outcome AFTER UPDATE OF outcome ON traces BEGIN
            UPDATE trace_activity SET outcome = new.outcome WHERE at = new.at AND trace_rowid = new.rowid;
        END;
        INSERT INTO trace_activity
        SELECT at, rowid, agent_kind, outcome, CAST(json_extract(call, '$.name') AS TEXT),
        CAST(max(0, json_extract(call, '$.endedAt') - json_extract(call, '$.startedAt')) AS INTEGER) FROM traces;

        -- The same for recalls and turns: the columns beside the time spare their rows.
        DROP INDEX injections_by_time;
        CREATE INDEX injections_by_time ON injections (at, entry, tokens, latency_ms, session_id);
        DROP INDEX turns_by_time;
        CREATE INDEX turns_by_time ON turns (started_at, id, agent_kind, episode_id);
        DROP INDEX turns_by_agent;
        CREATE INDEX turns_by_agent ON turns (agent_kind, started_at, id, ended_at);
        CREATE INDEX policies_by_creation ON policies (created_at, agent_kind);
        CREATE INDEX world_models_by_creation ON world_models (created_at, agent_kind);
        CREATE INDEX skills_by_creation ON skills (created_at, agent_kind);

        """

    /// How often something of a day (UTC) was written, changed or forgotten: figures of a day hold as long as this does.
    private static let changes =
        """
        CREATE TABLE day_changes (
            day INTEGER PRIMARY KEY,
            changes INTEGER NOT NULL
        ) STRICT;

        """
        + [
            ("trace_activity", "INSERT", "new.at"), ("trace_activity", "DELETE", "old.at"),
            ("trace_activity", "UPDATE", "new.at"), ("turns", "INSERT", "new.started_at"),
            ("turns", "DELETE", "old.started_at"), ("injections", "INSERT", "new.at"),
            ("injections", "DELETE", "old.at"), ("injections", "UPDATE OF tokens", "new.at"),
            (
                "injection_items", "UPDATE OF verdict",
                "coalesce((SELECT at FROM injections WHERE id = new.injection_id), 0)"
            ),
            (
                "injection_items", "DELETE",
                "coalesce((SELECT at FROM injections WHERE id = old.injection_id), 0)"
            ),
            ("model_calls", "INSERT", "new.at"), ("model_calls", "DELETE", "old.at"),
            ("model_calls", "UPDATE", "new.at"),
        ].map { table, change, time in
            """
            CREATE TRIGGER day_change_of_\(table)_\(change.prefix { $0 != " " }.lowercased())
            AFTER \(change) ON \(table) BEGIN
                INSERT INTO day_changes VALUES (\(time) / 86400000, 1)
                ON CONFLICT (day) DO UPDATE SET changes = changes + 1;
            END;

            """
        }.joined()
}
