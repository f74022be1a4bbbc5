import JSONRPC
package import JSONText
import MemoryModel

/// What the server needs of the program around it.
package struct ContextBackend: Sendable {
    /// One request of the memory, on behalf of an agent. Throws `MemoryError`.
    package typealias Ask = @Sendable (_ method: String, _ params: JSON, _ agent: String) async throws -> JSON

    package var ask: Ask
    /// Records of the log from now on that are at least as important as the level named.
    package var logs: @Sendable (_ level: String) -> AsyncStream<JSON>
    /// Milliseconds since 1970.
    package var now: @Sendable () -> Int64
    package var version: String
    /// Whose memory it is when nobody says.
    package var agent: String

    package init(
        ask: @escaping Ask, logs: @escaping @Sendable (_ level: String) -> AsyncStream<JSON>,
        now: @escaping @Sendable () -> Int64, version: String, agent: String
    ) {
        self.ask = ask
        self.logs = logs
        self.now = now
        self.version = version
        self.agent = agent
    }
}

/// The Model Context Protocol over the memory: requests of clients become requests of the catalogue, and nothing here
/// has a rule about memory.
package struct ContextServer: Sendable {
    let backend: ContextBackend
    let seal = RequestSeal()

    package init(_ backend: ContextBackend) {
        self.backend = backend
    }

    /// The answer to a request; a `ContextFault` when it cannot be taken.
    func answer(_ call: ContextCall) async throws -> JSON {
        try check(call)
        let result = try await result(of: call)
        return call.era.dress(result, isCacheable: Self.cacheable.contains(call.method))
    }

    private static let cacheable: Set<String> = [
        "server/discover", "tools/list", "resources/list", "resources/templates/list", "resources/read", "prompts/list",
    ]

    private func check(_ call: ContextCall) throws(ContextFault) {
        guard case .stateless(let version) = call.era else { return }
        guard Era.statelessVersions.contains(version) else { throw .version(version) }
        guard call.params["_meta"]?[Era.capabilitiesKey]?.object != nil else {
            throw .params("The metadata of a request names what its client can do: \(Era.capabilitiesKey).")
        }
    }

    private func result(of call: ContextCall) async throws -> JSON {
        switch (call.method, call.era) {
        case ("server/discover", _): Introduction.discovery(backend)
        case ("initialize", .handshake): Introduction.initialization(call.params, backend)
        case ("ping", .handshake), ("logging/setLevel", .handshake): [:]
        case ("tools/list", _): try await ContextTools.list(call)
        case ("tools/call", _): try await ContextTools.run(call, seal: seal)
        case ("resources/list", _): try await Resources.list(call)
        case ("resources/templates/list", _): Resources.templates
        case ("resources/read", _): try await Resources.read(call)
        case ("prompts/list", _): Prompts.list
        case ("prompts/get", _): try await Prompts.get(call)
        default: throw ContextFault.method(call.method)
        }
    }

    /// A request as a call.
    func call(
        _ method: String, _ params: JSON?, of client: ContextClient, line: ContextLine
    ) throws(ContextFault) -> ContextCall {
        guard params == nil || params?.isNull == true || params?.object != nil else {
            throw .params("\(method): params must be an object.")
        }
        let params = params?.object == nil ? JSON.object(JSONObject()) : params ?? [:]
        let era = Era(params: params)
        let meta = params["_meta"]
        let told = era.isStateless ? meta?[Era.clientKey] : client.introduction?["clientInfo"]
        let capabilities = era.isStateless ? meta?[Era.capabilitiesKey] : client.introduction?["capabilities"]
        return ContextCall(
            era: era, method: method, params: params, client: client.bound(by: meta), capabilities: capabilities ?? [:],
            agent: client.agent ?? told?["name"]?.string.flatMap(ContextClient.agent(named:)) ?? backend.agent,
            progress: ContextProgress(params: params, send: line.send),
            askClient: era.isStateless ? nil : line.ask, backend: backend)
    }
}
