import GRDB
package import MemoryModel

/// What joining two projects, or renaming a folder, did.
package struct ProjectChange: Sendable, Equatable {
    /// The project that has them now.
    package var project: Project
    /// Workspaces that it did not have before, sorted.
    package var workspaces: [String] = []
    /// Keys that did not lead to it before, sorted.
    package var keys: [String] = []
    /// Projects that are part of it now.
    package var merged: [Project] = []
}

extension MemoryTransaction {
    package func rename(_ project: ProjectID, to name: String) throws {
        try connection.execute(
            sql: "UPDATE projects SET name = ? WHERE id = ?", arguments: [name, project.rawValue]
        )
    }

    /// Makes one project part of another: what led to it leads there from now on, its id too. Rows stay as they are.
    @discardableResult
    package func merge(_ project: Project, into other: Project) throws -> ProjectChange {
        let workspaces = try reader.workspaces(of: project.id).sorted()
        let keys = try reader.keys(of: project.id)
        let ids: StatementArguments = [other.id.rawValue, project.id.rawValue]
        try connection.execute(sql: "UPDATE project_places SET project_id = ? WHERE project_id = ?", arguments: ids)
        try connection.execute(sql: "UPDATE project_keys SET project_id = ? WHERE project_id = ?", arguments: ids)
        try connection.execute(sql: "UPDATE projects SET merged_into = ? WHERE id = ?", arguments: ids)
        try connection.execute(sql: "UPDATE projects SET merged_into = ? WHERE merged_into = ?", arguments: ids)
        return ProjectChange(
            project: other, workspaces: workspaces, keys: keys.map(\.description).sorted(), merged: [project]
        )
    }

    /// A folder has another name now: what leads to a project from it or below it also does from the new one. What the
    /// new one was known as until now becomes part of that project.
    ///
    /// - Parameters:
    ///   - old: without a slash at its end.
    ///   - new: so too.
    /// - Returns: one change for each project that had something there.
    package func move(_ old: String, to new: String) throws -> [ProjectChange] {
        var changes: [ProjectID: ProjectChange] = [:]
        var losers: [(loser: Project, winner: ProjectID)] = []
        for (workspace, project) in try places(from: old) {
            let moved = new + workspace.dropFirst(old.count)
            let before = try reader.project(ofWorkspace: moved)
            if before?.id == project.id { continue }
            if let before { losers.append((before, project.id)) }
            try put(moved, into: project.id)
            changes[project.id, default: ProjectChange(project: project)].workspaces.append(moved)
        }
        for (key, project) in try keys(from: old) {
            let moved = ProjectKey(key.kind, new + key.text.dropFirst(old.count))
            let before = try reader.project(ofKey: moved)
            if before?.id == project.id { continue }
            if let before { losers.append((before, project.id)) }
            try lead(moved, to: project.id)
            changes[project.id, default: ProjectChange(project: project)].keys.append(moved.description)
        }
        for (loser, winner) in losers where try reader.project(loser.id)?.id == loser.id {
            guard let project = changes[winner]?.project else { continue }
            try follow(
                loser, to: project, under: new, noting: &changes[winner, default: ProjectChange(project: project)])
        }
        return changes.values.sorted { $0.project.id.rawValue < $1.project.id.rawValue }
    }

    /// Takes what else a project has in a folder, and the rest of it when that was all.
    private func follow(
        _ project: Project, to other: Project, under folder: String, noting change: inout ProjectChange
    ) throws {
        for (workspace, owner) in try places(from: folder) where owner.id == project.id {
            try put(workspace, into: other.id)
            change.workspaces.append(workspace)
        }
        for (key, owner) in try keys(from: folder) where owner.id == project.id {
            try lead(key, to: other.id)
            change.keys.append(key.description)
        }
        guard try reader.workspaces(of: project.id).isEmpty else { return }
        let rest = try merge(project, into: other)
        change.keys += rest.keys
        change.merged.append(project)
    }

    /// Places in a folder, itself among them.
    private func places(from folder: String) throws -> [(workspace: String, project: Project)] {
        try Row.fetchAll(connection, sql: "SELECT workspace, project_id FROM project_places ORDER BY workspace")
            .compactMap { row in
                let workspace: String = row[0]
                guard Self.is(workspace, in: folder) else { return nil }
                return try reader.project(ProjectID(row[1])).map { (workspace, $0) }
            }
    }

    /// Keys that name something in a folder, itself among them.
    private func keys(from folder: String) throws -> [(key: ProjectKey, project: Project)] {
        try Row.fetchAll(connection, sql: "SELECT key, project_id FROM project_keys ORDER BY key").compactMap { row in
            guard let key = ProjectKey(row[0] as String), key.kind != .remote, Self.is(key.text, in: folder) else {
                return nil
            }
            return try reader.project(ProjectID(row[1])).map { (key, $0) }
        }
    }

    private static func `is`(_ path: String, in folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
