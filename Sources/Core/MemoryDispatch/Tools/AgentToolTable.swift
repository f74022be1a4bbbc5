import JSONText
import MemoryAPI
import MemoryModel

/// The six tools of an agent. Each is made of requests that anybody may send; none has rules of its own.
enum AgentToolTable {
    static let tools = [search, get, timeline, skillList, skillGet, environment]

    private static let search = AgentTool(
        name: "memory_search", title: "Search the memory",
        description: """
            Search earlier sessions: skills, memories (steps with their outcome), experience and environment. Use it \
            before repeating work, when an error looks familiar (paste the error line), or when the user refers to \
            something from before. memory_get and skill_get open a result.
            """,
        parameters: [
            .init(
                name: "query",
                schema: .text("A question, names, a command, or an error message.", minimum: 1),
                isRequired: true),
            .init(name: "limit", schema: .whole("Most memories to return.", 1...50, usually: 10)),
            .init(
                name: "project",
                schema: .text("Name, id or folder of a project, or \"all\".")),
        ],
        run: ToolSearch.run
    )

    private static let get = AgentTool(
        name: "memory_get", title: "Get one memory",
        description: """
            Get one thing whole, by an id that another tool returned: a step with input, output and \
            outcome, a turn, a task, an experience or a world model.
            """,
        parameters: [
            .init(
                name: "id", schema: .text("An id such as tr_… or ep_….", minimum: 1),
                isRequired: true)
        ],
        run: ToolLookup.get
    )

    private static let timeline = AgentTool(
        name: "memory_timeline", title: "Show the course of a task",
        description: """
            List the steps of one task in their order with their outcome: how something was done, or where it went wrong.
            """,
        parameters: [
            .init(
                name: "episode_id",
                schema: .text("The id of the task (ep_…).", minimum: 1),
                isRequired: true),
            .init(name: "limit", schema: .whole("Most steps to return.", 1...500, usually: 50)),
            .init(name: "offset", schema: .whole("Steps to pass over.", 0...1_000_000, usually: 0)),
        ],
        run: ToolLookup.timeline
    )

    private static let skillList = AgentTool(
        name: "skill_list", title: "List the skills",
        description: """
            List the procedures that were learned here and can be followed now, with what each is for and how reliable it \
            has been. Load one with skill_get before following it.
            """,
        parameters: [
            .init(
                name: "status",
                schema: .choice(
                    "available: those that can be followed now.",
                    ["available", "active", "candidate", "archived", "all"],
                    usually: "available")),
            .init(name: "limit", schema: .whole("Most skills to return.", 1...200, usually: 20)),
        ],
        run: ToolSkills.list
    )

    private static let skillGet = AgentTool(
        name: "skill_get", title: "Load a skill",
        description: """
            Load a learned procedure to follow it now: when it applies, its steps, what to avoid, how to check the \
            result. How the task ends counts as a trial of the skill, so load only what you are going to follow.
            """,
        parameters: [
            .init(
                name: "id", schema: .text("Its id (sk_…) or name.", minimum: 1), isRequired: true)
        ],
        isReadOnly: false, run: ToolSkills.get
    )

    private static let environment = AgentTool(
        name: "memory_environment", title: "Ask about the environment",
        description: """
            What is known of the project from earlier work: where tests, sources and settings are, how it is built \
            and responds, what must not be done. Use it before exploring a project again.
            """,
        parameters: [
            .init(name: "query", schema: .text("What to know; all without it.")),
            .init(name: "limit", schema: .whole("Most world models to return.", 1...20, usually: 5)),
            .init(
                name: "project",
                schema: .text("Name, id or folder of a project, or \"all\".")),
        ],
        run: ToolEnvironment.run
    )
}

extension Dispatcher {
    /// The tools last: they ask the other requests.
    mutating func registerTools() {
        let others = self
        register(ToolList.self) { _, _ in WireValue(["tools": .array(AgentToolTable.tools.map(\.json))]) }
        register(ToolUse.self) { request, context in
            guard let tool = AgentToolTable.tools.first(where: { $0.name == request.name }) else {
                throw MemoryError(
                    .notFound, "There is no tool of this name.", details: ["parameter": "name"],
                    hint: "There are \(AgentToolTable.tools.map(\.name).joined(separator: ", ")).")
            }
            do {
                let arguments = try Fields(request.arguments, method: tool.name)
                let call = ToolContext(request: request) { try await others.call($0, $1, context) }
                return WireValue(try await tool.run(arguments, call).json)
            } catch let error as MemoryError {
                return WireValue(error.toolAnswer)
            }
        }
    }
}

extension MemoryError {
    /// For a model to read and to act on: a call that failed is an answer, not an end.
    fileprivate var toolAnswer: JSON {
        let text = [message, hint ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return [
            "content": [["type": "text", "text": .string(text)]],
            "structuredContent": [
                "error": .object(present: [
                    ("code", .string(code.rawValue)), ("message", .string(message)), ("hint", hint.map(JSON.string)),
                ])
            ],
            "isError": true,
        ]
    }
}
