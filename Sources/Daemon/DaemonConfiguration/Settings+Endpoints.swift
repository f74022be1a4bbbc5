package import LanguageModels

/// What the settings of a role come to: its own values, and those of `llm` where it says nothing.
///
/// An address of its own never gets the key or the headers of `llm`, which belong to another server.
extension Settings {
    /// Where the role's model is; `nil` when no other program serves the role.
    package func endpoint(for role: ModelRole) -> ModelEndpoint? {
        let access = resolvedAccess(of: role)
        guard let provider = access.provider.remote else { return nil }
        var endpoint = ModelEndpoint(
            provider: provider, model: access.model, address: access.endpoint, key: access.key)
        endpoint.timeout = .milliseconds(access.timeoutMs)
        endpoint.retries = access.maxRetries
        endpoint.headers = access.headers
        endpoint.proxy = access.proxy.revealed
        endpoint.certificates = access.certificates
        endpoint.region = access.region
        endpoint.isStreamed = false
        endpoint.temperature = nil
        if ModelRole.chats.contains(role) { fill(&endpoint, with: self[chat: role], role) }
        if role == .embedding { endpoint.dimensions = embedding.dimensions }
        return endpoint
    }

    /// Calls of the role at the same time, at most.
    package func concurrency(of role: ModelRole) -> Int { resolvedAccess(of: role).concurrency }

    /// Dollars for a million tokens where the settings say so; each `nil` where the price table is to be asked.
    package func price(of role: ModelRole) -> (input: Double?, output: Double?) {
        let access = resolvedAccess(of: role)
        return (
            access.inputPrice < 0 ? nil : access.inputPrice, access.outputPrice < 0 ? nil : access.outputPrice
        )
    }

    /// Whether provider and model of the role are those of `llm`.
    package func isInherited(_ role: ModelRole) -> Bool {
        guard role != .llm, ModelRole.chats.contains(role) else { return false }
        let (own, resolved) = (self[access: role], resolvedAccess(of: role))
        let isElsewhere = !own.endpoint.isEmpty && own.endpoint != llm.chat.access.endpoint
        return own.provider == .inherit && resolved.model == llm.chat.access.model && !isElsewhere
    }

    private func fill(_ endpoint: inout ModelEndpoint, with own: ChatRole, _ role: ModelRole) {
        let main = llm.chat
        let temperature = own.temperature < 0 ? main.temperature : own.temperature
        endpoint.temperature = temperature < 0 ? nil : temperature
        endpoint.isStreamed = own.stream && main.stream
        let isSameServer = sharesServer(role)
        let isSilent = own.openrouter == ChatRole.OpenRouter()
        let choice = isSilent && isSameServer ? main.openrouter : own.openrouter
        (endpoint.preferredProviders, endpoint.ignoredProviders) = (choice.order, choice.ignore)
    }

    /// Whether the role's provider and address are those of `llm`.
    private func sharesServer(_ role: ModelRole) -> Bool {
        let (own, main) = (self[access: role], llm.chat.access)
        guard own.provider == .inherit || own.provider == main.provider, main.provider.remote != nil else {
            return false
        }
        if own.endpoint.isEmpty, !ModelRole.chats.contains(role) {
            // A key of its own without an address is meant for the provider's own address.
            return own.key == .none
        }
        return own.endpoint.isEmpty || own.endpoint == main.endpoint
    }

    func resolvedAccess(of role: ModelRole) -> ModelAccess {
        var own = self[access: role]
        guard role != .llm else { return own }
        let main = llm.chat.access
        let isSameServer = sharesServer(role)
        let isSameProvider = own.provider == .inherit || own.provider == main.provider
        if own.provider == .inherit { own.provider = main.provider }
        if own.timeoutMs == 0 { own.timeoutMs = main.timeoutMs }
        if own.maxRetries < 0 { own.maxRetries = main.maxRetries }
        if own.concurrency == 0 { own.concurrency = main.concurrency }
        if own.proxy.isEmpty { own.proxy = main.proxy }
        if own.certificates.isEmpty { own.certificates = main.certificates }
        if isSameProvider, own.region.isEmpty { own.region = main.region }
        if isSameServer {
            if own.endpoint.isEmpty { own.endpoint = main.endpoint }
            if own.headers.isEmpty { own.headers = main.headers }
            if own.key == .none {
                (own.apiKey, own.apiKeyEnv, own.keyCommand) = (main.apiKey, main.apiKeyEnv, main.keyCommand)
            }
        }
        guard ModelRole.chats.contains(role), isSameProvider else { return own }
        if own.model.isEmpty { own.model = main.model }
        if own.model == main.model, isSameServer {
            if own.inputPrice < 0 { own.inputPrice = main.inputPrice }
            if own.outputPrice < 0 { own.outputPrice = main.outputPrice }
        }
        return own
    }
}

extension Settings.ModelAccess {
    /// The first that is said: of two, `Settings.problems(of:)` complains.
    var key: ModelKey {
        if !apiKey.isEmpty { return .text(apiKey) }
        if !apiKeyEnv.isEmpty { return .environment(apiKeyEnv) }
        return keyCommand.isEmpty ? .none : .command(keyCommand)
    }
}
