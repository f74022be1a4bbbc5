import GRDB
package import MemoryModel

extension MemoryTransaction {
    /// Notes which project a workspace is of; where none is known, a project begins.
    ///
    /// - Parameter id: of a project that begins.
    package func place(_ workspace: String, as mark: ProjectMark, id: @autoclosure () -> ProjectID) throws {
        let known = try mark.keys.map { (key: $0, owner: try reader.project(ofKey: $0)) }
        let placed = try reader.project(ofWorkspace: workspace)
        let project =
            try owner(of: mark, known: known, placed: placed)
            ?? begin(Project(id: id(), name: mark.name.isEmpty ? workspace : mark.name, createdAt: now))
        var losers: [ProjectID: (project: Project, hasLostRepository: Bool)] = [:]
        if let placed, placed.id != project.id { losers[placed.id] = (placed, false) }
        if placed?.id != project.id { try put(workspace, into: project.id) }
        for (key, owner) in known where owner?.id != project.id {
            // A folder's key stays with the project that it began.
            if owner == nil || key.isRepository { try lead(key, to: project.id) }
            if let owner { losers[owner.id] = (owner, key.isRepository || losers[owner.id]?.hasLostRepository == true) }
        }
        for (loser, hasLostRepository) in losers.values {
            if try isEmptied(loser.id, hasLostRepository: hasLostRepository) { try merge(loser, into: project) }
        }
    }

    /// Where a repository came from decides, then where it lies, then what the workspace was known as, then the folder.
    private func owner(
        of mark: ProjectMark, known: [(key: ProjectKey, owner: Project?)], placed: Project?
    ) throws -> Project? {
        func first(_ kind: ProjectKey.Kind) -> Project? {
            known.first { $0.key.kind == kind && $0.owner != nil }?.owner
        }
        if let project = first(.remote) { return project }
        for project in [first(.repository), placed, first(.folder)] {
            if let project, try isLikely(project.id, for: mark.keys) { return project }
        }
        return nil
    }

    /// Folders are used again for other repositories, and repositories get other addresses: a fork, a move to another
    /// host. Where none of the addresses known of a project ends like the one that is here, it is taken for the former.
    func isLikely(_ project: ProjectID, for keys: [ProjectKey]) throws -> Bool {
        let here = keys.filter { $0.kind == .remote }.map(Self.repositoryName)
        let known = try reader.keys(of: project).filter { $0.kind == .remote }.map(Self.repositoryName)
        return here.isEmpty || known.isEmpty || !Set(here).isDisjoint(with: known)
    }

    private static func repositoryName(_ key: ProjectKey) -> String {
        (key.text.split(separator: "/").last.map(String.init) ?? key.text).lowercased()
    }

    /// A project without an address was another one all along when it has no workspace any more, or when the repository
    /// that it was turned out to be the other one's.
    private func isEmptied(_ project: ProjectID, hasLostRepository: Bool) throws -> Bool {
        let keys = try reader.keys(of: project)
        guard !keys.contains(where: { $0.kind == .remote }) else { return false }
        if hasLostRepository, !keys.contains(where: \.isRepository) { return true }
        return try reader.workspaces(of: project).isEmpty
    }

    private func begin(_ project: Project) throws -> Project {
        try connection.execute(
            sql: "INSERT INTO projects (id, name, created_at) VALUES (?, ?, ?)",
            arguments: [project.id.rawValue, project.name, project.createdAt]
        )
        return project
    }

    func lead(_ key: ProjectKey, to project: ProjectID) throws {
        try connection.execute(
            sql: "INSERT INTO project_keys VALUES (?, ?) ON CONFLICT DO UPDATE SET project_id = excluded.project_id",
            arguments: [key.description, project.rawValue]
        )
    }

    func put(_ workspace: String, into project: ProjectID) throws {
        try connection.execute(
            sql: "INSERT INTO project_places VALUES (?, ?) ON CONFLICT DO UPDATE SET project_id = excluded.project_id",
            arguments: [workspace, project.rawValue]
        )
    }
}
