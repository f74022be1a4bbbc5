/// Which folders belong together. Rows keep the workspace that their host told; which project that is stands here, so
/// that joining projects and renaming folders rewrites nothing that is remembered.
enum M003Projects {
    static let name = "003-projects"

    static let sql = """
        CREATE TABLE projects (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            created_at INTEGER NOT NULL,
            -- Where its keys and places went; its id stays known.
            merged_into TEXT REFERENCES projects (id) CHECK (merged_into <> id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX projects_by_merge ON projects (merged_into) WHERE merged_into IS NOT NULL;

        CREATE TABLE project_keys (
            key TEXT PRIMARY KEY NOT NULL CHECK (key <> ''),
            project_id TEXT NOT NULL REFERENCES projects (id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX project_keys_by_project ON project_keys (project_id);

        CREATE TABLE project_places (
            workspace TEXT PRIMARY KEY NOT NULL CHECK (workspace <> ''),
            project_id TEXT NOT NULL REFERENCES projects (id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX project_places_by_project ON project_places (project_id);

        ALTER TABLE turns ADD COLUMN branch TEXT;
        -- Which workspaces there are, their branches and when they were last used, without a look at any row.
        CREATE INDEX turns_by_workspace ON turns (workspace, branch, started_at);
        -- Whose each row is, beside each other: a search asks it of thousands, whose rows are scattered and long.
        CREATE INDEX traces_by_owner ON traces (rowid, agent_kind, profile, workspace);
        """
}
