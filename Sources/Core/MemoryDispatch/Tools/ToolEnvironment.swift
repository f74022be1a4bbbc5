import JSONText
import MemoryAPI
import MemoryModel

/// `memory_environment`: what is known of where agents work.
enum ToolEnvironment {
    static func run(_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer {
        let limit = try arguments.integer("limit", in: 1...20, default: 5)
        let query = try arguments.string("query").flatMap { $0.isEmpty ? nil : $0 }
        let project = try arguments.string("project") ?? call.request.project
        let worlds =
            if let query {
                try await search(query, project: project, limit: limit, call)
            } else {
                try await call.ask(
                    ListWorldModels.method,
                    .object(present: [("limit", JSON(limit)), ("project", project.map(JSON.string))])
                )["worldModels"]?.array ?? []
            }
        return ToolAnswer(
            text: worlds.isEmpty
                ? "Nothing is known of it yet.\n" : ToolText.notes + worlds.map(text(of:)).joined(separator: "\n"),
            data: ["worldModels": .array(worlds)])
    }

    private static func search(
        _ query: String, project: String?, limit: Int, _ call: ToolContext
    ) async throws -> [JSON] {
        let found = try await call.ask(
            MemorySearch.method,
            .object(present: [
                ("query", .string(query)), ("topK", ["tier1": 0, "tier2": 0, "tier3": JSON(limit)]),
                ("project", project.map(JSON.string)),
            ]))
        var worlds: [JSON] = []
        for hit in found["hits"]?.array ?? [] where hit["refKind"] == "world-model" {
            let world = try await call.ask(GetWorldModel.method, ["id": hit["refId"] ?? .null])
            if !world.isNull { worlds.append(world) }
        }
        return worlds
    }

    static func text(of world: JSON) -> String {
        var text =
            "\(ToolText.line(world["title"]?.string ?? ""))\(ToolText.origin(world)) (\(world["id"]?.string ?? ""), "
        text += "confidence \(ToolText.number(world["confidence"])))\n"
        var isEmpty = true
        for (member, heading) in [
            ("environment", "Where things are"), ("inference", "How it responds"),
            ("constraints", "What must not be done"),
        ] {
            let entries = (world["structure"]?[member]?.array ?? []).map { entry -> String in
                let parts = [entry["label"]?.string ?? "", entry["description"]?.string ?? ""].filter { !$0.isEmpty }
                return parts.joined(separator: ": ")
            }
            isEmpty = isEmpty && entries.isEmpty
            text += ToolText.list(heading, JSON(entries))
        }
        return isEmpty ? text + (world["body"]?.string ?? "") + "\n" : text
    }
}
