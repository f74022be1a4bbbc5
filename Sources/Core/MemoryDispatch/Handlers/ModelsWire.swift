package import JSONText
import LanguageModels
package import MemoryCore
import MemoryModel

/// Models, trials and what they cost, as the wire has them.
package enum ModelsWire {
    package static func json(_ report: ModelRoleReport) -> JSON {
        .object(present: [
            ("role", .string(report.role.rawValue)), ("provider", .string(report.model?.provider ?? "none")),
            ("model", .string(report.model?.model ?? "")), ("configured", JSON(report.model != nil)),
            ("inherited", JSON(report.isInherited)), ("local", JSON(report.isLocal)),
            ("keySource", .string(report.keySource.rawValue)), ("available", JSON(report.isAvailable)),
            ("lastOkAt", time(report.lastAnswerAt)), ("lastFallbackAt", time(report.lastFallbackAt)),
            ("lastError", report.lastFault.map(json) ?? .null), ("p50Ms", report.median.map { JSON($0) } ?? .null),
            ("p95Ms", report.slowest.map { JSON($0) } ?? .null), ("waiting", JSON(report.waiting)),
            ("running", JSON(report.running)), ("dim", report.dimension.map { JSON($0) }),
            ("problems", .array(report.problems.map(json))),
        ])
    }

    /// The part of `core.status`: who has which role, but for vectors, which it tells of elsewhere.
    package static func status(_ reports: [ModelRoleReport], _ budget: ModelBudget) -> JSON {
        let shown = reports.filter { $0.role != .embedding && $0.model != nil }
        return [
            "roles": .array(
                shown.map { report in
                    var member = health(report)
                    member["role"] = .string(report.role.rawValue)
                    member["inherited"] = JSON(report.isInherited)
                    return member
                }),
            "problems": .array(reports.flatMap(\.problems).map(json)), "budget": json(budget),
        ]
    }

    /// The members of `CoreHealth` that hosts read.
    package static func health(_ report: ModelRoleReport) -> JSON {
        [
            "available": JSON(report.isAvailable), "provider": .string(report.model?.provider ?? "none"),
            "model": .string(report.model?.model ?? ""), "lastOkAt": time(report.lastAnswerAt),
            "lastFallbackAt": time(report.lastFallbackAt), "lastError": report.lastFault.map(json) ?? .null,
        ]
    }

    package static func json(_ fault: ModelRoleReport.Fault) -> JSON {
        .object(present: [
            ("at", .integer(fault.at)), ("kind", .string(fault.kind.rawValue)), ("message", .string(fault.message)),
            ("hint", fault.hint.map(JSON.string)),
        ])
    }

    private static func json(_ problem: ModelRoleReport.Problem) -> JSON {
        ["key": .string(problem.key), "message": .string(problem.message), "hint": .string(problem.hint)]
    }

    static func json(_ trial: ModelTrial) -> JSON {
        var members: [(String, JSON?)] = [
            ("role", .string(trial.role.rawValue)), ("provider", .string(trial.model?.provider ?? "none")),
            ("model", .string(trial.model?.model ?? "")), ("latencyMs", JSON(trial.milliseconds)),
            (
                "usage",
                trial.usage.map {
                    ["input": JSON($0.input), "output": JSON($0.output), "cachedInput": JSON($0.cachedInput)]
                }
            ), ("dollars", trial.dollars.map { JSON($0) }),
        ]
        switch trial.outcome {
        case .answered(let answer):
            members.append(("ok", true))
            members += self.members(answer)
        case .failed(let fault):
            members += [
                ("ok", false),
                (
                    "error",
                    .object(present: [
                        ("kind", .string(fault.kind.rawValue)), ("message", .string(fault.message)),
                        ("hint", fault.hint.map(JSON.string)), ("status", fault.status.map { JSON($0) }),
                    ])
                ),
            ]
        }
        return .object(present: members)
    }

    private static func members(_ answer: ModelTrial.Answer) -> [(String, JSON?)] {
        switch answer {
        case .json(let shape, let model): [("json", .string(shape.rawValue)), ("answeredBy", .string(model))]
        case .text(let text, let model): [("answer", .string(text)), ("answeredBy", .string(model))]
        case .vector(let dimension): [("dim", JSON(dimension))]
        case .order(let isRight): [("orderRight", JSON(isRight))]
        }
    }

    static func json(_ usage: ModelUsage) -> JSON {
        [
            "budget": json(usage.budget),
            "days": .array(
                usage.days.map { ["startsAt": .integer($0.startsAt), "roles": roles($0.roles, json)] }),
            "calls": .array(usage.calls.map(json)),
        ]
    }

    package static func json(_ budget: ModelBudget) -> JSON {
        ["exhausted": JSON(budget.isExhausted), "day": json(budget.day), "month": json(budget.month)]
    }

    private static func json(_ period: ModelBudget.Period) -> JSON {
        [
            "startsAt": .integer(period.startsAt), "resetsAt": .integer(period.resetsAt), "total": json(period.total),
            "roles": roles(period.roles, json),
        ]
    }

    private static func json(_ account: ModelBudget.Account) -> JSON {
        var json = json(account.totals)
        json["tokenLimit"] = account.tokenLimit.map { .integer($0) } ?? .null
        json["dollarLimit"] = account.dollarLimit.map { JSON($0) } ?? .null
        json["reservedTokens"] = .integer(account.reservedTokens)
        json["exhausted"] = JSON(account.isExhausted)
        return json
    }

    private static func json(_ totals: ModelTotals) -> JSON {
        [
            "calls": JSON(totals.calls), "failures": JSON(totals.failures), "unpricedCalls": JSON(totals.unpricedCalls),
            "tokens": .integer(totals.tokens), "inputTokens": .integer(totals.inputTokens),
            "cachedTokens": .integer(totals.cachedTokens), "outputTokens": .integer(totals.outputTokens),
            "dollars": JSON(totals.dollars),
        ]
    }

    private static func json(_ call: ModelCallRecord) -> JSON {
        .object(present: [
            ("ts", .integer(call.at)), ("role", .string(call.role)), ("purpose", .string(call.purpose)),
            ("subject", call.subject.map(JSON.string)), ("provider", .string(call.provider)),
            ("model", .string(call.model)), ("urgency", .string(call.urgency)), ("state", .string(call.state.rawValue)),
            ("error", call.fault.map(JSON.string)), ("inputTokens", JSON(call.usage.input)),
            ("cachedTokens", JSON(call.usage.cached)), ("outputTokens", JSON(call.usage.output)),
            ("dollars", call.cost.map { JSON(Double($0) / 1e6) } ?? .null),
            ("ms", call.milliseconds.map { .integer($0) }),
        ])
    }

    /// Roles in their order, those that are there.
    private static func roles<Value>(_ values: [ModelRole: Value], _ json: (Value) -> JSON) -> JSON {
        .object(present: ModelRole.allCases.map { role in (role.rawValue, values[role].map(json)) })
    }

    private static func time(_ time: Timestamp?) -> JSON { time.map { .integer($0) } ?? .null }
}
