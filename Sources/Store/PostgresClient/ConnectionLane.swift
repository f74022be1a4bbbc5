import Dispatch
import Synchronization

/// One place for a connection, with the thread that may block on it.
final class ConnectionLane: Sendable {
    let queue = DispatchQueue(label: "memos.postgres")
    private let target: ConnectionString
    private let library: LibPQ
    private let onConnect: String
    private let attempts: ConnectionAttempts
    /// Only touched on the queue.
    nonisolated(unsafe) private var connection: PostgresConnection?

    init(target: ConnectionString, library: LibPQ, onConnect: String, attempts: ConnectionAttempts) {
        self.target = target
        self.library = library
        self.onConnect = onConnect
        self.attempts = attempts
    }

    /// Runs `body` on the queue, which the caller is on.
    func run<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        let wasOpen = connection != nil
        do {
            return try body(opened())
        } catch let fault as PostgresFault where fault.isConnectionLost {
            connection = nil
            // A connection that lay idle while the server was restarted shows that only now.
            guard wasOpen, fault.reason != .interrupted else { throw fault }
        }
        do {
            return try body(opened())
        } catch let fault as PostgresFault where fault.isConnectionLost {
            connection = nil
            throw fault
        }
    }

    func close() {
        queue.async { self.connection = nil }
    }

    private func opened() throws -> PostgresConnection {
        if let connection { return connection }
        let made = try attempts.make {
            let made = try PostgresConnection(target, library: library)
            if !onConnect.isEmpty { try made.runScript(onConnect) }
            return made
        }
        connection = made
        return made
    }
}

/// When the next attempt to connect is due, for all connections to a server.
final class ConnectionAttempts: Sendable {
    private struct State {
        var failures = 0
        var notBefore = ContinuousClock.now
        var last: PostgresFault?
    }

    /// From a tenth of a second to five seconds, doubling.
    private static let longest = Duration.seconds(5)
    private let state = Mutex(State())

    func make(_ connect: () throws -> PostgresConnection) throws -> PostgresConnection {
        let refusal = state.withLock { state in ContinuousClock.now < state.notBefore ? state.last : nil }
        if let refusal { throw refusal }
        do {
            let connection = try connect()
            state.withLock { $0 = State() }
            return connection
        } catch {
            state.withLock { state in
                state.failures = min(state.failures + 1, 7)
                let pause = min(Duration.milliseconds(50 << state.failures), Self.longest)
                state.notBefore = ContinuousClock.now + pause
                state.last = error as? PostgresFault
            }
            throw error
        }
    }
}
