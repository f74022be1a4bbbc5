extension M004Tiers {
    /// One full-text index a kind, and the versions that go with their item.
    static let indexes = """
        CREATE VIRTUAL TABLE policy_terms USING fts5 (
            words, content = 'policies', content_rowid = 'rowid', tokenize = 'memos'
        );
        CREATE VIRTUAL TABLE policy_vocabulary USING fts5vocab ('policy_terms', 'row');
        CREATE TRIGGER policy_terms_insert AFTER INSERT ON policies BEGIN
            INSERT INTO policy_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER policy_terms_delete AFTER DELETE ON policies BEGIN
            INSERT INTO policy_terms (policy_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
        END;
        CREATE TRIGGER policy_terms_update AFTER UPDATE OF words ON policies BEGIN
            INSERT INTO policy_terms (policy_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
            INSERT INTO policy_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER policy_versions_delete AFTER DELETE ON policies BEGIN
            DELETE FROM item_versions WHERE kind = 'policy' AND item_id = old.id;
        END;

        CREATE VIRTUAL TABLE world_model_terms USING fts5 (
            words, content = 'world_models', content_rowid = 'rowid', tokenize = 'memos'
        );
        CREATE VIRTUAL TABLE world_model_vocabulary USING fts5vocab ('world_model_terms', 'row');
        CREATE TRIGGER world_model_terms_insert AFTER INSERT ON world_models BEGIN
            INSERT INTO world_model_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER world_model_terms_delete AFTER DELETE ON world_models BEGIN
            INSERT INTO world_model_terms (world_model_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
        END;
        CREATE TRIGGER world_model_terms_update AFTER UPDATE OF words ON world_models BEGIN
            INSERT INTO world_model_terms (world_model_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
            INSERT INTO world_model_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER world_model_versions_delete AFTER DELETE ON world_models BEGIN
            DELETE FROM item_versions WHERE kind = 'world_model' AND item_id = old.id;
        END;

        CREATE VIRTUAL TABLE skill_terms USING fts5 (
            words, content = 'skills', content_rowid = 'rowid', tokenize = 'memos'
        );
        CREATE VIRTUAL TABLE skill_vocabulary USING fts5vocab ('skill_terms', 'row');
        CREATE TRIGGER skill_terms_insert AFTER INSERT ON skills BEGIN
            INSERT INTO skill_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER skill_terms_delete AFTER DELETE ON skills BEGIN
            INSERT INTO skill_terms (skill_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
        END;
        CREATE TRIGGER skill_terms_update AFTER UPDATE OF words ON skills BEGIN
            INSERT INTO skill_terms (skill_terms, rowid, words) VALUES ('delete', old.rowid, old.words);
            INSERT INTO skill_terms (rowid, words) VALUES (new.rowid, new.words);
        END;
        CREATE TRIGGER skill_versions_delete AFTER DELETE ON skills BEGIN
            DELETE FROM item_versions WHERE kind = 'skill' AND item_id = old.id;
        END;

        """

    /// Items get their vectors as changes, for their tables are small.
    static let vectorWork = """
        -- The kinds of items are one more than the first version of the table allows. Triggers name it and stay.
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE vector_changes RENAME TO former_vector_changes;
        CREATE TABLE vector_changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('trace', 'episode', 'policy', 'world_model', 'skill')),
            item INTEGER NOT NULL,
            UNIQUE (kind, item)
        ) STRICT;
        INSERT INTO vector_changes (seq, kind, item) SELECT seq, kind, item FROM former_vector_changes ORDER BY seq;
        DROP TABLE former_vector_changes;
        PRAGMA legacy_alter_table = OFF;

        CREATE TRIGGER vector_change_of_new_policy AFTER INSERT ON policies BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('policy', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_policy AFTER UPDATE OF words, agent_kind, profile, workspace ON policies
        WHEN (new.words, new.agent_kind, new.profile, new.workspace)
            IS NOT (old.words, old.agent_kind, old.profile, old.workspace) BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('policy', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_policy_removal AFTER DELETE ON policies BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('policy', old.rowid);
        END;
        CREATE TRIGGER vector_change_of_new_world_model AFTER INSERT ON world_models BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('world_model', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_world_model AFTER UPDATE OF words, agent_kind, profile, workspace ON world_models
        WHEN (new.words, new.agent_kind, new.profile, new.workspace)
            IS NOT (old.words, old.agent_kind, old.profile, old.workspace) BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('world_model', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_world_model_removal AFTER DELETE ON world_models BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('world_model', old.rowid);
        END;
        CREATE TRIGGER vector_change_of_new_skill AFTER INSERT ON skills BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('skill', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_skill AFTER UPDATE OF words, agent_kind, profile, workspace ON skills
        WHEN (new.words, new.agent_kind, new.profile, new.workspace)
            IS NOT (old.words, old.agent_kind, old.profile, old.workspace) BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('skill', new.rowid);
        END;
        CREATE TRIGGER vector_change_of_skill_removal AFTER DELETE ON skills BEGIN
            INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('skill', old.rowid);
        END;
        """
}
