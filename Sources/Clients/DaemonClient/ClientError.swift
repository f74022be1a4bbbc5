package import JSONText

/// Why a front could not do what it was asked: something with a stable code, a sentence and a hint, as the daemon's
/// own errors have.
package struct ClientError: Error, Sendable, Equatable {
    package enum Kind: Sendable {
        /// No daemon, and none could be started.
        case unavailable
        /// The daemon answered with an error.
        case reported
        /// The daemon is there, but the connection or the time ended.
        case interrupted
        /// The two ends do not understand each other.
        case misunderstanding
    }

    package var kind: Kind
    package var code: String
    package var message: String
    package var hint: String?

    package init(_ kind: Kind, code: String, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The `error` member of an answer.
    package init(answer error: JSON) {
        self.init(
            .reported, code: error["data"]?["code"]?.string ?? "internal",
            error["message"]?.string ?? "The daemon reported an error without a message.",
            hint: error["data"]?["hint"]?.string
        )
    }

    package static let timedOut = ClientError(
        .interrupted, code: "deadline_exceeded", "The daemon did not answer in time.",
        hint: "Run `memos status`, then `memos logs`."
    )
    package static let connectionLost = ClientError(
        .interrupted, code: "transport_closed", "The daemon closed the connection before it answered.",
        hint: "Try again; `memos logs` tells why it stopped."
    )
    package static let notRunning = ClientError(
        .unavailable, code: "daemon_unavailable", "No daemon is running.",
        hint: "Any command but `status` and `stop` starts it; `memos daemon` runs it in the foreground."
    )
}
