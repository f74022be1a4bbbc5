package import JSONText

/// The one outward error: a stable code, a sentence for people, details for programs and a hint that says what to do.
///
/// Messages and details never contain what a user said. Faces map the code to JSON-RPC codes, HTTP statuses and exit
/// codes, each in one table.
package struct MemoryError: Error, Sendable, Equatable {
    package var code: Code
    package var message: String
    package var details: JSON?
    package var hint: String?

    package init(_ code: Code, _ message: String, details: JSON? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint
    }

    /// The string of a code is the contract with every client.
    package enum Code: String, Sendable, CaseIterable {
        case invalidArgument = "invalid_argument"
        case notFound = "not_found"
        case alreadyExists = "already_exists"
        case conflict
        case `internal`
        case unsupported
        case notInitialized = "not_initialized"
        case alreadyShutDown = "already_shut_down"
        case configInvalid = "config_invalid"
        case configMissing = "config_missing"
        case configWriteFailed = "config_write_failed"
        case pathNotWritable = "path_not_writable"
        case sessionNotFound = "session_not_found"
        case episodeNotFound = "episode_not_found"
        case traceNotFound = "trace_not_found"
        case policyNotFound = "policy_not_found"
        case worldModelNotFound = "world_model_not_found"
        case skillNotFound = "skill_not_found"
        case feedbackNotFound = "feedback_not_found"
        case llmUnavailable = "llm_unavailable"
        case llmRateLimited = "llm_rate_limited"
        case llmTimeout = "llm_timeout"
        case llmOutputMalformed = "llm_output_malformed"
        case embeddingUnavailable = "embedding_unavailable"
        case modelInvalid = "model_invalid"
        case unknownMethod = "unknown_method"
        case protocolError = "protocol_error"
        case transportClosed = "transport_closed"
        case databaseCorrupt = "database_corrupt"
        case databaseTooNew = "database_too_new"
        case diskFull = "disk_full"
        case deadlineExceeded = "deadline_exceeded"
        case hubUnavailable = "hub_unavailable"
        case hubUntrusted = "hub_untrusted"
        case hubRefused = "hub_refused"
    }
}

extension MemoryError: CustomStringConvertible {
    package var description: String {
        hint.map { "\(message) [\(code.rawValue)] \($0)" } ?? "\(message) [\(code.rawValue)]"
    }
}
