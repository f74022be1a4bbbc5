import GRDB
package import MemoryModel

/// A project as people see it.
package struct ProjectOverview: Sendable, Equatable {
    package var project: Project
    /// The workspaces as their hosts told them, sorted.
    package var workspaces: [String]
    package var keys: [ProjectKey]
    /// Branches on which turns were, sorted.
    package var branches: [String]
    package var traces: Int64
    /// When its last turn began; `nil` when it has none.
    package var lastActiveAt: Timestamp?
}

extension MemoryReader {
    /// Also a project that was joined to another is found by its id; what is given is the other one.
    package func project(_ id: ProjectID) throws -> Project? {
        try Row.fetchOne(
            connection,
            cachedSQL: """
                SELECT id, name, created_at FROM projects
                WHERE id = (SELECT coalesce(merged_into, id) FROM projects WHERE id = ?)
                """,
            arguments: [id.rawValue]
        ).map(Project.init(row:))
    }

    /// The project that a workspace was found to be of.
    package func project(ofWorkspace workspace: String) throws -> Project? {
        try led(by: "SELECT project_id FROM project_places WHERE workspace = ?", from: workspace)
    }

    package func project(ofKey key: ProjectKey) throws -> Project? {
        try led(by: "SELECT project_id FROM project_keys WHERE key = ?", from: key.description)
    }

    private func led(by query: String, from text: String) throws -> Project? {
        let id = try String.fetchOne(connection.cachedStatement(sql: query), arguments: [text])
        return try id.flatMap { try project(ProjectID($0)) }
    }

    /// Oldest first.
    package func projects() throws -> [Project] {
        try Row.fetchAll(
            connection,
            sql: "SELECT id, name, created_at FROM projects WHERE merged_into IS NULL ORDER BY created_at, id"
        ).map(Project.init(row:))
    }

    package func workspaces(of project: ProjectID) throws -> Set<String> {
        try String.fetchSet(
            connection.cachedStatement(sql: "SELECT workspace FROM project_places WHERE project_id = ?"),
            arguments: [project.rawValue]
        )
    }

    /// What recall for a workspace may see: all of its project's workspaces, and itself.
    ///
    /// - Parameter keys: what the workspace says of its project; they count when it has not been noted yet.
    package func workspaces(beside workspace: String, keys: [ProjectKey]) throws -> Set<String> {
        var project = try project(ofWorkspace: workspace)
        for key in keys where project == nil { project = try self.project(ofKey: key) }
        return try project.map { try workspaces(of: $0.id) }?.union([workspace]) ?? [workspace]
    }

    package func keys(of project: ProjectID) throws -> [ProjectKey] {
        try String.fetchAll(
            connection.cachedStatement(sql: "SELECT key FROM project_keys WHERE project_id = ? ORDER BY key DESC"),
            arguments: [project.rawValue]
        ).compactMap(ProjectKey.init)
    }

    /// In the order given.
    package func overviews(of projects: [Project]) throws -> [ProjectOverview] {
        let counts = try Row.fetchAll(
            connection,
            sql: "SELECT coalesce(workspace, ''), count(*) FROM traces INDEXED BY traces_by_owner GROUP BY workspace"
        ).reduce(into: [String: Int64]()) { $0[$1[0], default: 0] += $1[1] }
        return try projects.map { try overview(of: $0, traces: counts) }
    }

    private func overview(of project: Project, traces: [String: Int64]) throws -> ProjectOverview {
        let workspaces = try workspaces(of: project.id).sorted()
        var overview = ProjectOverview(
            project: project, workspaces: workspaces, keys: try keys(of: project.id), branches: [],
            traces: workspaces.reduce(0) { $0 + (traces[$1] ?? 0) }
        )
        var branches: Set<String> = []
        for workspace in workspaces {
            let used = try Row.fetchAll(
                connection,
                cachedSQL: "SELECT branch, max(started_at) FROM turns WHERE workspace = ? GROUP BY branch",
                arguments: [workspace]
            )
            for row in used {
                if let branch: String = row[0] { branches.insert(branch) }
                overview.lastActiveAt = max(overview.lastActiveAt ?? .min, row[1])
            }
        }
        overview.branches = branches.sorted()
        return overview
    }

    /// Workspaces of turns that no project has yet, in their order.
    ///
    /// - Parameter last: the last one of the call before.
    package func unplacedWorkspaces(after last: String, limit: Int) throws -> [String] {
        let next = try connection.cachedStatement(sql: "SELECT min(workspace) FROM turns WHERE workspace > ?")
        let place = try connection.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM project_places WHERE workspace = ?)"
        )
        var unplaced: [String] = []
        var last = last
        while unplaced.count < limit, let workspace = try String.fetchOne(next, arguments: [last]) {
            if try Bool.fetchOne(place, arguments: [workspace]) != true { unplaced.append(workspace) }
            last = workspace
        }
        return unplaced
    }
}

extension Project {
    /// - Parameter row: id, name and time of creation, in this order.
    init(row: Row) {
        self.init(id: ProjectID(row[0]), name: row[1], createdAt: row[2])
    }
}
