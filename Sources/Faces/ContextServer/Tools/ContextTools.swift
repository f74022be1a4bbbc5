import JSONText
import MemoryAPI
import MemoryModel

/// `tools/list` and `tools/call`. The tools of every agent come from the catalogue; what only this face offers stands
/// beside them, each made of requests that are there.
enum ContextTools {
    /// The one tool that should never be far.
    static let recall = "memory_search"

    /// Six, as each costs every session its description. The last is the only way to keep something for a client
    /// without hooks.
    private static let usual = [
        recall, "memory_get", "memory_timeline", "skill_get", "memory_environment", RememberTool.tool.name,
    ]
    private static let own = [
        RememberTool.tool, LibraryTools.tasks, LibraryTools.policies, LibraryTools.feedback, ForgetTool.tool,
    ]

    /// What the tools of the catalogue answer with.
    private static let outputs: [String: JSON] = [
        recall: ToolListing.object(
            ("skills", ToolListing.list), ("memories", ToolListing.list), ("tasks", ToolListing.list),
            ("experience", ToolListing.list), ("environment", ToolListing.list)),
        "memory_get": ToolListing.object(("kind", ToolListing.text)),
        "memory_timeline": ToolListing.object(
            ("episodeId", ToolListing.text), ("total", ToolListing.number), ("steps", ToolListing.list)),
        "skill_list": ToolListing.object(("skills", ToolListing.list)),
        "skill_get": ToolListing.object(("id", ToolListing.text), ("name", ToolListing.text)),
        "memory_environment": ToolListing.object(("worldModels", ToolListing.list)),
    ]

    static func list(_ call: ContextCall) async throws -> JSON {
        ["tools": .array(try await offered(call).map(\.json))]
    }

    static func run(_ call: ContextCall, seal: RequestSeal) async throws -> JSON {
        let name = try call.requiredText("name")
        guard let tool = try await offered(call).first(where: { $0.name == name }) else {
            throw ContextFault.params(
                "Unknown tool: \(name)", data: ["hint": "tools/list names those that are offered."])
        }
        guard tool.isReadOnly || call.client.mayWrite else {
            return ContextTool.failure(
                "This token may only read. `memos viewer token new` makes one with the scope write.")
        }
        call.progress.step(tool.title, of: 2)
        do {
            let arguments = call.params["arguments"] ?? [:]
            let fields = try Fields(arguments, method: name)
            let answer = try await tool.run(fields, call, seal)
            call.progress.step("Done", of: 2)
            return answer
        } catch let error as MemoryError {
            return ContextTool.failure([error.message, error.hint ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
        }
    }

    private static func offered(_ call: ContextCall) async throws -> [ContextTool] {
        let shared = (try await call.ask(ToolList.method, [:])["tools"]?.array ?? []).compactMap(shared)
        let all = shared + own
        let first = usual.compactMap { name in all.first { $0.name == name } }
        return call.client.offersAllTools ? first + all.filter { !usual.contains($0.name) } : first
    }

    /// A tool of the catalogue.
    private static func shared(_ told: JSON) -> ContextTool? {
        guard let name = told["name"]?.string, let output = outputs[name] else { return nil }
        let schema = told["inputSchema"]
        return ContextTool(
            name: name, title: told["title"]?.string ?? name, description: told["description"]?.string ?? "",
            parameters: schema?["properties"] ?? [:],
            required: (schema?["required"]?.array ?? []).compactMap(\.string), output: output,
            isReadOnly: told["annotations"]?["readOnlyHint"]?.bool ?? false
        ) { _, call, _ in try await use(name, call) }
    }

    private static func use(_ name: String, _ call: ContextCall) async throws -> JSON {
        let place = try await ToolPlace(of: call)
        var answer = try await call.ask(
            ToolUse.method,
            .object(present: [
                ("name", .string(name)), ("arguments", call.params["arguments"]),
                ("sessionId", call.client.sessionID.map(JSON.string)), ("episodeId", place.episode.map(JSON.string)),
                ("project", place.project.map(JSON.string)),
            ]))
        if answer["isError"]?.bool == true { answer["structuredContent"] = nil }
        return answer
    }
}

/// Where a tool is used: the project of the client's folder when the memory knows it, and the task that is open in its
/// conversation, so that a search belongs to the work that it was made for.
struct ToolPlace: Sendable {
    var project: String?
    var episode: String?

    init(of call: ContextCall) async throws {
        if let folder = call.client.workspace {
            let known = try await call.ask(ProjectList.method, ["path": .string(folder)])["projects"]?.array ?? []
            project = known.first?["id"]?.string
        }
        if let session = call.client.sessionID {
            let newest = try await call.ask(ListEpisodes.method, ["sessionId": .string(session), "limit": 1])
            let episode = newest["episodes"]?[0]
            if episode?["status"] == "open" { self.episode = episode?["id"]?.string }
        }
    }
}
