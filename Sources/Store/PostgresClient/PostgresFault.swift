/// Why PostgreSQL did not do what it was asked. Messages are the server's or libpq's, without the password.
package struct PostgresFault: Error, Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        /// libpq is not on this machine, or is no libpq.
        case libraryMissing
        /// libpq cannot read the connection string.
        case connectionString
        /// No server answered, or the connection broke before a commit.
        case unreachable
        /// The connection broke during a commit, which is done or not.
        case interrupted
        /// The server answered with an error.
        case refused
    }

    package let reason: Reason
    /// SQLSTATE, five characters, where the server answered; empty where it did not.
    package let state: String
    package let message: String

    package init(_ reason: Reason, state: String = "", message: String) {
        self.reason = reason
        self.state = state
        self.message = message
    }

    /// Whether the connection is of no more use: class 08, and a server that shuts down or starts.
    package var isConnectionLost: Bool {
        reason == .unreachable || reason == .interrupted || state.hasPrefix("08")
            || ["57P01", "57P02", "57P03", "25P03"].contains(state)
    }

    /// Whether the same transaction may succeed when it is run again: serialization failure and deadlock.
    package var isWorthRepeating: Bool { state == "40001" || state == "40P01" }
}
