package import JSONText
import MemoryAPI
package import MemoryCore
package import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerInsight(_ memory: Memory) {
        register(AnalyticsGet.self) { request, _ in
            let grid = DayGrid(offsetMinutes: request.offsetMinutes)
            let days = try await memory.insights.figures(days: request.days, on: grid)
            let total = try await memory.insights.total(days: request.days, on: grid)
            let (share, details) = (total.total(of: request.agent), total.details(of: request.agent))
            let errors = AnalyticsWire.mostFrequent(details.errors)
            let places = try await memory.insights.places(of: errors)
            return WireValue(
                .object(present: [
                    ("agents", JSON(total.agents.keys.filter { !$0.isEmpty }.sorted())),
                    (
                        "days",
                        .array(
                            days.map { AnalyticsWire.day($0.figures, from: grid.start(of: $0.day), of: request.agent) })
                    ),
                    ("total", AnalyticsWire.json(share, models: total.models)),
                    ("tools", AnalyticsWire.tools(details.tools)),
                    ("errors", .array(errors.map { AnalyticsWire.error($0.signature, $0.figures, in: places) })),
                    ("latency", AnalyticsWire.histogram(share.latency)),
                ]))
        }
        register(HostsDelivery.self) { _, _ in
            WireValue(["hosts": .array(try await memory.deliveries.hosts().map { AnalyticsWire.host($0) })])
        }
        register(TurnLife.self) { request, _ in
            guard let life = try await memory.insights.life(of: request.id) else {
                throw MemoryError(
                    .notFound, "There is no turn with this id.", hint: "It may have been forgotten.")
            }
            return WireValue(TurnLifeWire.json(life))
        }
    }
}

/// Figures as the wire has them.
package enum AnalyticsWire {
    static func day(_ figures: DayFigures, from start: Timestamp, of agent: String?) -> JSON {
        var json = json(figures.total(of: agent), models: figures.models)
        json["startsAt"] = .integer(start)
        return json
    }

    package static func json(_ figures: AgentFigures, models: ModelTotals) -> JSON {
        let times = figures.latency.percentiles([0.5, 0.95, 0.99])
        return [
            "turns": JSON(figures.turns), "tasks": JSON(figures.tasks), "traces": JSON(figures.traces),
            "recalls": JSON(figures.recalls), "silent": JSON(figures.silent), "searches": JSON(figures.searches),
            "tokens": JSON(figures.tokens),
            "used": JSON(figures.verdicts[.used] ?? 0), "ignored": JSON(figures.verdicts[.ignored] ?? 0),
            "contradicted": JSON(figures.verdicts[.contradicted] ?? 0),
            "pending": JSON(figures.verdicts[.pending] ?? 0),
            "policies": JSON(figures.learned[.policy] ?? 0), "worldModels": JSON(figures.learned[.worldModel] ?? 0),
            "skills": JSON(figures.learned[.skill] ?? 0),
            "toolCalls": JSON(figures.calls), "toolFailures": JSON(figures.failures),
            "p50Ms": tenths(times[0]), "p95Ms": tenths(times[1]), "p99Ms": tenths(times[2]),
            "modelCalls": JSON(models.calls), "modelFailures": JSON(models.failures),
            "modelTokens": .integer(models.tokens), "dollars": .double(models.dollars),
        ]
    }

    static func tools(_ tools: [String: ToolFigures]) -> JSON {
        let first = tools.sorted { ($0.value.calls, $1.key) > ($1.value.calls, $0.key) }.prefix(longestList)
        return .array(
            first.map { name, tool in
                [
                    "name": .string(name), "calls": JSON(tool.calls), "failures": JSON(tool.failures),
                    "medianMs": tool.times.percentiles([0.5])[0].map { JSON($0) } ?? .null,
                ]
            })
    }

    static func mostFrequent(
        _ errors: [String: ErrorFigures]
    ) -> [(signature: String, figures: ErrorFigures)] {
        errors.map { (signature: $0, figures: $1) }
            .sorted {
                ($0.figures.count, $0.figures.lastAt, $1.signature) > (
                    $1.figures.count, $1.figures.lastAt, $0.signature
                )
            }
            .prefix(longestList).map(\.self)
    }

    static func error(_ signature: String, _ figures: ErrorFigures, in places: [Int64: EpisodeID]) -> JSON {
        .object(present: [
            ("signature", .string(signature)), ("count", JSON(figures.count)), ("last", .integer(figures.lastAt)),
            ("episodeId", places[figures.lastRow].map { .string($0.rawValue) }),
        ])
    }

    /// How many recalls took up to each of these times, in milliseconds.
    static func histogram(_ spread: Spread) -> JSON {
        .array(
            zip([0] + bounds, bounds + [.max]).map { low, high in
                let count = spread.counts.reduce(0) { $0 + ($1.key >= low * 10 && $1.key / 10 < high ? $1.value : 0) }
                return ["fromMs": JSON(low), "toMs": high == .max ? .null : JSON(high), "count": JSON(count)]
            })
    }

    /// - Parameter name: of the member that names the agent.
    package static func host(_ host: HostDelivery, as name: String = "agent") -> JSON {
        let activity = host.activity
        return .object(present: [
            (name, .string(activity.agent)), ("state", .string(host.state.rawValue)),
            ("fault", host.fault.map { .string($0.rawValue) }), ("lastPrompt", activity.lastPromptAt.map(JSON.integer)),
            ("lastCapture", activity.lastCaptureAt.map(JSON.integer)),
            ("lastRecall", activity.lastRecallAt.map(JSON.integer)),
            ("lastBlock", activity.lastBlockAt.map(JSON.integer)), ("turnsOpenTooLong", JSON(activity.openTooLong)),
            ("promptsSinceCapture", JSON(activity.promptsSinceCapture)),
            (
                "lastFailure",
                host.failures.map {
                    ["ts": .integer($0.lastAt), "reason": .string($0.reason), "withinDay": JSON($0.withinDay)]
                }
            ),
            ("complaint", host.complaint.map(JSON.string)), ("mend", host.mend.map(JSON.string)),
        ])
    }

    private static func tenths(_ value: Int?) -> JSON { value.map { .double(Double($0) / 10) } ?? .null }

    private static let bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    private static let longestList = 30
}
