import JSONText
package import MemoryModel

/// Why a call to a hub brought nothing.
package struct HubFault: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Nobody answers at the address.
        case unreachable
        /// No answer, or not all of it, within the limit.
        case late
        /// No encrypted connection comes about.
        case insecure
        /// Who answers has another certificate than the one of the pairing.
        case certificate
        /// Another hub answers than the one of the pairing.
        case foreign
        /// An answer that is none, or contradicts itself.
        case nonsense
        /// An answer larger than anything asked for.
        case oversized
        case cancelled
        /// The exchange of the code failed: it was wrong, used, or somebody stands between.
        case code
        // What hubs say, by the codes of their answers.
        case invalid = "invalid_argument"
        case unauthenticated
        case forbidden
        case pending
        case revoked
        case notFound = "not_found"
        case conflict
        case tooLarge = "too_large"
        case rateLimited = "rate_limited"
        case unavailable
        case `internal`
    }

    package var kind: Kind
    package var message: String
    package var hint: String?
    /// How long the hub wants to be left alone.
    package var pause: Duration?
    /// The latest number of its feed, when the hub says that it was asked for more than it has.
    package var head: Int64?

    package init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var memoryError: MemoryError {
        MemoryError(code, message, details: ["reason": .string(kind.rawValue)], hint: hint)
    }

    private var code: MemoryError.Code {
        switch kind {
        case .unreachable, .late, .nonsense, .oversized, .cancelled, .rateLimited, .unavailable, .internal:
            .hubUnavailable
        case .insecure, .certificate, .foreign: .hubUntrusted
        case .code, .unauthenticated, .forbidden, .pending, .revoked: .hubRefused
        case .invalid, .tooLarge: .invalidArgument
        case .notFound: .notFound
        case .conflict: .conflict
        }
    }
}

extension HubFault {
    static func nonsense(_ what: String) -> HubFault {
        HubFault(
            .nonsense, "The hub's answer was not taken: \(what).",
            hint: "It is tried again by itself. A hub of another version, or one that lies, answers like this.")
    }

    /// The fault that an answer other than a success tells of.
    ///
    /// - Parameters:
    ///   - retryAfter: the header as it came.
    ///   - address: of the hub, for the message.
    static func told(by body: JSON?, status: Int, retryAfter: String?, address: HubAddress) -> HubFault {
        let error = body?["error"]
        let named = error?["code"]?.string.flatMap(Kind.init(rawValue:))
        let kind = named.flatMap { Self.told.contains($0) ? $0 : nil } ?? usual(of: status)
        let words = error?["message"]?.string.map(HubWords.clean) ?? ""
        var fault = HubFault(kind, sentence(kind, at: address, saying: words, status: status), hint: hint(for: kind))
        if kind == .rateLimited || kind == .unavailable {
            fault.pause = retryAfter.flatMap { Int($0) }.map { .seconds(min(max($0, 1), longestPause)) }
        }
        // In the body beside the error, or in it.
        fault.head = (body?["head"] ?? error?["head"])?.int.flatMap { $0 >= 0 ? $0 : nil }
        return fault
    }

    /// Seconds; a hub may not keep its members away for longer than an hour at a time.
    private static let longestPause = 3600

    private static let told: Set<Kind> = [
        .invalid, .unauthenticated, .forbidden, .pending, .revoked, .notFound, .conflict, .tooLarge, .rateLimited,
        .unavailable, .internal,
    ]

    private static func usual(of status: Int) -> Kind {
        switch status {
        case 400, 405: .invalid
        case 401: .unauthenticated
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 413: .tooLarge
        case 429: .rateLimited
        case 502, 503, 504: .unavailable
        case 500...599: .internal
        default: .nonsense
        }
    }

    private static func sentence(_ kind: Kind, at address: HubAddress, saying words: String, status: Int) -> String {
        let said = words.isEmpty ? "" : " It says: \(words)"
        switch kind {
        case .unauthenticated: return "The hub at \(address) does not know this device's token any more.\(said)"
        case .forbidden: return "The hub at \(address) does not allow this.\(said)"
        case .pending: return "An admin of the team has to approve this device first."
        case .revoked: return "This device was taken out of the team.\(said)"
        case .notFound: return "The hub at \(address) has nothing of this name.\(said)"
        case .conflict: return "What was asked does not fit what the hub at \(address) has.\(said)"
        case .tooLarge: return "This is more than the hub at \(address) takes.\(said)"
        case .rateLimited: return "The hub at \(address) was asked too often and wants a pause.\(said)"
        case .unavailable: return "The hub at \(address) cannot answer now.\(said)"
        case .internal: return "Something went wrong inside the hub at \(address).\(said)"
        case .invalid: return "The hub at \(address) does not understand this request.\(said)"
        default: return "The hub at \(address) answered with the status \(status), which means nothing to us."
        }
    }

    private static func hint(for kind: Kind) -> String? {
        switch kind {
        case .unauthenticated:
            "Its token was revoked, or the hub was set back to before it. Leave, and join again with a new code."
        case .forbidden: "`memos hub status` shows role and groups of this device; an admin can change them."
        case .pending: "They do so with `memos hub members` and `memos hub grant`, or in the viewer."
        case .revoked: "What came from this hub is gone from here. With a new code it can be joined again."
        case .rateLimited, .unavailable, .internal: "It is tried again by itself; nothing here waits for it."
        case .invalid: "Hub and client may be of different versions: compare `memos --version`."
        case .nonsense: "Is the address that of a hub?"
        default: nil
        }
    }
}

/// Text that a hub sends for people to read.
package enum HubWords {
    /// One line of at most 200 characters, without characters that control a terminal or hide and turn text.
    package static func clean(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(200) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                if line.last != " " { line.append(" ") }
            default: line.append(scalar)
            }
        }
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
