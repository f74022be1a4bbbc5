package import JSONText
package import MemoryAPI
package import MemoryCore
package import MemoryModel

/// Who calls, as far as a handler needs to know.
package struct CallContext: Sendable {
    /// The agent of the connection; requests may name another.
    package var agent: String?
    /// Sends a notification to the caller; does nothing where the face has no way back.
    package var notify: @Sendable (_ method: String, _ params: JSON) -> Void

    package init(agent: String?, notify: @escaping @Sendable (_ method: String, _ params: JSON) -> Void = { _, _ in }) {
        self.agent = agent
        self.notify = notify
    }
}

/// From a method's name and its parameters to a service call. Every face goes through here.
package struct Dispatcher: Sendable {
    package typealias Handler = @Sendable (_ params: JSON?, _ context: CallContext) async throws -> JSON

    private var handlers: [String: Handler] = [:]
    private var readers: Set<String> = []

    package init(memory: Memory, now: @escaping @Sendable () -> Timestamp) {
        registerSessions(memory)
        registerTurns(memory)
        registerRecall(memory, now: now)
        registerRecallHistory(memory)
        registerSkills(memory)
        registerLibrary(memory, now: now)
        registerItems(memory)
        registerCuration(memory)
        registerTraces(memory, now: now)
        registerEvidence(memory)
        registerTasks(memory)
        registerForgetting(memory)
        registerPackages(memory)
        registerUpkeep(memory)
        registerProjects(memory)
        registerModels(memory)
        registerInsight(memory)
        registerHub(memory)
        registerTools()
    }

    /// For requests that may look and not touch: only methods that are marked as reading exist here.
    package func read(_ method: String, _ params: JSON?, _ context: CallContext) async throws -> JSON {
        guard readers.contains(method) else {
            throw MemoryError(.unsupported, "The method \"\(method)\" is not offered here.")
        }
        return try await call(method, params, context)
    }

    package var methods: [String] { handlers.keys.sorted() }

    /// Adds what only the program around the core can do, such as stopping itself.
    package mutating func add(_ method: String, access: Access = .writes, _ handler: @escaping Handler) {
        precondition(handlers[method] == nil, "one handler a method")
        handlers[method] = handler
        if access == .reads { readers.insert(method) }
    }

    mutating func register<Request: MemoryRequest>(
        _ request: Request.Type,
        _ handler: @escaping @Sendable (_ request: Request, _ context: CallContext) async throws -> Request.Response
    ) {
        add(Request.method, access: Request.access) { params, context in
            try await handler(Request(Fields(params, method: Request.method)), context).json
        }
    }

    package func call(_ method: String, _ params: JSON?, _ context: CallContext) async throws -> JSON {
        guard let handler = handlers[method] else {
            throw MemoryError(
                .unknownMethod, "There is no method \"\(method)\".", hint: "docs/API.md lists all methods."
            )
        }
        return try await handler(params, context)
    }
}
