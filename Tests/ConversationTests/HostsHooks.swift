import HostHooks
import JSONText
import MemoryDispatch
import MemoryTestSupport

/// The hooks of hosts on a memory of a test: each event takes a second.
struct HostsHooks {
    let world: TestMemory
    let face: HookFace

    init(_ world: TestMemory) {
        self.world = world
        let deliveries = world.memory.deliveries
        face = HookFace(
            dispatcher: Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now }),
            deliveries: HookFace.Deliveries(
                reply: { try await deliveries.reply(toRecord: $0) },
                keep: { try await deliveries.keep(record: $0, host: $1, reply: $2) }),
            now: { [clock = world.clock] in clock.now })
    }

    /// - Returns: what the hook prints.
    @discardableResult
    func run(_ host: String, _ payload: JSON, caller: String? = nil, hasAudience: Bool = true) async throws -> String {
        world.clock.advance(1000)
        let params: JSON = .object(present: [
            ("host", .string(host)), ("recordId", .string("\(world.clock.now)-\(host)")),
            ("ts", .integer(world.clock.now)), ("deadlineMs", 2000), ("caller", caller.map(JSON.string)),
            ("payload", payload),
        ])
        return try await face.run(params, CallContext(agent: host), hasAudience: hasAudience)["stdout"]?.string ?? "?"
    }
}

/// One turn of Cursor, as its own hooks and those of Claude Code's settings are told of it.
struct CursorTurn {
    let hooks: HostsHooks
    var generation = "g1"
    var isToldByBoth = true

    private func payload(_ event: String, _ more: [(String, JSON)]) -> JSON {
        .object(
            present: [
                ("hook_event_name", .string(event)), ("conversation_id", "c1"), ("session_id", "c1"),
                ("generation_id", .string(generation)), ("cursor_version", "2.4.1"), ("workspace_roots", ["/src/api"]),
            ] + more)
    }

    /// - Returns: what its own hook prints and what Claude's does.
    @discardableResult
    func tell(
        _ event: String, claudes: String? = nil, _ more: (String, JSON)...
    ) async throws -> (own: String, claudes: String) {
        let own = try await hooks.run("cursor", payload(event, more))
        guard let claudes, isToldByBoth else { return (own, "") }
        return (own, try await hooks.run("claude", payload(claudes, more)))
    }

    func say(_ text: String) async throws -> (own: String, claudes: String) {
        try await tell("beforeSubmitPrompt", claudes: "UserPromptSubmit", ("prompt", .string(text)))
    }

    func call(_ id: String, _ command: String, _ output: String) async throws -> (own: String, claudes: String) {
        try await tell(
            "postToolUse", claudes: "PostToolUse", ("tool_name", "Shell"), ("tool_use_id", .string(id)),
            ("tool_input", ["command": .string(command)]),
            ("tool_output", .string(JSON.object(present: [("output", .string(output)), ("exitCode", 0)]).text)))
    }

    func end(_ text: String, status: String = "completed") async throws {
        if !text.isEmpty { try await tell("afterAgentResponse", ("text", .string(text))) }
        try await tell("stop", claudes: "Stop", ("status", .string(status)), ("loop_count", 0))
    }
}
