import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerProjects(_ memory: Memory) {
        register(ProjectList.self) { request, _ in
            let projects = try await memory.projects.list(path: request.path)
            return WireValue(["projects": .array(projects.map(ProjectWire.json))])
        }
        register(ProjectMerge.self) { request, _ in
            WireValue(ProjectWire.json(try await memory.projects.merge(request.from, into: request.into)))
        }
        register(ProjectMove.self) { request, _ in
            let changes = try await memory.projects.move(request.from, to: request.to)
            return WireValue(["projects": .array(changes.map(ProjectWire.json))])
        }
        register(ProjectRename.self) { request, _ in
            let project = try await memory.projects.rename(request.project, to: request.name)
            return WireValue(.object(present: ProjectWire.names(of: project)))
        }
    }
}

/// Projects as the wire has them.
enum ProjectWire {
    static func names(of project: Project) -> [(String, JSON?)] {
        [("id", .string(project.id.rawValue)), ("name", .string(project.name))]
    }

    static func json(_ overview: ProjectOverview) -> JSON {
        let remotes = overview.keys.filter { $0.kind == .remote }.map(\.text)
        return .object(
            present: names(of: overview.project) + [
                ("folders", JSON(overview.workspaces)), ("remotes", JSON(remotes)),
                ("keys", JSON(overview.keys.map(\.description))), ("branches", JSON(overview.branches)),
                ("traces", JSON(overview.traces)), ("createdAt", JSON(overview.project.createdAt)),
                ("lastActiveAt", overview.lastActiveAt.map(JSON.integer)),
            ])
    }

    static func json(_ change: ProjectChange) -> JSON {
        .object(
            present: names(of: change.project) + [
                ("folders", JSON(change.workspaces)), ("keys", JSON(change.keys)),
                ("merged", .array(change.merged.map { .object(present: names(of: $0)) })),
            ])
    }
}
