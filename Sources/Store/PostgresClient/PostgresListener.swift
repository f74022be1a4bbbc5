import Dispatch
import Synchronization

/// Hears one channel (`LISTEN`), on a connection and a thread of its own.
package final class PostgresListener: Sendable {
    package enum Event: Sendable, Equatable {
        /// It listens from now on; what was said before was not heard.
        case listening
        /// Somebody said this.
        case notified(payload: String)
        /// The connection broke or could not be made: nothing is heard.
        case deaf
    }

    /// While nobody says anything, the server is asked now and then whether it is still there.
    private static let silence: CInt = 20_000
    private static let longestPause: CInt = 5_000

    private let target: ConnectionString
    private let library: LibPQ
    private let channel: String
    private let hear: @Sendable (Event) -> Void
    private let pipe = WakePipe()
    private let isClosed = Mutex(false)

    /// Starts to listen at the server of `pool`, and goes on until it is closed. After a fault it connects again, with
    /// pauses that grow to 5 s.
    ///
    /// - Parameter hear: called on the listener's thread.
    package init(pool: PostgresPool, channel: String, hear: @escaping @Sendable (Event) -> Void) {
        target = pool.target
        library = pool.library
        self.channel = channel
        self.hear = hear
        DispatchQueue(label: "memos.postgres.listen").async { self.listen() }
    }

    package func close() {
        isClosed.withLock { isClosed in
            if !isClosed { pipe.raise() }
            isClosed = true
        }
    }

    private func listen() {
        var pause: CInt = 100
        repeat {
            do {
                let connection = try PostgresConnection(target, library: library)
                try connection.runScript("LISTEN \(channel)")
                pause = 100
                hear(.listening)
                try takeAll(from: connection)
            } catch {
                hear(.deaf)
            }
            pause = min(pause * 2, Self.longestPause)
        } while !pipe.wait(for: -1, milliseconds: pause)
        pipe.dispose()
    }

    /// Returns when the listener is closed.
    private func takeAll(from connection: PostgresConnection) throws(PostgresFault) {
        while !pipe.wait(for: connection.descriptor, milliseconds: Self.silence) {
            var payloads = try connection.takeNotifications()
            if payloads.isEmpty {
                try connection.runScript("SELECT 1")
                payloads = try connection.takeNotifications()
            }
            for payload in payloads { hear(.notified(payload: payload)) }
        }
    }
}
