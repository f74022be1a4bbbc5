import JSONText
import LanguageModels

/// What a provider says went wrong, in whichever of the usual forms.
struct ProviderError: Sendable, Equatable {
    /// Of HTTP, or as the body has it where an error comes in an answer with 200; `nil` in the midst of a stream.
    var status: Int?
    /// Stable words: type, code, status, reason.
    var codes: [String] = []
    var message = ""
    var retryAfter: Duration?

    /// - Parameters:
    ///   - body: the document, `nil` when there is none.
    ///   - status: 200 when only the body tells of an error.
    init(body: JSON?, status: Int?) {
        self.status = status
        // Google wraps the errors of a stream into a list.
        guard let root = body?.array?.first ?? body else { return }
        let error = root["error"].flatMap { $0.isNull ? nil : $0 } ?? root["errors"]?[0] ?? root
        if let text = error.string {
            message = text
        } else {
            message = Self.message(of: error)
        }
        codes = ["type", "code", "status", "__type"].compactMap { error[$0]?.string }
        if root["error"]?.string != nil { codes += ["code", "type"].compactMap { root[$0]?.string } }
        if status == nil || status == 200, let code = Self.status(in: error) ?? Self.status(in: root) {
            self.status = code
        }
        for detail in error["details"]?.array ?? [] {
            if let reason = detail["reason"]?.string { codes.append(reason) }
            if let delay = detail["retryDelay"]?.string { retryAfter = RetryDelay.written(delay) }
            for violation in detail["violations"]?.array ?? [] {
                if let quota = violation["quotaId"]?.string { codes.append(quota) }
            }
        }
        // OpenRouter: the words of the provider behind it say more than its own.
        if let raw = error["metadata"]?["raw"]?.string, !raw.isEmpty {
            let inner = (try? JSON(parsing: raw)).map { Self.message(of: $0["error"] ?? $0) } ?? ""
            message += message.isEmpty ? "" : ": "
            message += inner.isEmpty ? raw : inner
        }
    }

    /// Whether a document tells of an error although its status does not.
    static func stands(in body: JSON) -> Bool {
        guard let error = body["error"] else { return false }
        return !error.isNull && error.bool != false && error.string != ""
    }

    private static func status(in value: JSON) -> Int? {
        for key in ["code", "status", "status_code"] {
            let number = value[key]?.int ?? value[key]?.string.flatMap { Int64($0) }
            if let number, (400...599).contains(number) { return Int(number) }
        }
        return nil
    }

    private static func message(of error: JSON) -> String {
        for key in ["message", "Message", "detail", "error_message", "msg", "reason"] {
            guard let value = error[key] else { continue }
            if let text = value.string { return text }
            // FastAPI: a list of what does not validate.
            if let first = value.array?.first { return first["msg"]?.string ?? first.string ?? "" }
            if value.object != nil { return message(of: value) }
        }
        return ""
    }

    var kind: ModelFault.Kind {
        let known = codes + [message.lowercased()]
        for (signs, kind) in Self.signs where known.contains(where: { code in signs.contains { code.contains($0) } }) {
            return kind
        }
        guard let status else {
            return Self.namesOfStatus.first { name, _ in known.contains { $0.contains(name) } }?.1 ?? .serverError
        }
        switch status {
        case 401, 403: return .unauthorized
        case 402: return .quotaExceeded
        case 404, 405, 410: return .unknownModel
        case 408, 504: return .timeout
        case 407, 300..<400: return .misconfigured
        case 429: return .rateLimited
        // 424 is Bedrock's for a model that fails, 409 and 425 say “not now”.
        case 409, 424, 425: return .serverError
        case 400..<500: return .rejected
        default: return .serverError
        }
    }

    /// Words of providers that say more than the status, the first that fits. Lower case are words of a message.
    private static let signs: [([String], ModelFault.Kind)] = [
        (
            [
                "insufficient_quota", "billing_hard_limit", "billing_not_active", "insufficient_credits", "Arrearage",
                "credit balance is too low", "insufficient balance", "PerDay", "requires more credits",
            ], .quotaExceeded
        ),
        (["content_filter", "content_policy_violation", "data_inspection_failed", "DataInspectionFailed"], .refused),
        (["model_not_found", "model_not_exist", "model identifier is invalid", "model does not exist"], .unknownModel),
        (
            [
                "invalid_api_key", "InvalidApiKey", "authentication_error", "API_KEY_INVALID", "UNAUTHENTICATED",
                "api key not valid", "UnrecognizedClientException", "ExpiredToken", "InvalidSignatureException",
            ], .unauthorized
        ),
        (["overloaded_error", "modelStreamErrorException", "serviceUnavailableException"], .serverError),
        (
            ["rate_limit", "RESOURCE_EXHAUSTED", "ThrottlingException", "throttlingException", "Throttling"],
            .rateLimited
        ),
        (["timeout_error", "DEADLINE_EXCEEDED", "ModelTimeoutException"], .timeout),
    ]

    /// What a status says, in the midst of a stream, where there is none.
    private static let namesOfStatus: [(String, ModelFault.Kind)] = [
        ("invalid_request", .rejected), ("validationException", .rejected), ("INVALID_ARGUMENT", .rejected),
        ("not_found", .unknownModel), ("NOT_FOUND", .unknownModel), ("permission_error", .unauthorized),
        ("PERMISSION_DENIED", .unauthorized), ("not found", .unknownModel),
    ]

    /// - Parameter hint: in place of the usual one.
    func fault(hint: String? = nil, usage: TokenUsage? = nil) -> ModelFault {
        let kind = kind
        let words = ProviderWords.shown(message)
        return ModelFault(
            kind, words.isEmpty ? Self.sentence(kind, status) : "\(Self.sentence(kind, status).dropLast()): \(words)",
            hint: hint ?? self.hint(for: kind), status: status == 200 ? nil : status, retryAfter: retryAfter,
            usage: usage)
    }

    private static func sentence(_ kind: ModelFault.Kind, _ status: Int?) -> String {
        let number = status.map { " (\($0))" } ?? ""
        return switch kind {
        case .unauthorized: "The provider refuses the key\(number)."
        case .quotaExceeded: "The provider's account has no credit or quota left\(number)."
        case .unknownModel: "The model, or the address, does not exist there\(number)."
        case .timeout: "The provider gave up before the answer\(number)."
        case .misconfigured: "The address does not answer itself\(number)."
        case .rateLimited: "The provider asks for fewer requests\(number)."
        case .refused: "The provider declined to answer\(number)."
        case .serverError: "The provider failed\(number)."
        default: "The provider does not take the request\(number)."
        }
    }

    private func hint(for kind: ModelFault.Kind) -> String? {
        let words = message.lowercased()
        switch kind {
        case .unauthorized:
            return "The key is refused, or may not use this model. Check the role's apiKey, apiKeyEnv or keyCommand."
        case .quotaExceeded: return "Add credit at the provider, or give the role another provider."
        case .unknownModel:
            return "Check the role's model, spelled as the provider spells it, and its endpoint, the base address."
        case .timeout, .serverError:
            return "It is tried again by itself. If it stays, look at the provider's status page."
        case .rateLimited: return "It is tried again by itself. If it stays, lower the role's concurrency."
        case .misconfigured: return "Check the role's endpoint and its proxy."
        case .refused: return "The rules stand in. If it happens often, try another model."
        case .rejected where words.contains("temperature"):
            return "This model takes no temperature: set the role's temperature to -1, which leaves it to the model."
        case .rejected
        where words.contains("context") || words.contains("maximum length") || words.contains("too long"):
            return "The evidence is longer than the model takes: choose a model with a longer context."
        case .rejected: return "Check the role's model and endpoint; `memos model test` asks the shortest question."
        default: return nil
        }
    }
}
