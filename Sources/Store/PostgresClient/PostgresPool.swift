import Dispatch
import Synchronization

/// A few connections to one server, each on a queue of its own, because libpq blocks. Work that finds them all busy
/// waits in line.
///
/// A connection that broke is made again when it is needed. While the server does not answer, attempts keep a growing
/// distance, and what is asked in between fails at once.
package final class PostgresPool: Sendable {
    private struct State {
        var idle: [ConnectionLane]
        var waiting: [Job] = []
        var isClosed = false
    }

    private typealias Job = @Sendable (ConnectionLane?) -> Void

    private let lanes: [ConnectionLane]
    private let state: Mutex<State>
    let target: ConnectionString
    let library: LibPQ

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - onConnect: what each new connection runs first: its settings.
    ///   - connections: how many at most.
    package init(_ text: String, onConnect: String, connections: Int = 4) throws(PostgresFault) {
        library = try LibPQ.load()
        target = try ConnectionString(text, library: library)
        let attempts = ConnectionAttempts()
        let target = target
        let library = library
        let lanes = (0..<connections).map { _ in
            ConnectionLane(target: target, library: library, onConnect: onConnect, attempts: attempts)
        }
        self.lanes = lanes
        state = Mutex(State(idle: lanes))
    }

    /// Runs `body` on a connection. When the connection turns out to be broken before anything was committed, `body` is
    /// run again on a new one.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit { lane in
                guard let lane else {
                    let fault = PostgresFault(.unreachable, message: "The connections were closed.")
                    return continuation.resume(throwing: fault)
                }
                continuation.resume(with: Result { try lane.run(body) })
            }
        }
    }

    /// Refuses new work; connections are closed when what runs has ended.
    package func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in waiting { job(nil) }
        for lane in lanes { lane.close() }
    }

    /// Returns when all connections have ended.
    package func ended() async {
        for lane in lanes {
            await withCheckedContinuation { continuation in lane.queue.async { continuation.resume() } }
        }
    }

    private func submit(_ job: @escaping Job) {
        enum Next { case now(ConnectionLane), later, never }
        let next: Next = state.withLock { state in
            if state.isClosed { return .never }
            if let lane = state.idle.popLast() { return .now(lane) }
            state.waiting.append(job)
            return .later
        }
        switch next {
        case .now(let lane): work(on: lane, first: job)
        case .later: break
        case .never: job(nil)
        }
    }

    private func work(on lane: ConnectionLane, first: @escaping Job) {
        lane.queue.async {
            var job: Job? = first
            while let current = job {
                current(lane)
                job = self.state.withLock { state in
                    if !state.waiting.isEmpty { return state.waiting.removeFirst() }
                    state.idle.append(lane)
                    return nil
                }
            }
        }
    }
}
