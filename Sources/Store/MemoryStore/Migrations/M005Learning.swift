/// What learning keeps between reading a task and having learned from it: scores with their evidence, lessons that wait
/// for another like them, facts of places, guidance for the next turn; and what was forgotten or waits for approval.
///
/// Every row that says something of a step goes when the step goes.
enum M005Learning {
    static let name = "005-learning"

    static let sql = """
        -- The rule that gave α and what it was seen in; without a check, which would read every row there is.
        ALTER TABLE traces ADD COLUMN credit TEXT;
        ALTER TABLE feedback ADD COLUMN reading TEXT;
        CREATE INDEX feedback_by_episode ON feedback (episode_id) WHERE episode_id IS NOT NULL;

        CREATE TABLE episode_scores (
            episode_id TEXT PRIMARY KEY NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            reward REAL CHECK (reward BETWEEN -1 AND 1),
            score TEXT NOT NULL CHECK (json_valid(score))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lessons (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            signature TEXT NOT NULL CHECK (signature <> ''),
            primary_tag TEXT NOT NULL,
            episode_id TEXT NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            agent_kind TEXT NOT NULL,
            profile TEXT NOT NULL,
            workspace TEXT,
            value REAL NOT NULL CHECK (value BETWEEN -1 AND 1),
            policy_id TEXT REFERENCES policies (id) ON DELETE SET NULL,
            role TEXT NOT NULL CHECK (role IN ('with', 'without')),
            content TEXT NOT NULL CHECK (json_valid(content))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lessons_waiting ON lessons (agent_kind, profile, primary_tag, at) WHERE policy_id IS NULL;
        CREATE INDEX lessons_by_policy ON lessons (policy_id, at) WHERE policy_id IS NOT NULL;
        CREATE INDEX lessons_by_episode ON lessons (episode_id);
        CREATE INDEX lessons_by_trace ON lessons (trace_id);
        CREATE INDEX policies_by_owner ON policies (agent_kind, profile, signature);

        CREATE TABLE observed_facts (
            place TEXT NOT NULL CHECK (place <> ''),
            key TEXT NOT NULL CHECK (key <> ''),
            value TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('environment', 'inference', 'constraint')),
            trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
            episode_id TEXT NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            PRIMARY KEY (place, key, value, trace_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX observed_facts_by_trace ON observed_facts (trace_id);
        CREATE INDEX observed_facts_by_episode ON observed_facts (episode_id);

        CREATE TABLE guidance_notes (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            at INTEGER NOT NULL,
            agent_kind TEXT NOT NULL,
            profile TEXT NOT NULL,
            workspace TEXT,
            session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            episode_id TEXT REFERENCES episodes (id) ON DELETE CASCADE,
            origin TEXT NOT NULL CHECK (origin IN ('failure_burst', 'feedback', 'value_contrast')),
            context TEXT NOT NULL,
            cues TEXT NOT NULL CHECK (json_valid(cues)),
            guidance TEXT NOT NULL CHECK (json_valid(guidance)),
            text TEXT NOT NULL CHECK (text <> ''),
            policy_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(policy_ids)),
            told_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX guidance_to_tell ON guidance_notes (session_id, at) WHERE told_at IS NULL;
        CREATE INDEX guidance_by_owner ON guidance_notes (agent_kind, profile, at);
        CREATE INDEX guidance_by_episode ON guidance_notes (episode_id) WHERE episode_id IS NOT NULL;

        -- What was forgotten, by hash, so that reading it again does not bring it back.
        CREATE TABLE tombstones (
            kind TEXT NOT NULL,
            hash TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (kind, hash)
        ) STRICT, WITHOUT ROWID;

        -- Skills from elsewhere, kept apart until a person says what becomes of them.
        CREATE TABLE skill_packages (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            content TEXT NOT NULL CHECK (json_valid(content)),
            skill_id TEXT REFERENCES skills (id) ON DELETE SET NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE skill_package_files (
            package_id TEXT NOT NULL REFERENCES skill_packages (id) ON DELETE CASCADE,
            path TEXT NOT NULL CHECK (path <> ''),
            -- Two hexadecimal digits a byte.
            content TEXT NOT NULL,
            PRIMARY KEY (package_id, path)
        ) STRICT, WITHOUT ROWID;

        """
}
