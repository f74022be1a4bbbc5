import DaemonConfiguration
import JSONText
import LanguageModels
import MemoryCore
import MemoryModel
import MemoryStore
import ModelClients
import ModelGate
import VectorColumn

/// What people and programs see of this home's models.
struct DaemonModelBoard: ModelBoard {
    let settings: @Sendable () -> Settings
    let parts: ModelParts
    let meaning: Meaning
    let database: MemoryDatabase
    let configFile: String
    let now: @Sendable () -> Timestamp

    func roles() -> [ModelRoleReport] {
        let settings = settings()
        let state = parts.gate.state
        let isOpenFile = SystemFacts.isOpenToOthers(configFile)
        return ModelRole.allCases.map { role in
            var report = report(of: role, settings, state.roles[role])
            if isOpenFile, report.keySource == .settings, !report.isInherited { report.problems.append(Self.openFile) }
            return report
        }
    }

    func test(_ role: ModelRole, prompt: String?) async -> ModelTrial {
        await ModelTrialRun(role: role, prompt: prompt, settings: settings(), parts: parts, meaning: meaning).run()
    }

    func budget() async throws -> ModelBudget {
        let state = try await parts.meter.state()
        return ModelBudget(day: Self.period(state.day), month: Self.period(state.month))
    }

    func usage(days: Int, calls: Int) async throws -> ModelUsage {
        let bounds = LocalCalendar.system.dayBounds(last: days, at: now())
        let budget = try await budget()
        return try await database.read { reader in
            let days = zip(bounds, try reader.modelTotals(between: bounds)).map { start, totals in
                ModelUsage.Day(
                    startsAt: start,
                    roles: totals.reduce(into: [:]) { roles, entry in
                        guard let role = ModelRole(rawValue: entry.key) else { return }
                        roles[role] = entry.value
                    })
            }
            return ModelUsage(budget: budget, days: days, calls: try reader.modelCalls(last: calls))
        }
    }

    func imports(_ usage: TokenUsage) -> ImportModels? {
        guard let seat = parts.seats.seat(of: .llm) else { return nil }
        let price = parts.prices.price(of: seat.name, isLocal: seat.isLocal, own: seat.price)
        let dollars = price.map {
            (Double(usage.input) * $0.input + Double(usage.output) * $0.output) / 1_000_000
        }
        return ImportModels(isWanted: settings().models.imports, dollars: dollars)
    }

    private func report(
        of role: ModelRole, _ settings: Settings, _ state: GateState.RoleState?
    ) -> ModelRoleReport {
        let endpoint = settings.endpoint(for: role)
        let isLocalEmbedding = role == .embedding && endpoint == nil
        let model = endpoint?.name ?? (isLocalEmbedding ? embeddingName : parts.gate.model(for: role))
        var report = ModelRoleReport(role: role, model: model)
        report.isInherited = settings.isInherited(role)
        report.problems = settings.problems(of: role).map {
            ModelRoleReport.Problem(key: $0.key, message: $0.message, hint: $0.hint)
        }
        if role == .embedding { report.dimension = meaning.sets.serving?.model.dimension }
        if isLocalEmbedding {
            report.isLocal = true
            report.isAvailable = meaning.sets.serving.map { $0.problem == nil } ?? false
            report.lastFault = meaning.problem.map { Self.fault($0, at: now()) }
            return report
        }
        let health = endpoint.flatMap(parts.clients.health(of:))
        report.isLocal = endpoint?.isLocal ?? false
        report.keySource = endpoint.map(Self.keySource) ?? .none
        report.lastAnswerAt = health?.lastAnswerAt
        report.lastFallbackAt = state?.lastFault?.at
        report.lastFault = state?.lastFault.map {
            ModelRoleReport.Fault(at: $0.at, kind: $0.kind, message: $0.message, hint: $0.hint)
        }
        // Vectors do not go through the gate.
        if let fault = health?.lastFault, role == .embedding {
            report.lastFault = ModelRoleReport.Fault(at: fault.at, kind: fault.kind, message: fault.message)
        }
        report.median = state?.median.map(Self.milliseconds)
        report.slowest = state?.slowest.map(Self.milliseconds)
        report.waiting = state?.waiting ?? 0
        report.running = state?.running ?? 0
        report.isAvailable =
            model != nil && !settings.problems(of: role).contains(where: \.isFatal) && parts.meter.hasBudget(for: role)
            && (health?.restingUntil ?? 0) <= now() && isPresent(role, endpoint)
        return report
    }

    /// A lent model is there as long as its host is; vectors, when their model was opened.
    private func isPresent(_ role: ModelRole, _ endpoint: ModelEndpoint?) -> Bool {
        if role == .embedding {
            let isTheirs = meaning.provider == endpoint?.provider.rawValue
            return isTheirs && meaning.sets.serving.map { $0.problem == nil } ?? false
        }
        return parts.gate.model(for: role) != nil
    }

    private var embeddingName: ModelName? {
        meaning.sets.serving.map { ModelName(provider: meaning.provider, model: $0.model.id) }
    }

    static func milliseconds(_ duration: Duration) -> Int { Int((duration / .milliseconds(1)).rounded()) }

    private static func keySource(_ endpoint: ModelEndpoint) -> ModelRoleReport.KeySource {
        switch endpoint.key {
        case .text: .settings
        case .environment: .environment
        case .command: .command
        case .none: endpoint.headers.isEmpty ? .none : .headers
        }
    }

    private static func fault(_ error: MemoryError, at time: Timestamp) -> ModelRoleReport.Fault {
        let kind = error.details?["reason"]?.string.flatMap(ModelFault.Kind.init(rawValue:)) ?? .misconfigured
        return ModelRoleReport.Fault(at: time, kind: kind, message: error.message, hint: error.hint)
    }

    private static let openFile = ModelRoleReport.Problem(
        key: "config.yaml", message: "config.yaml has a key in it and can be read by other users",
        hint: "chmod 600 config.yaml; the daemon does so when it starts.")

    private static func period(_ period: BudgetState.Period) -> ModelBudget.Period {
        var result = ModelBudget.Period()
        result.startsAt = period.startsAt
        result.resetsAt = period.resetsAt
        result.total = account(period.all)
        result.roles = period.byRole.mapValues(account)
        return result
    }

    private static func account(_ account: BudgetState.Account) -> ModelBudget.Account {
        var result = ModelBudget.Account()
        result.totals = account.counts
        result.tokenLimit = account.tokens.limit
        result.dollarLimit = account.dollars.limit.map { Double($0) / 1e6 }
        result.reservedTokens = account.tokens.reserved
        result.isExhausted = account.isExhausted
        return result
    }
}
