package import LanguageModels
package import ModelDialects
import Synchronization

/// Makes models of endpoints, one each, so that what was learned of a provider (its key, its rest) is kept from call to
/// call. Another address or key begins anew. Nothing is opened before the first call.
package final class ModelClients: Sendable {
    /// What endpoints share when only the model differs: the key is fetched once, and the provider rests for all.
    private struct Account: Hashable {
        var provider: ModelProvider
        var address: String
        var key: ModelKey
        var headers: [String]
        var proxy: String
        var certificates: String
        var region: String

        init(_ endpoint: ModelEndpoint) {
            provider = endpoint.provider
            address = endpoint.address
            key = endpoint.key
            headers = endpoint.headers
            proxy = endpoint.proxy
            certificates = endpoint.certificates
            region = endpoint.region
        }
    }

    private struct State {
        var keys: [Account: KeySource] = [:]
        var breakers: [Account: CircuitBreaker] = [:]
        var lines: [ModelLine] = []
        var models: [(endpoint: ModelEndpoint, model: HTTPLanguageModel)] = []
    }

    private let chat: @Sendable (ModelProvider) -> (any ChatDialect)?
    private let rerank: @Sendable (ModelProvider) -> (any RerankDialect)?
    private let connections: ModelConnections
    private let environment: @Sendable (String) -> String?
    private let timing: CallTiming
    private let commandLimit: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - chat: how a provider's conversations are written; `nil` for one that has none over a wire.
    ///   - environment: a variable of the process, for keys and proxies.
    ///   - commandLimit: of a command that prints a key.
    package init(
        chat: @escaping @Sendable (ModelProvider) -> (any ChatDialect)?,
        rerank: @escaping @Sendable (ModelProvider) -> (any RerankDialect)?,
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value(of:),
        timing: CallTiming = .system, commandLimit: Duration = .seconds(10)
    ) {
        self.chat = chat
        self.rerank = rerank
        self.environment = environment
        self.timing = timing
        self.commandLimit = commandLimit
        connections = ModelConnections(environment: environment)
    }

    /// The same one for the same endpoint; `nil` when the provider has no conversations over a wire.
    package func languageModel(for endpoint: ModelEndpoint) -> (any LanguageModel)? {
        guard let dialect = chat(endpoint.provider) else { return nil }
        let line = line(to: endpoint)
        return state.withLock { state in
            if let known = state.models.first(where: { $0.endpoint == endpoint }) { return known.model }
            let model = HTTPLanguageModel(line, dialect: dialect, timing: timing)
            state.models.append((endpoint, model))
            return model
        }
    }

    /// `nil` when the provider puts nothing in order.
    package func reranker(for endpoint: ModelEndpoint) -> (any Reranker)? {
        rerank(endpoint.provider).map { HTTPReranker(line(to: endpoint), dialect: $0) }
    }

    package func wire(for endpoint: ModelEndpoint) -> ModelWire {
        ModelWire(line(to: endpoint))
    }

    /// `nil` for an endpoint that nobody has asked for.
    package func health(of endpoint: ModelEndpoint) -> ModelHealth? {
        state.withLock { $0.lines.first { $0.endpoint == endpoint } }?.health
    }

    /// Forgets what was learned of an endpoint and its provider, so that a person who has mended something need not
    /// wait until the rest is over.
    package func forget(_ endpoint: ModelEndpoint) async {
        let account = Account(endpoint)
        let (key, breaker, models) = state.withLock { state in
            (
                state.keys[account], state.breakers[account],
                state.models.filter { Account($0.endpoint) == account }.map(\.model)
            )
        }
        breaker?.answered()
        for model in models { model.forget() }
        await key?.forget()
    }

    /// How many HTTP clients there are; 0 until a call goes out.
    package var connectionCount: Int { connections.count }

    /// Kills commands that run and closes all connections.
    package func shutdown() async {
        for key in state.withLock({ $0.keys.values }) { key.stop() }
        await connections.shutdown()
    }

    private func line(to endpoint: ModelEndpoint) -> ModelLine {
        let account = Account(endpoint)
        return state.withLock { state in
            if let line = state.lines.first(where: { $0.endpoint == endpoint }) { return line }
            let key =
                state.keys[account]
                ?? KeySource(
                    endpoint.key, timing: timing, environment: environment, commandLimit: commandLimit)
            let breaker = state.breakers[account] ?? CircuitBreaker()
            state.keys[account] = key
            state.breakers[account] = breaker
            let line = ModelLine(
                endpoint, connections: connections, key: key, breaker: breaker, timing: timing)
            state.lines.append(line)
            return line
        }
    }
}
