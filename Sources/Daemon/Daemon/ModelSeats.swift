import DaemonConfiguration
import LanguageModels
import ModelClients
import ModelGate

/// Who answers in which role, as the settings want it now.
struct ModelSeats: Sendable {
    let settings: @Sendable () -> Settings
    let clients: ModelClients
    let prices: PriceBook
    /// The model that a connected host lends; `nil` while none does.
    let host: @Sendable () -> (any LanguageModel)?
    let log: ModelFaultLog

    /// `nil` when no model has the role. Vectors are no conversation: their model is asked by `Meaning`.
    func seat(of role: ModelRole) -> ModelSeat? {
        let settings = settings()
        if role == .embedding { return nil }
        guard let endpoint = settings.endpoint(for: role) else { return lentSeat(of: role, settings) }
        if endpoint.provider == .host { return host().map { seat(of: role, $0, settings) } }
        guard let answers = answers(of: role, at: endpoint, settings) else { return nil }
        return ModelSeat(
            answers: answers, name: endpoint.name, isLocal: endpoint.isLocal,
            concurrency: settings.concurrency(of: role), temperature: endpoint.temperature,
            price: price(of: role, endpoint.name, isLocal: endpoint.isLocal))
    }

    /// Dollars for a million tokens as the settings have them; what they do not say comes from the price table.
    ///
    /// - Returns: `nil` when they say nothing, or another model answers than theirs.
    func price(of role: ModelRole, _ name: ModelName, isLocal: Bool) -> TokenPrice? {
        let settings = settings()
        let own = settings.price(of: role)
        guard own.input != nil || own.output != nil, settings.endpoint(for: role)?.name == name else { return nil }
        let known = prices.price(of: name, isLocal: isLocal)
        return TokenPrice(input: own.input ?? known?.input ?? 0, output: own.output ?? known?.output ?? 0)
    }

    private func answers(of role: ModelRole, at endpoint: ModelEndpoint, _ settings: Settings) -> ModelSeat.Answers? {
        let isChat = ModelRole.chats.contains(role)
        if let problem = settings.problems(of: role).first(where: \.isFatal) {
            let fault = ModelFault(.misconfigured, problem.message + ".", hint: problem.hint)
            let model = RefusingModel(name: endpoint.name, fault: fault)
            return isChat ? .chat(attended(model, settings)) : .ranking(model)
        }
        guard isChat else { return clients.reranker(for: endpoint).map { .ranking(LoggedReranker($0, log: log)) } }
        return clients.languageModel(for: endpoint).map { .chat(attended($0, settings)) }
    }

    /// With its faults in the log, and the host's model behind it where that is wanted.
    private func attended(_ model: any LanguageModel, _ settings: Settings) -> any LanguageModel {
        let logged = LoggedModel(model, log: log)
        guard settings.llm.fallbackToHost, let host = host() else { return logged }
        return RelievedModel(first: logged, second: LoggedModel(host, log: log))
    }

    /// A role without a model of its own may have the host's.
    private func lentSeat(of role: ModelRole, _ settings: Settings) -> ModelSeat? {
        let isOpen = role == .llm || settings[access: role].provider == .inherit
        guard settings.llm.fallbackToHost, isOpen, ModelRole.chats.contains(role) else { return nil }
        return host().map { seat(of: role, $0, settings) }
    }

    private func seat(of role: ModelRole, _ host: any LanguageModel, _ settings: Settings) -> ModelSeat {
        ModelSeat(
            answers: .chat(LoggedModel(host, log: log)), name: host.name, isLocal: false,
            concurrency: settings.concurrency(of: role), temperature: settings.endpoint(for: role)?.temperature ?? 0,
            price: price(of: role, host.name, isLocal: false))
    }
}
