/// Skills, policies and world models with their versions, index and vector work.
///
/// The rowid of each table is the document id of its full-text index, whose tokenizer is our own, and the item number of
/// its vectors. Triggers keep index, versions and vector work equal to the rows, whoever writes them.
enum M004Tiers {
    static let name = "004-tiers"

    static let sql = tables + indexes + vectorWork

    private static let tables = """
        CREATE TABLE policies (
            rowid INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            agent_kind TEXT NOT NULL CHECK (agent_kind <> ''),
            profile TEXT NOT NULL,
            workspace TEXT,
            status TEXT NOT NULL CHECK (status IN ('candidate', 'active', 'archived')),
            version INTEGER NOT NULL CHECK (version >= 1),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            edited_at INTEGER,
            support INTEGER NOT NULL CHECK (support >= 0),
            gain REAL NOT NULL,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            salience REAL CHECK (salience BETWEEN 0 AND 1),
            experience TEXT,
            evidence_polarity TEXT CHECK (evidence_polarity IN ('positive', 'negative', 'mixed', 'neutral')),
            skill_eligible INTEGER CHECK (skill_eligible IN (0, 1)),
            signature TEXT NOT NULL,
            length INTEGER NOT NULL CHECK (length >= 0),
            title TEXT NOT NULL CHECK (title <> ''),
            summary TEXT NOT NULL,
            words TEXT NOT NULL,
            trigger TEXT NOT NULL,
            procedure TEXT NOT NULL,
            verification TEXT NOT NULL,
            boundary TEXT NOT NULL,
            guidance TEXT NOT NULL CHECK (json_valid(guidance)),
            source_episode_ids TEXT NOT NULL CHECK (json_valid(source_episode_ids)),
            source_feedback_ids TEXT NOT NULL CHECK (json_valid(source_feedback_ids)),
            source_trace_ids TEXT NOT NULL CHECK (json_valid(source_trace_ids)),
            verifier_meta TEXT CHECK (verifier_meta IS NULL OR json_valid(verifier_meta)),
            share TEXT CHECK (share IS NULL OR json_valid(share))
        ) STRICT;
        CREATE INDEX policies_by_signature ON policies (signature);

        CREATE TABLE world_models (
            rowid INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            agent_kind TEXT NOT NULL CHECK (agent_kind <> ''),
            profile TEXT NOT NULL,
            workspace TEXT,
            status TEXT NOT NULL CHECK (status IN ('active', 'archived')),
            version INTEGER NOT NULL CHECK (version >= 1),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            edited_at INTEGER,
            confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            length INTEGER NOT NULL CHECK (length >= 0),
            title TEXT NOT NULL CHECK (title <> ''),
            summary TEXT NOT NULL,
            words TEXT NOT NULL,
            body TEXT NOT NULL,
            structure TEXT NOT NULL CHECK (json_valid(structure)),
            domain_tags TEXT NOT NULL CHECK (json_valid(domain_tags)),
            policy_ids TEXT NOT NULL CHECK (json_valid(policy_ids)),
            share TEXT CHECK (share IS NULL OR json_valid(share))
        ) STRICT;

        CREATE TABLE skills (
            rowid INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            agent_kind TEXT NOT NULL CHECK (agent_kind <> ''),
            profile TEXT NOT NULL,
            workspace TEXT,
            status TEXT NOT NULL CHECK (status IN ('candidate', 'active', 'archived')),
            version INTEGER NOT NULL CHECK (version >= 1),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            edited_at INTEGER,
            reliability REAL NOT NULL CHECK (reliability BETWEEN 0 AND 1),
            support INTEGER NOT NULL CHECK (support >= 0),
            gain REAL NOT NULL,
            uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
            last_used_at INTEGER,
            trials_attempted INTEGER NOT NULL DEFAULT 0 CHECK (trials_attempted >= 0),
            trials_passed INTEGER NOT NULL DEFAULT 0 CHECK (trials_passed BETWEEN 0 AND trials_attempted),
            length INTEGER NOT NULL CHECK (length >= 0),
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9-]*'),
            summary TEXT NOT NULL,
            words TEXT NOT NULL,
            invocation_guide TEXT NOT NULL,
            procedure TEXT NOT NULL CHECK (json_valid(procedure)),
            guidance TEXT NOT NULL CHECK (json_valid(guidance)),
            evidence_anchors TEXT NOT NULL CHECK (json_valid(evidence_anchors)),
            source_policy_ids TEXT NOT NULL CHECK (json_valid(source_policy_ids)),
            source_world_model_ids TEXT NOT NULL CHECK (json_valid(source_world_model_ids)),
            share TEXT CHECK (share IS NULL OR json_valid(share))
        ) STRICT;

        -- Tasks in which a skill was loaded. What became of it is decided when the task has its reward.
        CREATE TABLE skill_trials (
            skill_id TEXT NOT NULL REFERENCES skills (id) ON DELETE CASCADE,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            at INTEGER NOT NULL,
            session_id TEXT,
            trace_id TEXT,
            turn_at INTEGER,
            call_id TEXT,
            passed INTEGER CHECK (passed IN (0, 1)),
            PRIMARY KEY (skill_id, episode_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX skill_trials_by_episode ON skill_trials (episode_id);

        -- Every version of every item. The present one's content is its row; a former one's was kept as it gave way.
        CREATE TABLE item_versions (
            kind TEXT NOT NULL CHECK (kind IN ('policy', 'world_model', 'skill')),
            item_id TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 1),
            valid_from INTEGER NOT NULL,
            valid_to INTEGER,
            reason TEXT NOT NULL CHECK (reason <> ''),
            content TEXT CHECK (content IS NULL OR json_valid(content)),
            PRIMARY KEY (kind, item_id, version),
            CHECK ((valid_to IS NULL) = (content IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX one_present_version_an_item ON item_versions (kind, item_id) WHERE valid_to IS NULL;

        """
}
