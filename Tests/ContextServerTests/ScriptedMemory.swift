import JSONRPC
import JSONText
import MemoryModel
import Synchronization

@testable import ContextServer

/// A memory that answers as it is told, and keeps what it was asked.
final class ScriptedMemory: Sendable {
    private struct State: Sendable {
        var asked: [(method: String, params: JSON, agent: String)] = []
        var sent: [JSON] = []
        var time: Int64 = 1_800_000_000_000
    }

    private let state = Mutex(State())
    private let answers: [String: JSON]

    init(_ answers: [String: JSON] = [:]) {
        self.answers = answers
    }

    var asked: [(method: String, params: JSON, agent: String)] { state.withLock { $0.asked } }
    var sent: [JSON] { state.withLock { $0.sent } }

    func pass(milliseconds: Int64) {
        state.withLock { $0.time += milliseconds }
    }

    var server: ContextServer {
        ContextServer(
            ContextBackend(
                ask: { [self] method, params, agent in
                    state.withLock { $0.asked.append((method, params, agent)) }
                    if let answer = answers[method] { return answer }
                    if method == "tool.list" { return ["tools": []] }
                    throw MemoryError(.notFound, "There is no \(method).")
                },
                logs: { _ in AsyncStream { nil } }, now: { [self] in state.withLock { $0.time } }, version: "1.2.3",
                agent: "hermes"))
    }

    func line(_ ask: ContextLine.Ask? = nil) -> ContextLine {
        ContextLine(send: { [self] message in state.withLock { $0.sent.append(message) } }, ask: ask)
    }

    func session(_ client: ContextClient = ContextClient(), ask: ContextLine.Ask? = nil) -> ContextSession {
        ContextSession(server: server, client: client, line: line(ask))
    }
}

extension ContextSession {
    /// Takes a message and does what it asks for.
    func hear(_ text: String) async throws {
        await take(try Message(line: Array(text.utf8)))?()
    }
}

extension JSON {
    /// Metadata of the stateless era.
    static func meta(version: String = "2026-07-28", _ capabilities: JSON = [:]) -> JSON {
        .object(
            JSONObject([
                .init(key: Era.versionKey, value: .string(version)),
                .init(key: Era.capabilitiesKey, value: capabilities),
            ]))
    }
}
