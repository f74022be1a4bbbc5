package import JSONRPC
import JSONText
import Synchronization

/// One client on a connection that stays open: what it said of itself, what it waits for, and what it gave up.
package final class ContextSession: Sendable {
    /// Work that begins when it is called and ends with the answer on its way.
    package typealias Work = @Sendable () async -> Void

    private struct State: Sendable {
        var client: ContextClient
        /// Requests on their way, by id.
        var calls: [JSON: Task<JSON, Never>] = [:]
        var log: Task<Void, Never>?
    }

    private let server: ContextServer
    private let line: ContextLine
    private let state: Mutex<State>

    package init(server: ContextServer, client: ContextClient, line: ContextLine) {
        self.server = server
        self.line = line
        state = Mutex(State(client: client))
        if client.introduction != nil { introduced() }
        if let level = client.logLevel { follow(level) }
    }

    /// Takes a message; `nil` when there is nothing left to do.
    package func take(_ message: Message) -> Work? {
        switch message {
        case .request(let id, let method, let params): begin(id, method, params)
        case .notification(let method, let params): noted(method, params)
        case .response: nil
        }
    }

    /// The client is gone: nobody waits for anything.
    package func close() {
        let left = state.withLock { state in
            defer {
                state.calls = [:]
                state.log = nil
            }
            return (Array(state.calls.values), state.log)
        }
        for call in left.0 { call.cancel() }
        left.1?.cancel()
    }

    private func begin(_ id: JSON, _ method: String, _ params: JSON?) -> Work? {
        if method == "initialize", Era(params: params) == .handshake {
            state.withLock { $0.client.introduction = params ?? [:] }
            introduced()
        }
        let client = state.withLock { $0.client }
        let call: ContextCall
        do throws(ContextFault) {
            call = try server.call(method, params, of: client, line: line)
            if method == "logging/setLevel", call.era == .handshake { follow(try call.requiredText("level")) }
        } catch {
            line.send(error.response(to: id))
            return nil
        }
        let server = server
        let task = Task {
            do {
                return Outgoing.result(id: id, try await server.answer(call))
            } catch {
                return ContextFault(error).response(to: id)
            }
        }
        state.withLock { $0.calls[id] = task }
        return { [self] in
            let answer = await task.value
            // What was given up gets no answer.
            let isWanted = state.withLock { state in
                guard state.calls[id] == task else { return false }
                state.calls[id] = nil
                return true
            }
            if isWanted { line.send(answer) }
        }
    }

    private func noted(_ method: String, _ params: JSON?) -> Work? {
        switch method {
        case "notifications/cancelled":
            guard let id = params?["requestId"] else { return nil }
            state.withLock { $0.calls.removeValue(forKey: id) }?.cancel()
            return nil
        case "notifications/initialized", "notifications/roots/list_changed":
            return { [self] in await askWhere() }
        default: return nil
        }
    }

    /// The client has told what it can do.
    private func introduced() {
        let capabilities = state.withLock { $0.client.introduction }?["capabilities"]
        line.lendsModel(capabilities?["sampling"]?.object != nil)
    }

    /// A client that has roots knows better than we where it works.
    private func askWhere() async {
        let capabilities = state.withLock { $0.client.introduction }?["capabilities"]
        guard capabilities?["roots"]?.object != nil, let ask = line.ask,
            let answer = try? await ask("roots/list", [:], .seconds(10)),
            let folder = (answer["roots"]?.array ?? []).lazy.compactMap({ $0["uri"]?.string })
                .compactMap(ContextClient.folder(ofRoot:)).first
        else { return }
        state.withLock { $0.client.workspace = folder }
    }

    /// Sends records of the log from now on.
    private func follow(_ level: String) {
        let (records, line) = (server.backend.logs(LogNames.own(level)), line)
        let task = Task {
            for await record in records { line.send(LogNames.notification(record)) }
        }
        state.withLock { state in
            let former = state.log
            state.log = task
            return former
        }?.cancel()
    }
}

/// Records of the log in the words of the protocol.
enum LogNames {
    /// The level of ours for one of syslog (RFC 5424).
    static func own(_ level: String) -> String {
        ["alert": "critical", "emergency": "critical"][level] ?? level
    }

    static func notification(_ record: JSON) -> JSON {
        let level = record["level"]?.string ?? "info"
        return [
            "jsonrpc": "2.0", "method": "notifications/message",
            "params": .object(present: [
                ("level", .string(level == "trace" ? "debug" : level)), ("logger", record["channel"]),
                (
                    "data",
                    .object(present: [("message", record["msg"]), ("context", record["ctx"]), ("error", record["err"])])
                ),
            ]),
        ]
    }
}
