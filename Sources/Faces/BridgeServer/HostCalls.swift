import JSONRPC
package import JSONText
import Synchronization

/// Requests of ours to the hosts that are connected by a bridge, such as for a completion of the host's own model.
package final class HostCalls: Sendable {
    /// Why a host did not answer.
    package enum Failure: Error, Sendable, Equatable {
        /// No host is connected, or none that knows the method.
        case nobody
        /// The host went away before it answered.
        case gone
        case timeout
        case cancelled
        /// The host's own error, as it sent it: `code`, `message`, `data`.
        case refused(JSON)
    }

    /// One connected host.
    struct Line: Sendable {
        fileprivate var id: Int
        fileprivate var send: @Sendable (JSON) -> Void
        /// Methods that it takes; `nil` for all of our own that it has not refused, as a bridge.
        fileprivate var offered: Set<String>?
        /// Methods that it has said it does not know.
        fileprivate var unknown: Set<String> = []

        fileprivate func takes(_ method: String) -> Bool {
            (offered?.contains(method) ?? !method.contains("/")) && !unknown.contains(method)
        }
    }

    private struct Pending: Sendable {
        var line: Int
        var method: String
        var answer: CheckedContinuation<Result<JSON, Failure>, Never>
    }

    private struct State: Sendable {
        /// The newest last.
        var lines: [Line] = []
        var pending: [String: Pending] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether somebody is connected who may answer.
    package func isReachable(_ method: String) -> Bool {
        state.withLock { $0.lines.contains { $0.takes(method) } }
    }

    /// Asks the host that connected last, or the one named, whatever it offers.
    ///
    /// - Parameter line: of `join`.
    package func call(
        _ method: String, _ params: JSON, within limit: Duration, on line: Int? = nil
    ) async throws(Failure) -> JSON {
        let id = state.withLock { state in
            state.count += 1
            // Named as the upstream bridge names its own, for hosts that tell questions and answers apart by that.
            return "srv-\(state.count)"
        }
        let timer = Task { [weak self] in
            try? await Task.sleep(for: limit)
            if !Task.isCancelled { self?.resolve(id, .failure(.timeout)) }
        }
        defer { timer.cancel() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                begin(id, method, params, line, answer)
            }
        } onCancel: {
            resolve(id, .failure(.cancelled))
        }
        return try result.get()
    }

    /// - Parameters:
    ///   - offered: methods that the host takes; `nil` for all of our own, whose names have no slash.
    ///   - send: puts a line before the host.
    func join(offering offered: Set<String>? = nil, _ send: @escaping @Sendable (JSON) -> Void) -> Int {
        state.withLock { state in
            state.count += 1
            state.lines.append(Line(id: state.count, send: send, offered: offered))
            return state.count
        }
    }

    /// A host says what it takes.
    func offer(_ methods: Set<String>, on line: Int) {
        state.withLock { state in
            guard let index = state.lines.firstIndex(where: { $0.id == line }) else { return }
            state.lines[index].offered = methods
        }
    }

    /// The connection ended: what it was asked is not answered any more.
    func leave(_ line: Int) {
        let lost = state.withLock { state in
            state.lines.removeAll { $0.id == line }
            let lost = state.pending.filter { $0.value.line == line }
            for id in lost.keys { state.pending[id] = nil }
            return lost.values.map(\.answer)
        }
        for answer in lost { answer.resume(returning: .failure(.gone)) }
    }

    /// A host answered.
    func answered(_ id: JSON, _ result: Result<JSON, ResponseError>) {
        guard let id = id.string else { return }
        switch result {
        case .success(let value): resolve(id, .success(value))
        case .failure(let error):
            if error.code == ErrorCode.methodNotFound.rawValue { forget(id) }
            let sent: [(String, JSON?)] = [
                ("code", .integer(error.code)), ("message", .string(error.message)), ("data", error.data),
            ]
            resolve(id, .failure(.refused(.object(present: sent))))
        }
    }

    private func begin(
        _ id: String, _ method: String, _ params: JSON, _ named: Int?,
        _ answer: CheckedContinuation<Result<JSON, Failure>, Never>
    ) {
        let line = state.withLock { state -> Line? in
            guard !Task.isCancelled,
                let line = state.lines.last(where: { named == nil ? $0.takes(method) : $0.id == named })
            else { return nil }
            state.pending[id] = Pending(line: line.id, method: method, answer: answer)
            return line
        }
        guard let line else { return answer.resume(returning: .failure(Task.isCancelled ? .cancelled : .nobody)) }
        line.send(["jsonrpc": "2.0", "id": .string(id), "method": .string(method), "params": params])
    }

    /// The host does not know the method: it is not asked again.
    private func forget(_ id: String) {
        state.withLock { state in
            guard let pending = state.pending[id],
                let index = state.lines.firstIndex(where: { $0.id == pending.line })
            else { return }
            state.lines[index].unknown.insert(pending.method)
        }
    }

    private func resolve(_ id: String, _ result: Result<JSON, Failure>) {
        let pending = state.withLock { $0.pending.removeValue(forKey: id) }
        pending?.answer.resume(returning: result)
    }
}
