/// The first schema. A migration is never edited after a release and mentions no Swift type.
///
/// Times are milliseconds since 1970. `traces.rowid` is the document id of the full-text index `trace_terms`, whose
/// tokenizer is our own (`TermTokenizer`), so only this program can write it.
enum M001Initial {
    static let name = "001-initial"

    static let sql = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            agent_kind TEXT NOT NULL CHECK (agent_kind <> ''),
            profile TEXT NOT NULL,
            workspace TEXT,
            opened_at INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            closed_at INTEGER,
            compacted_at INTEGER,
            meta TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(meta))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_activity ON sessions (last_active_at);

        CREATE TABLE episodes (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            session_id TEXT NOT NULL REFERENCES sessions (id),
            opened_at INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            closed_at INTEGER,
            close_reason TEXT CHECK (close_reason IN ('new_task', 'session_end', 'idle', 'requested')),
            turn_count INTEGER NOT NULL DEFAULT 0 CHECK (turn_count >= 0),
            preview TEXT NOT NULL DEFAULT '',
            reward REAL CHECK (reward BETWEEN -1 AND 1),
            meta TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(meta)),
            CHECK ((closed_at IS NULL) = (close_reason IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX episodes_by_session ON episodes (session_id, opened_at);
        CREATE UNIQUE INDEX one_open_episode_a_session ON episodes (session_id) WHERE closed_at IS NULL;

        CREATE TABLE turns (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            session_id TEXT NOT NULL REFERENCES sessions (id),
            key TEXT NOT NULL CHECK (key <> ''),
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            agent_kind TEXT NOT NULL,
            profile TEXT NOT NULL,
            workspace TEXT,
            user_text TEXT NOT NULL,
            agent_text TEXT NOT NULL DEFAULT '',
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT NOT NULL DEFAULT 'unknown' CHECK (outcome IN ('ok', 'error', 'unknown')),
            content_hash TEXT,
            UNIQUE (session_id, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX turns_by_time ON turns (started_at);
        CREATE INDEX turns_by_agent ON turns (agent_kind);
        CREATE INDEX turns_by_profile ON turns (profile);
        CREATE INDEX turns_by_episode ON turns (episode_id, started_at);
        CREATE INDEX turns_by_end ON turns (session_id, ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX open_turns ON turns (session_id, started_at) WHERE ended_at IS NULL;

        -- Tool calls of a turn that has not ended. They become traces when it does.
        CREATE TABLE pending_calls (
            turn_id TEXT NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            call_id TEXT,
            call TEXT NOT NULL CHECK (json_valid(call)),
            PRIMARY KEY (turn_id, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX pending_call_once ON pending_calls (turn_id, call_id) WHERE call_id IS NOT NULL;

        CREATE TABLE traces (
            rowid INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            session_id TEXT NOT NULL REFERENCES sessions (id),
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            turn_id TEXT NOT NULL REFERENCES turns (id),
            step INTEGER NOT NULL CHECK (step >= 0),
            kind TEXT NOT NULL CHECK (kind IN ('tool', 'answer')),
            at INTEGER NOT NULL,
            agent_kind TEXT NOT NULL,
            profile TEXT NOT NULL,
            workspace TEXT,
            outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'error', 'unknown')),
            origin TEXT NOT NULL CHECK (origin IN ('live', 'imported')),
            reflection_weight REAL NOT NULL DEFAULT 0 CHECK (reflection_weight BETWEEN 0 AND 1),
            value REAL NOT NULL DEFAULT 0 CHECK (value BETWEEN -1 AND 1),
            length INTEGER NOT NULL CHECK (length >= 0),
            -- Ranking reads the columns above for hundreds of rows; long texts come last, so that it never touches them.
            summary TEXT NOT NULL,
            tags TEXT NOT NULL CHECK (json_valid(tags)),
            user_text TEXT NOT NULL,
            agent_text TEXT NOT NULL,
            thinking TEXT,
            action_text TEXT NOT NULL,
            observation_text TEXT NOT NULL,
            call TEXT CHECK (call IS NULL OR json_valid(call)),
            reflection TEXT,
            UNIQUE (turn_id, step)
        ) STRICT;
        CREATE INDEX traces_by_session ON traces (session_id);
        CREATE INDEX traces_by_episode ON traces (episode_id);
        CREATE INDEX traces_by_time ON traces (at);

        CREATE VIRTUAL TABLE trace_terms USING fts5 (
            user_text, agent_text, action_text, observation_text,
            content = 'traces', content_rowid = 'rowid', tokenize = 'memos'
        );
        CREATE VIRTUAL TABLE trace_vocabulary USING fts5vocab ('trace_terms', 'row');
        CREATE TRIGGER trace_terms_insert AFTER INSERT ON traces BEGIN
            INSERT INTO trace_terms (rowid, user_text, agent_text, action_text, observation_text)
            VALUES (new.rowid, new.user_text, new.agent_text, new.action_text, new.observation_text);
        END;
        CREATE TRIGGER trace_terms_delete AFTER DELETE ON traces BEGIN
            INSERT INTO trace_terms (trace_terms, rowid, user_text, agent_text, action_text, observation_text)
            VALUES ('delete', old.rowid, old.user_text, old.agent_text, old.action_text, old.observation_text);
        END;
        CREATE TRIGGER trace_terms_update
        AFTER UPDATE OF user_text, agent_text, action_text, observation_text ON traces BEGIN
            INSERT INTO trace_terms (trace_terms, rowid, user_text, agent_text, action_text, observation_text)
            VALUES ('delete', old.rowid, old.user_text, old.agent_text, old.action_text, old.observation_text);
            INSERT INTO trace_terms (rowid, user_text, agent_text, action_text, observation_text)
            VALUES (new.rowid, new.user_text, new.agent_text, new.action_text, new.observation_text);
        END;

        CREATE TABLE error_signatures (
            signature TEXT NOT NULL CHECK (signature <> ''),
            trace_rowid INTEGER NOT NULL REFERENCES traces (rowid) ON DELETE CASCADE,
            error_class TEXT,
            code TEXT,
            PRIMARY KEY (signature, trace_rowid)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX error_signatures_by_trace ON error_signatures (trace_rowid);

        CREATE TABLE feedback (
            id TEXT PRIMARY KEY NOT NULL,
            at INTEGER NOT NULL,
            episode_id TEXT REFERENCES episodes (id),
            trace_id TEXT REFERENCES traces (id),
            channel TEXT NOT NULL CHECK (channel IN ('explicit', 'implicit')),
            polarity TEXT NOT NULL CHECK (polarity IN ('positive', 'negative', 'neutral')),
            magnitude REAL NOT NULL CHECK (magnitude BETWEEN 0 AND 1),
            rationale TEXT,
            raw TEXT CHECK (raw IS NULL OR json_valid(raw))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX feedback_by_trace ON feedback (trace_id) WHERE trace_id IS NOT NULL;

        CREATE TABLE injections (
            id TEXT PRIMARY KEY NOT NULL,
            session_id TEXT,
            episode_id TEXT,
            turn_id TEXT,
            at INTEGER NOT NULL,
            entry TEXT NOT NULL,
            query TEXT NOT NULL,
            text TEXT NOT NULL,
            tokens INTEGER NOT NULL CHECK (tokens >= 0),
            explanation TEXT NOT NULL CHECK (json_valid(explanation)),
            latency_ms REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX injections_by_time ON injections (at);
        CREATE UNIQUE INDEX one_injection_a_turn ON injections (turn_id) WHERE turn_id IS NOT NULL;

        -- What a session has been shown, so that nothing is shown twice.
        CREATE TABLE shown_items (
            session_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            injection_id TEXT NOT NULL REFERENCES injections (id) ON DELETE CASCADE,
            PRIMARY KEY (session_id, item_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX shown_items_by_injection ON shown_items (injection_id);

        CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            type TEXT NOT NULL,
            payload TEXT NOT NULL CHECK (json_valid(payload)),
            correlation TEXT
        ) STRICT;

        CREATE TABLE jobs (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            not_before INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'failed')),
            last_error TEXT,
            PRIMARY KEY (kind, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX jobs_by_time ON jobs (not_before) WHERE state = 'pending';

        -- Records handed over by hooks, live or through the spool: each is taken once.
        CREATE TABLE deliveries (
            record_id TEXT PRIMARY KEY NOT NULL,
            at INTEGER NOT NULL,
            host TEXT NOT NULL,
            reply TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_by_time ON deliveries (at);

        -- How far each transcript has been read.
        CREATE TABLE import_sources (
            path TEXT PRIMARY KEY NOT NULL,
            format TEXT NOT NULL,
            size INTEGER NOT NULL,
            modified_at INTEGER NOT NULL,
            turns INTEGER NOT NULL,
            imported_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
