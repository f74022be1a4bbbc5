/// What a person does with single steps: pins, shares, words of their own, and the book by which that is taken back; and
/// what lists of turns are filtered by, narrow and beside each other.
enum M007Curation {
    static let name = "007-curation"

    static let sql =
        """
        ALTER TABLE traces ADD COLUMN pinned_at INTEGER;
        -- Absent: private.
        ALTER TABLE traces ADD COLUMN share TEXT CHECK (share IN ('public', 'hub'));
        ALTER TABLE traces ADD COLUMN edited_at INTEGER;
        -- Which of its words are a person's, so that learning leaves them: some of summary, userText, agentText, reflection.
        ALTER TABLE traces ADD COLUMN own_words TEXT CHECK (own_words IS NULL OR json_valid(own_words));

        CREATE INDEX pinned_traces ON traces (turn_id) WHERE pinned_at IS NOT NULL;

        -- One row a step of a change, all rows of a change with its id. It goes with its step.
        CREATE TABLE trace_edits (
            id TEXT NOT NULL CHECK (id <> ''),
            trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('edit', 'mark')),
            before TEXT NOT NULL CHECK (json_valid(before)),
            after TEXT NOT NULL CHECK (json_valid(after)),
            undone_at INTEGER,
            PRIMARY KEY (id, trace_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trace_edits_by_trace ON trace_edits (trace_id);
        CREATE INDEX trace_edits_by_time ON trace_edits (at);

        """ + facets + counts + backfill

    private static let facets = """
        -- In the order of lists and without texts: a filter that fits nothing may read all of it.
        CREATE TABLE turn_facets (
            started_at INTEGER NOT NULL,
            turn_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            agent_kind TEXT NOT NULL,
            workspace TEXT,
            branch TEXT,
            outcome TEXT NOT NULL,
            -- Of the turn's steps: whether one failed or shows a fault, how many are pinned, V, all tags once.
            has_error INTEGER NOT NULL DEFAULT 0,
            pins INTEGER NOT NULL DEFAULT 0,
            least_value REAL,
            greatest_value REAL,
            tags TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY (started_at, turn_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX turn_facets_by_turn ON turn_facets (turn_id);
        CREATE INDEX turn_facets_by_session ON turn_facets (session_id, started_at, turn_id);

        CREATE TRIGGER turn_facets_begin AFTER INSERT ON turns BEGIN
            INSERT INTO turn_facets (started_at, turn_id, session_id, agent_kind, workspace, branch, outcome)
            VALUES (new.started_at, new.id, new.session_id, new.agent_kind, new.workspace, new.branch, new.outcome);
        END;
        CREATE TRIGGER turn_facets_end AFTER UPDATE OF outcome ON turns WHEN new.outcome <> old.outcome BEGIN
            UPDATE turn_facets SET outcome = new.outcome WHERE turn_id = new.id;
        END;
        CREATE TRIGGER turn_facets_removal AFTER DELETE ON turns BEGIN
            DELETE FROM turn_facets WHERE turn_id = old.id;
        END;
        CREATE TRIGGER turn_facets_new_step AFTER INSERT ON traces BEGIN
            UPDATE turn_facets SET
                has_error = max(has_error, new.outcome = 'error'), pins = pins + (new.pinned_at IS NOT NULL),
                least_value = min(coalesce(least_value, new.value), new.value),
                greatest_value = max(coalesce(greatest_value, new.value), new.value),
                tags = (SELECT json_group_array(DISTINCT value) FROM
                    (SELECT value FROM json_each(turn_facets.tags) UNION ALL SELECT value FROM json_each(new.tags)))
            WHERE turn_id = new.turn_id;
        END;
        CREATE TRIGGER turn_facets_fault AFTER INSERT ON error_signatures BEGIN
            UPDATE turn_facets SET has_error = 1
            WHERE has_error = 0 AND turn_id = (SELECT turn_id FROM traces WHERE rowid = new.trace_rowid);
        END;
        CREATE TRIGGER turn_facets_changed_step
        AFTER UPDATE OF outcome, value, tags, pinned_at, edited_at ON traces
        WHEN (new.outcome, new.value, new.tags, new.pinned_at, new.edited_at)
            IS NOT (old.outcome, old.value, old.tags, old.pinned_at, old.edited_at) BEGIN
            UPDATE turn_facets SET \(steps("new.turn_id")) WHERE turn_id = new.turn_id;
        END;
        CREATE TRIGGER turn_facets_removed_step AFTER DELETE ON traces BEGIN
            UPDATE turn_facets SET \(steps("old.turn_id")) WHERE turn_id = old.turn_id;
        END;

        """

    /// What the steps of a turn come to, read anew.
    private static func steps(_ turn: String) -> String {
        """
        (has_error, pins, least_value, greatest_value, tags) = (
                SELECT coalesce(max(outcome = 'error' OR EXISTS (
                    SELECT 1 FROM error_signatures WHERE trace_rowid = traces.rowid)), 0),
                    count(pinned_at), min(value), max(value),
                    (SELECT json_group_array(DISTINCT tag.value) FROM traces AS step, json_each(step.tags) AS tag
                        WHERE step.turn_id = \(turn))
                FROM traces WHERE turn_id = \(turn))
        """
    }

    private static let counts = """
        -- What there is to filter by, with the number of turns; counted as turns come and go.
        CREATE TABLE facet_counts (
            kind TEXT NOT NULL CHECK (kind IN ('agent', 'workspace', 'branch', 'outcome', 'tag')),
            value TEXT NOT NULL,
            turns INTEGER NOT NULL,
            PRIMARY KEY (kind, value)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER facet_counts_begin AFTER INSERT ON turn_facets BEGIN
            INSERT INTO facet_counts (kind, value, turns)
            SELECT 'agent', new.agent_kind, 1 UNION ALL SELECT 'outcome', new.outcome, 1
            UNION ALL SELECT 'workspace', new.workspace, 1 WHERE new.workspace IS NOT NULL
            UNION ALL SELECT 'branch', new.branch, 1 WHERE new.branch IS NOT NULL
            UNION ALL SELECT 'tag', value, 1 FROM json_each(new.tags) WHERE true
            ON CONFLICT DO UPDATE SET turns = turns + 1;
        END;
        CREATE TRIGGER facet_counts_removal AFTER DELETE ON turn_facets BEGIN
            UPDATE facet_counts SET turns = turns - 1 WHERE (kind, value) IN (VALUES ('agent', old.agent_kind),
                ('workspace', old.workspace), ('branch', old.branch), ('outcome', old.outcome));
            UPDATE facet_counts SET turns = turns - 1
            WHERE kind = 'tag' AND value IN (SELECT value FROM json_each(old.tags));
            DELETE FROM facet_counts WHERE turns <= 0 AND (kind, value) IN (VALUES ('agent', old.agent_kind),
                ('workspace', old.workspace), ('branch', old.branch), ('outcome', old.outcome));
            DELETE FROM facet_counts
            WHERE turns <= 0 AND kind = 'tag' AND value IN (SELECT value FROM json_each(old.tags));
        END;
        CREATE TRIGGER facet_counts_outcome AFTER UPDATE OF outcome ON turn_facets WHEN new.outcome <> old.outcome BEGIN
            INSERT INTO facet_counts (kind, value, turns) VALUES ('outcome', new.outcome, 1)
            ON CONFLICT DO UPDATE SET turns = turns + 1;
            UPDATE facet_counts SET turns = turns - 1 WHERE kind = 'outcome' AND value = old.outcome;
            DELETE FROM facet_counts WHERE turns <= 0 AND kind = 'outcome' AND value = old.outcome;
        END;
        CREATE TRIGGER facet_counts_tags AFTER UPDATE OF tags ON turn_facets WHEN new.tags <> old.tags BEGIN
            INSERT INTO facet_counts (kind, value, turns)
            SELECT 'tag', value, 1 FROM json_each(new.tags)
            WHERE value NOT IN (SELECT value FROM json_each(old.tags))
            ON CONFLICT DO UPDATE SET turns = turns + 1;
            UPDATE facet_counts SET turns = turns - 1 WHERE kind = 'tag' AND value IN (
                SELECT value FROM json_each(old.tags) EXCEPT SELECT value FROM json_each(new.tags));
            DELETE FROM facet_counts
            WHERE turns <= 0 AND kind = 'tag' AND value IN (SELECT value FROM json_each(old.tags));
        END;

        """

    private static let backfill = """
        INSERT INTO turn_facets
        SELECT started_at, turns.id, turns.session_id, turns.agent_kind, turns.workspace, branch, turns.outcome,
            coalesce(max(traces.outcome = 'error' OR EXISTS (
                SELECT 1 FROM error_signatures WHERE trace_rowid = traces.rowid)), 0),
            0, min(value), max(value),
            (SELECT json_group_array(DISTINCT tag.value) FROM traces AS step, json_each(step.tags) AS tag
                WHERE step.turn_id = turns.id)
        FROM turns LEFT JOIN traces ON traces.turn_id = turns.id GROUP BY turns.id;

        """
}
