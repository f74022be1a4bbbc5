import JSONText
package import MemoryModel

/// Why a model did not answer, or not usefully. Never contains what was asked, what was answered, or a key.
package struct ModelFault: Error, Sendable, Equatable {
    package var kind: Kind
    /// One sentence for people: what happened, with the provider's own words where they say more (cut and redacted).
    package var message: String
    /// What to do.
    package var hint: String?
    /// HTTP status, where there was one.
    package var status: Int?
    /// How long the provider asks to be left alone.
    package var retryAfter: Duration?
    /// Tokens that were spent all the same.
    package var usage: TokenUsage?

    package init(
        _ kind: Kind, _ message: String, hint: String? = nil, status: Int? = nil, retryAfter: Duration? = nil,
        usage: TokenUsage? = nil
    ) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.status = status
        self.retryAfter = retryAfter
        self.usage = usage
    }

    /// The string is what the record of a fallback, the meter and the API say.
    package enum Kind: String, Sendable, CaseIterable {
        /// No model has this role.
        case notConfigured = "not_configured"
        /// The settings of the role cannot work: no key, a malformed address, a command that fails.
        case misconfigured
        /// No connection, or it broke before the answer was whole.
        case unreachable
        /// The other side's certificate is not to be trusted, or the handshake failed.
        case insecure
        /// The key is refused.
        case unauthorized
        /// The model, or the address, does not exist there.
        case unknownModel = "unknown_model"
        /// Too many requests for now.
        case rateLimited = "rate_limited"
        /// The provider's account has no credit left.
        case quotaExceeded = "quota_exceeded"
        /// No answer in time.
        case timeout
        /// The provider is at fault (5xx).
        case serverError = "server_error"
        /// The provider does not take the request (4xx).
        case rejected
        /// The model declines to answer.
        case refused
        /// What came is not what was asked for: no JSON, another shape, unknown evidence.
        case malformed
        /// The answer is longer than anything that was asked for.
        case oversized
        /// The answer ended in the middle.
        case cut
        /// Our own limit of tokens or money is reached.
        case budget
        /// The provider failed again and again and is left alone for a while.
        case resting
        /// It would not answer in the time there is, so it was not asked.
        case tooSlow = "too_slow"
        /// Too many calls wait already.
        case busy
        case cancelled
    }

    /// Whether the same request may well succeed a little later.
    package var isTransient: Bool {
        switch kind {
        case .unreachable, .rateLimited, .timeout, .serverError, .cut: true
        default: false
        }
    }

    /// As the outside is told.
    package var error: MemoryError {
        let code: MemoryError.Code =
            switch kind {
            case .rateLimited, .quotaExceeded, .budget, .busy: .llmRateLimited
            case .timeout, .tooSlow, .cancelled: .llmTimeout
            case .malformed, .oversized, .cut, .refused: .llmOutputMalformed
            default: .llmUnavailable
            }
        return MemoryError(code, message, details: ["reason": .string(kind.rawValue)], hint: hint)
    }
}
