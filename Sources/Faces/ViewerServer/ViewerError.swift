import JSONText
import MemoryModel

/// An error as HTTP sees it: a status, and a problem in the form of RFC 9457 with our `code` and `hint`.
struct ViewerError: Error, Sendable, Equatable {
    let status: Int
    let code: String
    let message: String
    var hint: String?
    /// The methods that the address takes, for the header `Allow`.
    var allowed: [String] = []

    /// Seconds after which the same request may be answered.
    var retryAfter: Int?
    /// What a program may want to know besides, as the core said it.
    var details: JSON?

    var json: JSON {
        .object(present: [
            ("type", "about:blank"), ("title", .string(message)), ("status", JSON(status)),
            ("detail", .string(message)), ("code", .string(code)),
            ("hint", hint.map(JSON.string)), ("details", details),
        ])
    }
}

extension ViewerError {
    static let login = ViewerError(
        status: 401, code: "unauthorized", message: "This viewer is not open in this browser yet.",
        hint: "Run `memos viewer` in a terminal: it prints a link that opens it.")
    static let spentLink = ViewerError(
        status: 401, code: "unauthorized", message: "This link was used already or is older than a minute.",
        hint: "Run `memos viewer` in a terminal for a new link.")
    static let foreign = ViewerError(
        status: 403, code: "forbidden", message: "This request came from another site or under another name.",
        hint: "Open the viewer at its own address: http://127.0.0.1 with its port.")
    static let badToken = ViewerError(
        status: 401, code: "unauthorized", message: "This token is unknown, revoked or past its time.",
        hint: "`memos viewer token new` makes another.")
    static let unmarked = ViewerError(
        status: 403, code: "csrf_missing", message: "This change did not come from the viewer's own page.",
        hint: "Reload the page and try again. A script sends a token: Authorization: Bearer memos_….")
    static let oldForm = ViewerError(
        status: 401, code: "unauthorized", message: "This form was sent already or stood open for too long.",
        hint: "Run `memos viewer` in a terminal for a new link.")

    static let shortPassword = ViewerError(
        status: 400, code: "invalid_argument",
        message: "A password has at least \(AccessDesk.shortestPassword) characters.")

    static func tooManyPasswords(wait: Int) -> ViewerError {
        ViewerError(
            status: 429, code: "too_many_attempts", message: "Too many wrong passwords.",
            hint: "Wait \(wait) s and open a new link with `memos viewer`.", retryAfter: wait)
    }

    static let badTarget = ViewerError(
        status: 400, code: "invalid_argument", message: "The address of this request cannot be read.")
    static let notFound = ViewerError(
        status: 404, code: "not_found", message: "There is nothing at this address.")
    static let slowBody = ViewerError(
        status: 408, code: "request_timeout", message: "The body of this request came too slowly.")
    static let cutBody = ViewerError(
        status: 400, code: "invalid_argument", message: "The body of this request ended before its end.")
    static let badBody = ViewerError(
        status: 400, code: "invalid_argument", message: "The body of this request is no JSON object.",
        hint: "Send one object, as in {\"title\": \"…\"}.")
    static let mediaType = ViewerError(
        status: 415, code: "unsupported_media_type", message: "The body of this request must be JSON.",
        hint: "Send it with Content-Type: application/json.")

    static func scope(_ scope: Route.Scope) -> ViewerError {
        ViewerError(
            status: 403, code: "insufficient_scope", message: "This token is not allowed to do that.",
            hint: "It needs the scope \(scope.rawValue): `memos viewer token new` makes one that has it.")
    }

    static func method(_ allowed: [String]) -> ViewerError {
        ViewerError(
            status: 405, code: "method_not_allowed", message: "This address does not take this method.",
            hint: "Use \(allowed.joined(separator: ", ")).", allowed: allowed)
    }

    static func tooLarge(limit: Int) -> ViewerError {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
        return ViewerError(
            status: 413, code: "payload_too_large", message: "The body of this request is too large.",
            hint: "Send at most \(size).")
    }

    static let tooManyStreams = ViewerError(
        status: 503, code: "too_many_viewers", message: "Too many viewers are listening at once.",
        hint: "Close some of the viewer's tabs and try again.", retryAfter: 5)
    static let `internal` = ViewerError(
        status: 500, code: "internal", message: "Something went wrong inside the memory daemon.",
        hint: "`memos status` and the log say more.")

    init(_ error: MemoryError) {
        self.init(
            status: Self.status(of: error.code), code: error.code.rawValue, message: error.message, hint: error.hint,
            details: error.details)
    }

    /// The same for those who do not speak HTTP.
    var memoryError: MemoryError {
        MemoryError(MemoryError.Code(rawValue: code) ?? .internal, message, details: details, hint: hint)
    }

    private static func status(of code: MemoryError.Code) -> Int {
        switch code {
        case .invalidArgument, .configInvalid, .protocolError: 400
        case .notFound, .sessionNotFound, .episodeNotFound, .traceNotFound, .policyNotFound, .worldModelNotFound,
            .skillNotFound, .feedbackNotFound, .unknownMethod, .unsupported:
            404
        case .hubRefused: 403
        case .alreadyExists, .conflict, .pathNotWritable: 409
        case .hubUntrusted: 502
        case .notInitialized, .alreadyShutDown, .transportClosed, .embeddingUnavailable, .hubUnavailable: 503
        case .deadlineExceeded: 504
        default: 500
        }
    }
}
