import JSONText
import MemoryModel

/// An error as clients of the hub see it: a status, a stable code, a sentence and what to do.
struct HubFault: Error, Sendable, Equatable {
    enum Code: String, Sendable, CaseIterable {
        case invalidArgument = "invalid_argument"
        case unauthenticated
        case forbidden
        /// The device is known and waits for an admin.
        case pending
        /// The device, or its member, is not of the team any more.
        case revoked
        case notFound = "not_found"
        case conflict
        case tooLarge = "too_large"
        case rateLimited = "rate_limited"
        /// The database does not answer.
        case unavailable
        case `internal`
    }

    let code: Code
    let message: String
    var hint: String?
    /// Seconds after which the same request may be answered.
    var retryAfter: Int?
    /// The verbs that the address takes.
    var allowed: [String] = []
    /// What stands beside the error in the answer.
    var beside: [(String, JSON)] = []

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static func == (left: HubFault, right: HubFault) -> Bool {
        left.code == right.code && left.message == right.message && left.hint == right.hint
    }

    var status: Int {
        if !allowed.isEmpty { return 405 }
        return switch code {
        case .invalidArgument: 400
        case .unauthenticated: 401
        case .forbidden, .pending, .revoked: 403
        case .notFound: 404
        case .conflict: 409
        case .tooLarge: 413
        case .rateLimited: 429
        case .unavailable: 503
        case .internal: 500
        }
    }

    var json: JSON {
        let error = JSON.object(present: [
            ("code", .string(code.rawValue)), ("message", .string(message)), ("hint", hint.map(JSON.string)),
        ])
        return .object(present: [("error", error)] + beside.map { ($0.0, Optional($0.1)) })
    }
}

extension HubFault {
    static let unauthenticated = HubFault(
        .unauthenticated, "The hub does not know this token.",
        hint: "It was rotated or revoked. Join again with a new code: `memos hub join ADDRESS CODE --name NAME`.")
    static let pending = HubFault(
        .pending, "This device waits until an admin of the hub approves it.",
        hint: "An admin sees it with `memos hub members` and approves it with `memos hub grant`.")
    static let revoked = HubFault(
        .revoked, "This device is not of the team any more.",
        hint: "Ask an admin of the hub; a new code and a new key make a new device of it.")
    static let notAdmin = HubFault(
        .forbidden, "Only an admin of the hub may do that.", hint: "`memos hub members` shows who is one.")
    static let wrongCode = HubFault(
        .forbidden, "The code is wrong, was used, or is past its time.",
        hint: "After five tries a code is worth nothing. Ask an admin for a new one.")
    static let overPairing = HubFault(
        .notFound, "This pairing is over.", hint: "It must come to its end within a minute. Start it again.")
    static let nowhere = HubFault(
        .notFound, "The hub has nothing at this address.", hint: "Everything is below /hub/v1.")
    static let badTarget = HubFault(.invalidArgument, "The address of this request cannot be read.")
    static let `internal` = HubFault(
        .internal, "Something went wrong inside the hub.", hint: "The hub's log says more.")

    static func method(_ verbs: [String]) -> HubFault {
        var fault = HubFault(
            .invalidArgument, "This address does not take this method.",
            hint: "Use \(verbs.joined(separator: ", ")).")
        fault.allowed = verbs
        return fault
    }

    static func tooLarge(limit: Int) -> HubFault {
        HubFault(.tooLarge, "The body of this request is too large.", hint: "Send at most \(limit) bytes.")
    }

    /// - Parameter seconds: until it is worth trying again.
    static func rateLimited(seconds: Int) -> HubFault {
        var fault = HubFault(.rateLimited, "Too many requests.", hint: "Try again in \(seconds) s.")
        fault.retryAfter = seconds
        return fault
    }

    static func dayFull(seconds: Int) -> HubFault {
        var fault = HubFault(
            .rateLimited, "This device has sent as much as it may in a day.", hint: "The rest is taken tomorrow.")
        fault.retryAfter = seconds
        return fault
    }

    /// What the store says, as clients may hear it.
    init(_ error: MemoryError) {
        switch error.code {
        case .invalidArgument: self.init(.invalidArgument, error.message, hint: error.hint)
        case .notFound: self.init(.notFound, error.message, hint: error.hint)
        case .conflict, .alreadyExists: self.init(.conflict, error.message, hint: error.hint)
        case .notInitialized, .transportClosed, .deadlineExceeded, .diskFull, .hubUnavailable:
            self.init(.unavailable, "The hub's database does not answer.", hint: "Try again in a few seconds.")
            retryAfter = 5
        default: self = .internal
        }
    }
}
