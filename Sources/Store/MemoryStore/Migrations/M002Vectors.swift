/// What the vectors beside the database need to follow it. The vectors themselves are in a file of their own, which can
/// be made again from the rows.
enum M002Vectors {
    static let name = "002-vectors"

    static let sql = """
        -- Items whose vectors do not follow from the row number alone: changed or removed behind the line up to which
        -- traces have been embedded, or closed, as tasks are. One row an item; its last number counts. A row stays when
        -- its item goes, so that every set of vectors hears of it.
        CREATE TABLE vector_changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('trace', 'episode')),
            item INTEGER NOT NULL,
            UNIQUE (kind, item)
        ) STRICT;
        CREATE TRIGGER vector_change_of_trace_text
        AFTER UPDATE OF user_text, agent_text, action_text, observation_text ON traces BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('trace', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_trace_removal AFTER DELETE ON traces BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('trace', old.rowid);
        END;
        -- A row number is given again when the last row was removed.
        CREATE TRIGGER vector_change_of_row_reuse AFTER INSERT ON traces
        WHEN EXISTS (SELECT 1 FROM vector_changes WHERE kind = 'trace' AND item = new.rowid) BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('trace', new.rowid);
        END;
        -- A task is known to the vectors by the row of its first trace.
        CREATE TRIGGER vector_change_of_episode AFTER UPDATE OF closed_at ON episodes
        WHEN new.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM traces WHERE episode_id = new.id) BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item)
            SELECT 'episode', min(rowid) FROM traces WHERE episode_id = new.id;
        END;
        INSERT INTO vector_changes (kind, item)
        SELECT 'episode', min(traces.rowid) FROM episodes JOIN traces ON episode_id = episodes.id
        WHERE closed_at IS NOT NULL GROUP BY episodes.id ORDER BY 2;

        -- Whose a vector is, as a small number that a scan can test.
        CREATE TABLE vector_places (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 65535),
            agent_kind TEXT NOT NULL,
            profile TEXT NOT NULL,
            workspace TEXT NOT NULL,
            UNIQUE (agent_kind, profile, workspace)
        ) STRICT;
        """
}
