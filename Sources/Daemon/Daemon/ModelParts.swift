import DaemonConfiguration
import JSONText
import LanguageModels
import Logging
import MemoryCore
import MemoryModel
import MemoryStore
import ModelClients
import ModelDialects
import ModelGate

/// The models of one home put together: settings → clients → seats → meter → gate. Opens no connection before somebody
/// asks a model, and nobody does while none is configured.
struct ModelParts: Sendable {
    let clients: ModelClients
    let prices: PriceBook
    let seats: ModelSeats
    let meter: BudgetMeter
    let gate: ModelGate
    private let settings: @Sendable () -> Settings
    private let logger: Logger

    /// - Parameters:
    ///   - priceFile: the user's prices; there need be none.
    ///   - host: the model that a connected host lends.
    init(
        database: MemoryDatabase, settings: @escaping @Sendable () -> Settings, priceFile: String,
        host: @escaping @Sendable () -> (any LanguageModel)? = { nil }, now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        let clients = ModelClients(
            chat: { Dialects.chat(for: $0) }, rerank: { RerankDialects.dialect(for: $0) })
        let prices = PriceBook(path: priceFile)
        let seats = ModelSeats(
            settings: settings, clients: clients, prices: prices, host: host, log: ModelFaultLog(logger: logger))
        let identifiers = IdentifierSource()
        let meter = BudgetMeter(
            database: database, rules: { settings().budgetRules },
            price: { estimate in
                let own = seats.price(of: estimate.call.role, estimate.model, isLocal: estimate.isLocal)
                return prices.price(of: estimate.model, isLocal: estimate.isLocal, own: own)
            },
            now: now, identifier: { identifiers.text("mc", at: $0) }, onChange: { Self.log($0, logger) })
        self.clients = clients
        self.prices = prices
        self.seats = seats
        self.meter = meter
        self.settings = settings
        self.logger = logger
        gate = ModelGate(seats: { seats.seat(of: $0) }, meter: meter, now: now)
    }

    /// What cannot work in the settings, in the log, for who looks there first.
    func logProblems() {
        if let problem = prices.problem {
            logger.warning("The price table is not used.", metadata: ["error": "\(problem)"])
        }
        for problem in settings().modelProblems {
            logger.warning(
                "A setting about models cannot work.",
                metadata: ["setting": "\(problem.key)", "error": "\(problem.message)", "hint": "\(problem.hint)"])
        }
    }

    /// Opens the model of a provider that makes vectors, by a call that shows that it answers.
    ///
    /// - Throws: `embedding_unavailable` with the reason.
    func openEmbedder(at endpoint: ModelEndpoint) async throws(MemoryError) -> any Embedder {
        if let problem = settings().problems(of: .embedding).first(where: \.isFatal) {
            throw MemoryError(
                .embeddingUnavailable, problem.message + ".",
                details: ["reason": .string(ModelFault.Kind.misconfigured.rawValue)], hint: problem.hint)
        }
        let wire = clients.wire(for: endpoint)
        let connection: EmbeddingConnection
        do throws(ModelFault) {
            connection = try EmbeddingConnection(endpoint, isLocal: endpoint.isLocal, meter: meter) {
                limit, call, fault throws(ModelFault) in
                try await wire.answer(within: limit, fault: fault, call: call) { reply throws(ModelFault) in reply }
            }
        } catch {
            throw error.error
        }
        return try await RemoteEmbedder.open(connection)
    }

    /// Closes all connections. What is under way is given up.
    func shutdown() async {
        await clients.shutdown()
    }

    private static func log(_ notice: BudgetNotice, _ logger: Logger) {
        guard notice.isExhausted else {
            logger.notice(
                "The budget of models is free again.", metadata: ["setting": "\(notice.limit.settingsKey)"])
            return
        }
        logger.warning(
            "The budget of models is spent; work goes on without them.",
            metadata: [
                "setting": "\(notice.limit.settingsKey)", "allowed": "\(notice.allowed ?? 0)",
                "spent": "\(notice.spent)", "resetsAt": "\(notice.resetsAt)",
            ])
    }
}

extension Settings {
    var budgetRules: BudgetRules {
        var rules = BudgetRules(all: budget[nil].limits)
        for role in ModelRole.allCases { rules.roles[role] = budget[role].limits }
        return rules
    }
}

extension Settings.Budget.Limits {
    /// Negative is none.
    fileprivate var limits: BudgetLimits {
        BudgetLimits(
            dayTokens: dayTokens < 0 ? nil : dayTokens, monthTokens: monthTokens < 0 ? nil : monthTokens,
            dayDollars: dayDollars < 0 ? nil : dayDollars, monthDollars: monthDollars < 0 ? nil : monthDollars)
    }
}
