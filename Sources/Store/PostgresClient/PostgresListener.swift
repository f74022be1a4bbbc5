import Dispatch
import Synchronization

/// Hears one channel (`LISTEN`), on a connection and a thread of its own.
package final class PostgresListener: Sendable {
    package enum Event: Sendable, Equatable {
        /// It listens from now on. What was said before was not heard; this is what the opening query gave after that.
        case listening(PostgresResult)
        /// Somebody said this.
        case notified(payload: String)
    }

    /// While nobody says anything, the server is asked now and then whether it is still there.
    private static let silence: CInt = 20_000
    private static let longestPause: CInt = 5_000

    private let target: ConnectionString
    private let library: LibPQ
    private let channel: String
    private let opening: String
    private let hear: @Sendable (Event) -> Void
    private let pipe = WakePipe()
    private let isClosed = Mutex(false)
    private let queue = DispatchQueue(label: "memos.postgres.listen")

    /// Starts to listen at the server of `pool`, and goes on until it is closed. After a fault it connects again, with
    /// pauses that grow to 5 s.
    ///
    /// - Parameters:
    ///   - opening: a query for what may have been missed, run each time it begins to listen.
    ///   - hear: called on the listener's thread.
    package init(
        pool: PostgresPool, channel: String, opening: String, hear: @escaping @Sendable (Event) -> Void
    ) {
        target = pool.target
        library = pool.library
        self.channel = channel
        self.opening = opening
        self.hear = hear
        queue.async { self.listen() }
    }

    package func close() {
        isClosed.withLock { isClosed in
            if !isClosed { pipe.raise() }
            isClosed = true
        }
    }

    /// Returns when its connection has ended.
    package func ended() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func listen() {
        var pause: CInt = 0
        while pipe.wait(for: -1, milliseconds: pause) != .raised {
            do {
                let connection = try PostgresConnection(target, library: library)
                try connection.runScript("LISTEN \(channel)")
                hear(.listening(try connection.run(opening)))
                pause = 0
                try takeAll(from: connection)
            } catch {
                pause = min(max(pause * 2, 100), Self.longestPause)
            }
        }
        pipe.dispose()
    }

    /// Returns when the listener is closed.
    private func takeAll(from connection: PostgresConnection) throws(PostgresFault) {
        while true {
            for payload in try connection.takeNotifications() { hear(.notified(payload: payload)) }
            switch pipe.wait(for: connection.descriptor, milliseconds: Self.silence) {
            case .raised: return
            case .readable: break
            case .silent: try connection.runScript("SELECT 1")
            }
        }
    }
}
