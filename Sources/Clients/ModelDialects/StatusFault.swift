import LanguageModels

/// What a status other than 2xx means, whoever says it.
enum StatusFault {
    /// - Parameter message: the provider's own words, where the answer has some.
    static func fault(_ reply: WireReply, message: String?) -> ModelFault {
        let words = message.map { ": \($0.prefix(200))" } ?? ""
        let status = reply.status
        let wait = reply.header("Retry-After").flatMap { Int($0) }.map { Duration.seconds($0) }
        func fault(_ kind: ModelFault.Kind, _ what: String, hint: String? = nil) -> ModelFault {
            ModelFault(kind, "\(what) (HTTP \(status))\(words)", hint: hint, status: status, retryAfter: wait)
        }
        switch status {
        case 401, 403:
            return fault(
                .unauthorized, "The provider refuses the key",
                hint: "Set the key that belongs to this address; memos model test tries it.")
        case 402: return fault(.quotaExceeded, "The provider's account has no credit left")
        case 404:
            return fault(
                .unknownModel, "The model or the address does not exist there",
                hint: "Check the model's name and the address; memos model test tries them.")
        case 408: return fault(.timeout, "The provider gave up waiting")
        case 429: return fault(.rateLimited, "The provider takes no more requests for now")
        case 500...: return fault(.serverError, "The provider failed")
        default: return fault(.rejected, "The provider does not take the request")
        }
    }
}
