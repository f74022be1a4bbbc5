import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import RuntimeHome

/// What a person wants to know first, in one answer: is all well, what happened today, what grows, what waits.
struct OverviewMethods: Sendable {
    let state: DaemonState
    let vectors: VectorMethods

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("overview.get", access: .reads) { params, _ in
            let fields = try Fields(params, method: "overview.get")
            let offset = try fields.integer("offsetMinutes", in: -840...840, default: 0)
            return try await overview(on: DayGrid(offsetMinutes: offset))
        }
    }

    private func overview(on grid: DayGrid) async throws -> JSON {
        let memory = state.memory
        let overview = try await memory.insights.overview(days: Self.days, on: grid)
        let (embedding, budget) = (try await vectors.status(), try await memory.models.budget())
        let problems = problems(of: overview, embedding: embedding, budget: budget)
        let today = overview.days.last?.figures ?? DayFigures()
        return .object(present: [
            ("ts", .integer(overview.at)),
            ("version", .string(ProductVersion.current.description)),
            ("startedAt", .integer(state.startedAt)),
            ("health", ["ok": JSON(problems.isEmpty), "problems": .array(problems)]),
            ("today", AnalyticsWire.json(today.total(of: nil), models: today.models)),
            (
                "totals",
                .object(JSONObject(overview.inventory.counts.map { .init(key: $0.noun, value: .integer($0.count)) }))
            ),
            ("growth", .array(overview.days.map { Self.growth($0.figures, from: grid.start(of: $0.day)) })),
            ("learning", Self.learning(overview)),
            ("budget", ModelsWire.json(budget)), ("embedding", embedding),
            ("models", .array(memory.models.roles().filter { $0.model != nil }.map(ModelsWire.json))),
            ("lastRecall", overview.lastRecall.map { Self.recall($0.injection, agent: $0.agent) }),
            ("events", .array(overview.events.map(EventWire.json))),
            ("hosts", .array(overview.hosts.map { AnalyticsWire.host($0) })),
            (
                "recent",
                .array(
                    overview.learned.map { mark in
                        [
                            "kind": .string(mark.kind.rawValue), "id": .string(mark.id), "ts": .integer(mark.at),
                            "title": .string(mark.title),
                        ]
                    })
            ),
        ])
    }

    private static func growth(_ figures: DayFigures, from start: Timestamp) -> JSON {
        let all = figures.total(of: nil)
        return [
            "startsAt": .integer(start), "turns": JSON(all.turns), "traces": JSON(all.traces),
            "policies": JSON(all.learned[.policy] ?? 0), "worldModels": JSON(all.learned[.worldModel] ?? 0),
            "skills": JSON(all.learned[.skill] ?? 0), "recalls": JSON(all.recalls), "silent": JSON(all.silent),
        ]
    }

    private static func learning(_ overview: InsightService.Overview) -> JSON {
        [
            "pending": JSON(overview.jobs.reduce(0) { $0 + $1.waiting }),
            "failed": JSON(overview.jobs.reduce(0) { $0 + $1.failed }),
            "byKind": .array(
                overview.jobs.map {
                    ["kind": .string($0.kind), "waiting": JSON($0.waiting), "failed": JSON($0.failed)]
                }),
            "next": .array(
                overview.nextJobs.map { job, hasFailed in
                    .object(present: [
                        ("kind", .string(job.kind.rawValue)), ("subject", .string(job.subject)),
                        ("notBefore", .integer(job.notBefore)), ("attempts", JSON(job.attempts)),
                        ("failed", JSON(hasFailed)), ("error", job.lastError.map(JSON.string)),
                    ])
                }),
        ]
    }

    private static func recall(_ injection: Injection, agent: String?) -> JSON {
        let isBlank = injection.tokens == 0
        return .object(present: [
            ("id", .string(injection.id.rawValue)), ("ts", .integer(injection.at)),
            ("query", .string(String(injection.query.prefix(400)))), ("agent", agent.map(JSON.string)),
            ("sessionId", injection.sessionID.map { .string($0.rawValue) }),
            ("turnId", injection.turnID.map { .string($0.rawValue) }),
            ("shown", JSON(injection.shown)), ("tokens", JSON(injection.tokens)),
            ("ms", .double(injection.latencyMilliseconds)),
            // Words of the recall itself, for people who want to know exactly.
            ("reason", .string(isBlank ? "silent" : "handed_over")),
            ("abstained", isBlank ? injection.explanation["abstained"] : nil),
        ])
    }

    /// What somebody should look after, the gravest first.
    private func problems(
        of overview: InsightService.Overview, embedding: JSON, budget: ModelBudget
    ) -> [JSON] {
        func problem(_ code: String, _ message: String, _ hint: String?, subject: String? = nil) -> JSON {
            .object(present: [
                ("code", .string(code)), ("message", .string(message)), ("hint", hint.map(JSON.string)),
                ("subject", subject.map(JSON.string)),
            ])
        }
        var problems: [JSON] = overview.hosts.compactMap { host in
            guard let fault = host.fault, let complaint = host.complaint else { return nil }
            return problem("host_\(fault.rawValue)", complaint, host.mend, subject: host.activity.agent)
        }
        if let found = embedding["problem"], let message = found["message"]?.string {
            problems.append(problem("embedding", message, found["hint"]?.string))
        }
        for found in state.memory.models.roles().flatMap(\.problems) {
            problems.append(problem("model_settings", found.message, found.hint))
        }
        if budget.isExhausted {
            problems.append(
                problem(
                    "budget", "The budget for models is used up; rules do their work.",
                    "It begins anew by itself; models.budget in the settings sets it."))
        }
        let failed = overview.jobs.reduce(0) { $0 + $1.failed }
        if failed > 0 {
            problems.append(
                problem(
                    "jobs_failed", "Learning gave up \(failed) piece\(failed == 1 ? "" : "s") of work.",
                    "What went wrong stands beside it in the queue and in the log."))
        }
        return problems
    }

    /// Of the growth, today among them.
    private static let days = 30
}
