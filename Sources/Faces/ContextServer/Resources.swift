import JSONText
import MemoryAPI
import MemoryModel

/// What can be attached to a conversation by its address: `memos://<kind>/<id>`.
enum Resources {
    private static let scheme = "memos://"
    private static let page = 50

    private struct Kind: Sendable {
        /// In addresses.
        var word: String
        /// As `memory.show` calls it.
        var kind: String
        var title: String
        var description: String
    }

    private static let kinds = [
        Kind(word: "skill", kind: "skill", title: "Skill", description: "A learned procedure, as SKILL.md."),
        Kind(word: "policy", kind: "policy", title: "Experience", description: "What worked in which situation."),
        Kind(word: "world-model", kind: "world_model", title: "World model", description: "What is known of a place."),
        Kind(word: "episode", kind: "episode", title: "Task", description: "The course of one task, step by step."),
        Kind(word: "turn", kind: "turn", title: "Turn", description: "One question with its answer and steps."),
        Kind(word: "trace", kind: "trace", title: "Step", description: "One step with input, output and outcome."),
    ]

    static var templates: JSON {
        [
            "resourceTemplates": .array(
                kinds.map { kind in
                    [
                        "uriTemplate": .string("\(scheme)\(kind.word)/{id}"), "name": .string(kind.word),
                        "title": .string(kind.title), "description": .string(kind.description),
                        "mimeType": "text/markdown",
                    ]
                })
        ]
    }

    /// What was learned: few things that are worth attaching. Steps and tasks are found by search.
    static func list(_ call: ContextCall) async throws -> JSON {
        let offset: Int
        if let cursor = call.params["cursor"] {
            guard let told = cursor.string.flatMap({ Int($0) }), told > 0 else {
                throw ContextFault.params("The cursor is none of ours.")
            }
            offset = told
        } else {
            offset = 0
        }
        let place = try await ToolPlace(of: call)
        let scope: [(String, JSON?)] = [
            ("limit", 1000), ("status", "active"), ("project", place.project.map(JSON.string)),
        ]
        let skills = try await call.ask(SkillList.method, ["limit": 1000, "status": "active"])["skills"]?.array ?? []
        let policies = try await call.ask(PolicyList.method, .object(present: scope))["policies"]?.array ?? []
        let worlds = try await call.ask(ListWorldModels.method, .object(present: scope))["worldModels"]?.array ?? []
        let all =
            skills.map { entry("skill", $0, name: $0["name"], description: $0["summary"]) }
            + policies.map { entry("policy", $0, name: $0["title"], description: $0["trigger"]) }
            + worlds.map { entry("world-model", $0, name: $0["title"], description: nil) }
        let rest = all.count - offset - page
        return .object(present: [
            ("resources", .array(Array(all.dropFirst(offset).prefix(page)))),
            ("nextCursor", rest > 0 ? .string(String(offset + page)) : nil),
        ])
    }

    static func read(_ call: ContextCall) async throws -> JSON {
        let uri = try call.requiredText("uri")
        let missing = ContextFault.resource(uri, call.era)
        guard uri.hasPrefix(scheme) else { throw missing }
        let parts = uri.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty, let kind = kinds.first(where: { $0.word == parts[0] }) else {
            throw missing
        }
        let text: String
        do {
            text = try await self.text(of: parts[1], kind, call)
        } catch let error as MemoryError where [.notFound, .skillNotFound].contains(error.code) {
            throw missing
        }
        return ["contents": [["uri": .string(uri), "mimeType": "text/markdown", "text": .string(text)]]]
    }

    private static func text(of id: String, _ kind: Kind, _ call: ContextCall) async throws -> String {
        if kind.kind == "skill" {
            return try await call.ask(SkillMarkdown.method, ["id": .string(id)])["markdown"]?.string ?? ""
        }
        let answer = try await call.ask(ToolUse.method, ["name": "memory_get", "arguments": ["id": .string(id)]])
        guard answer["isError"]?.bool == false, answer["structuredContent"]?["kind"]?.string == kind.kind else {
            throw MemoryError(.notFound, "There is no such memory.")
        }
        return answer["content"]?[0]?["text"]?.string ?? ""
    }

    private static func entry(_ word: String, _ item: JSON, name: JSON?, description: JSON?) -> JSON {
        let id = item["id"]?.string ?? ""
        let isTold = description?.string?.isEmpty == false
        return .object(present: [
            ("uri", .string("\(scheme)\(word)/\(id)")), ("name", .string("\(word)/\(id)")), ("title", name),
            ("description", isTold ? description : nil), ("mimeType", "text/markdown"),
        ])
    }
}
