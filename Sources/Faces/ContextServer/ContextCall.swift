package import JSONText
import Synchronization

/// One request of a client on its way, with what may be said and asked meanwhile.
struct ContextCall: Sendable {
    let era: Era
    let method: String
    /// Always an object.
    let params: JSON
    let client: ContextClient
    /// What the client says it can do: in the handshake, or in this request.
    let capabilities: JSON
    let agent: String
    let progress: ContextProgress
    /// A question to the client, which there is only on connections that stay open.
    let askClient: ContextLine.Ask?
    let backend: ContextBackend

    /// The answer of the memory.
    func ask(_ method: String, _ params: JSON) async throws -> JSON {
        try Task.checkCancellation()
        return try await backend.ask(method, params, agent)
    }

    func requiredText(_ name: String) throws(ContextFault) -> String {
        guard let text = params[name]?.string, !text.isEmpty else {
            throw .params("\(method): \"\(name)\" is missing.")
        }
        return text
    }
}

/// The way back to one client.
package struct ContextLine: Sendable {
    package typealias Ask = @Sendable (_ method: String, _ params: JSON, _ limit: Duration) async throws -> JSON

    /// Puts a message before the client.
    package var send: @Sendable (JSON) -> Void
    /// Asks the client; `nil` where it cannot be asked.
    package var ask: Ask?
    /// Told when it is known whether the client lends its model.
    package var lendsModel: @Sendable (Bool) -> Void

    package init(
        send: @escaping @Sendable (JSON) -> Void, ask: Ask? = nil,
        lendsModel: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        self.send = send
        self.ask = ask
        self.lendsModel = lendsModel
    }
}

/// How far a call is, told to clients that gave a token for it.
final class ContextProgress: Sendable {
    private let token: JSON?
    private let send: @Sendable (JSON) -> Void
    private let done = Mutex(0)

    init(params: JSON, send: @escaping @Sendable (JSON) -> Void) {
        let told = params["_meta"]?["progressToken"]
        token = told?.string != nil || told?.int != nil ? told : nil
        self.send = send
    }

    var isWanted: Bool { token != nil }

    /// One more step is done.
    func step(_ message: String, of total: Int) {
        guard let token else { return }
        let count = done.withLock { count in
            count += 1
            return count
        }
        send([
            "jsonrpc": "2.0", "method": "notifications/progress",
            "params": [
                "progressToken": token, "progress": JSON(count), "total": JSON(max(total, count)),
                "message": .string(message),
            ],
        ])
    }
}
