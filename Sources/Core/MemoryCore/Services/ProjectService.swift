package import MemoryModel
package import MemoryStore
import ProjectIdentity
import TextAnalysis

/// Projects as people name, join and move them.
package struct ProjectService: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// Every project that has a workspace, the one used last first.
    ///
    /// - Parameter path: only the project of this folder; none when the memory does not know it.
    package func list(path: String?) async throws -> [ProjectOverview] {
        if let path {
            let names = await names(of: path)
            return try await context.database.read { reader in
                try reader.overviews(of: [Self.project(of: path, names, in: reader)].compactMap { $0 })
            }
        }
        return try await context.database.read { reader in
            try reader.overviews(of: reader.projects()).filter { !$0.workspaces.isEmpty }
                .sorted {
                    ($0.lastActiveAt ?? .min, $0.project.id.rawValue) > (
                        $1.lastActiveAt ?? .min, $1.project.id.rawValue
                    )
                }
        }
    }

    /// The workspaces that a search sees.
    ///
    /// - Parameter project: its id, name, remote address or a folder of it; `all` for everything.
    /// - Returns: `nil` for everything.
    package func workspaces(of project: String?) async throws -> Set<String>? {
        guard let project, project != Self.all else { return nil }
        let names = await names(of: project)
        return try await context.database.read { reader in
            let found = try Self.find(project, names, in: reader)
            let workspaces = try reader.workspaces(of: found.id)
            return project.hasPrefix("/") ? workspaces.union([project]) : workspaces
        }
    }

    /// Makes a project part of another one.
    package func merge(_ from: String, into: String) async throws -> ProjectChange {
        let (first, second) = (await names(of: from), await names(of: into))
        return try await context.database.write { transaction in
            let project = try Self.find(from, first, in: transaction.reader)
            let other = try Self.find(into, second, in: transaction.reader)
            guard project.id != other.id else {
                throw MemoryError(
                    .invalidArgument, "Both names are of the project \(project.name), \(project.id).",
                    hint: "memos project list shows all projects."
                )
            }
            return try transaction.merge(project, into: other)
        }
    }

    /// Tells that a folder has another name now, whether it is there or not.
    package func move(_ from: String, to: String) async throws -> [ProjectChange] {
        let (old, new) = (Self.withoutSlash(from), Self.withoutSlash(to))
        guard old != new else {
            throw MemoryError(.invalidArgument, "A folder moves from one path to another; both are \(old).")
        }
        // Workspaces stand as hosts told them, repositories without links.
        let (realOld, realNew) = (ProjectScan.resolved(old), ProjectScan.resolved(new))
        let changes = try await context.database.write { transaction in
            let told = try transaction.move(old, to: new)
            return realOld == old && realNew == new ? told : told + (try transaction.move(realOld, to: realNew))
        }
        guard !changes.isEmpty else {
            throw MemoryError(
                .notFound, "Nothing is known below \(old) that is not known below \(new) too.",
                hint: "memos project list shows the folders of all projects."
            )
        }
        return changes.reduce(into: []) { joined, change in
            if let index = joined.firstIndex(where: { $0.project.id == change.project.id }) {
                joined[index].workspaces += change.workspaces
                joined[index].keys += change.keys
                joined[index].merged += change.merged
            } else {
                joined.append(change)
            }
        }
    }

    package func rename(_ name: String, to newName: String) async throws -> Project {
        guard !newName.isEmpty, newName.count <= Self.longestName, !newName.contains(where: \.isNewline),
            newName != Self.all
        else {
            throw MemoryError(
                .invalidArgument,
                "A project's name is one line of 1 to \(Self.longestName) characters, and not \"\(Self.all)\"."
            )
        }
        let names = await names(of: name)
        return try await context.database.write { transaction in
            var project = try Self.find(name, names, in: transaction.reader)
            try transaction.rename(project.id, to: newName)
            project.name = newName
            return project
        }
    }

    /// Finds the projects of workspaces that have none yet: those of a memory from before there were projects, of a
    /// restored archive, and those whose folder did not answer.
    package func placeAll() async throws {
        var last = ""
        while !Task.isCancelled {
            let workspaces = try await context.database.read { [last] in
                try $0.unplacedWorkspaces(after: last, limit: Self.batch)
            }
            guard let end = workspaces.last else { return }
            last = end
            var marks: [(String, ProjectMark)] = []
            for workspace in workspaces {
                if let mark = await context.projects.mark(of: workspace) { marks.append((workspace, mark)) }
            }
            try await context.database.write { [context, marks] transaction in
                for (workspace, mark) in marks {
                    try transaction.place(
                        workspace, as: mark, id: context.identifiers.next("pj", at: max(0, transaction.now))
                    )
                }
            }
        }
    }

    // MARK: Finding one

    /// What a text may stand for besides an id and a name.
    private func names(of text: String) async -> [ProjectKey] {
        let path = text.hasPrefix("/") ? await context.projects.mark(of: text)?.keys ?? [] : []
        return path + [ProjectKey(.remote, text), ProjectScan.key(ofAddress: text)].compactMap { $0 }
    }

    private static func project(
        of path: String, _ keys: [ProjectKey], in reader: MemoryReader
    ) throws -> Project? {
        if let project = try reader.project(ofWorkspace: path) { return project }
        for key in keys {
            if let project = try reader.project(ofKey: key) { return project }
        }
        return nil
    }

    private static func find(_ text: String, _ keys: [ProjectKey], in reader: MemoryReader) throws -> Project {
        if let project = try reader.project(ProjectID(text)) ?? project(of: text, keys, in: reader) { return project }
        let all = try reader.projects()
        let named = all.filter { $0.name.lowercased() == text.lowercased() }
        if let project = named.first, named.count == 1 { return project }
        guard named.isEmpty else {
            throw MemoryError(
                .invalidArgument, "\(named.count) projects are named \(text).",
                hint: "Say which by its id: " + named.map(\.id.rawValue).joined(separator: ", ") + "."
            )
        }
        let near = nearest(to: text, in: all)
        throw MemoryError(
            .notFound, "There is no project \(text).",
            hint: (near.isEmpty ? "" : "Did you mean \(near.joined(separator: " or "))? ")
                + "memos project list shows all projects."
        )
    }

    /// Up to three names that may have been meant.
    private static func nearest(to text: String, in projects: [Project]) -> [String] {
        let wanted = Array(text.lowercased().utf8)
        let limit = max(2, wanted.count / 3)
        return Set(projects.map(\.name)).map { ($0, EditDistance.between(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.1 <= limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
    }

    private static func withoutSlash(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path = path.dropLast() }
        return String(path)
    }

    /// The word that means every project.
    package static let all = "all"
    private static let longestName = 200
    /// Workspaces of one transaction.
    private static let batch = 100
}
