import JSONText

/// Models, trials and what they cost, for people.
enum ModelText {
    static func roles(_ list: JSON) -> String {
        let roles = list["roles"]?.array ?? []
        var text = Output.table(
            roles.map { role in
                [
                    role["role"]?.string ?? "", name(role), state(role),
                    role["p50Ms"]?.int.map { "\($0) ms" } ?? "", Output.ago(role["lastOkAt"]?.int),
                ]
            }, header: ["role", "model", "state", "median", "answered"], alignRight: [3])
        for role in roles {
            if let error = role["lastError"], error.object != nil { text += fault(error, of: role["role"]) }
            for problem in role["problems"]?.array ?? [] { text += warning(problem) }
        }
        if !roles.contains(where: { $0["configured"]?.bool == true && $0["role"]?.string != "embedding" }) {
            text += Output.dim("No language model is configured, and none is needed; docs/MODELS.md shows how.\n")
        }
        return text
    }

    static func trials(_ answer: JSON) -> String {
        let trials = answer["trials"]?.array ?? []
        if trials.isEmpty { return "No model is configured, and none is needed; docs/MODELS.md shows how.\n" }
        return trials.map(trial).joined()
    }

    private static func trial(_ trial: JSON) -> String {
        let head = "\(trial["role"]?.string ?? ""): \(name(trial)), \(trial["latencyMs"]?.int ?? 0) ms"
        guard trial["ok"]?.bool == true else {
            let error = trial["error"]
            var text = Output.red("✗ ") + head + "\n  " + (error?["message"]?.string.map(Output.printable) ?? "") + "\n"
            if let hint = error?["hint"]?.string { text += "  hint: " + Output.printable(hint) + "\n" }
            return text
        }
        var facts: [String] = []
        switch trial["json"]?.string {
        case "exact": facts.append("writes JSON as asked")
        case "mended": facts.append("writes JSON that has to be mended")
        case "unusable": facts.append("wrote no usable JSON, so its drafts will be refused")
        default: break
        }
        if let dimension = trial["dim"]?.int { facts.append("\(dimension) dimensions") }
        if let isRight = trial["orderRight"]?.bool {
            facts.append(isRight ? "ranks the answer first" : "ranked the answer last")
        }
        if let usage = trial["usage"] {
            facts.append("\(usage["input"]?.int ?? 0) + \(usage["output"]?.int ?? 0) tokens")
        }
        if let dollars = trial["dollars"]?.double { facts.append(self.dollars(dollars)) }
        var text = Output.green("✓ ") + ([head] + facts).joined(separator: ", ") + "\n"
        if let answer = trial["answer"]?.string { text += Output.printable(answer) + "\n" }
        return text
    }

    static func usage(_ usage: JSON) -> String {
        var text = budget("today", usage["budget"]?["day"]) + budget("this month", usage["budget"]?["month"])
        if usage["budget"]?["exhausted"]?.bool == true {
            text += Output.red("✗ ") + "A limit is reached: work goes on without models.\n"
        }
        let days = (usage["days"]?.array ?? []).flatMap { day in
            (day["roles"]?.object?.members ?? []).map { role in
                [
                    String(Output.time(day["startsAt"]?.int ?? 0).prefix(10)), role.key,
                    "\(role.value["calls"]?.int ?? 0)", "\(role.value["failures"]?.int ?? 0)",
                    grouped(role.value["tokens"]?.int ?? 0), dollars(role.value["dollars"]?.double ?? 0),
                ]
            }
        }
        if days.isEmpty { return text + "No model was asked.\n" }
        text +=
            "\n"
            + Output.table(
                days, header: ["day", "role", "calls", "failed", "tokens", "cost"], alignRight: [2, 3, 4, 5])
        let unpriced = (usage["days"]?.array ?? []).flatMap { $0["roles"]?.object?.members ?? [] }
            .reduce(0) { $0 + ($1.value["unpricedCalls"]?.int ?? 0) }
        if unpriced > 0 {
            text +=
                "\(unpriced) calls have no known price and count in tokens only; set llm.inputPrice and "
                + "llm.outputPrice, or the price of their role.\n"
        }
        return text
    }

    /// One line of `memos status`.
    static func status(_ models: JSON?) -> String {
        let roles = models?["roles"]?.array ?? []
        guard let first = roles.first else { return "none configured (none needed)" }
        let day = models?["budget"]?["day"]?["total"]
        let spent = "today " + amounts(day)
        let state = models?["budget"]?["exhausted"]?.bool == true ? "; budget reached, work goes on without" : ""
        return "\(first["role"]?.string ?? "") \(name(first)), \(spent)\(state)"
    }

    /// `12,300 of 1,000,000 tokens, $0.03 of $1.00`.
    private static func amounts(_ account: JSON?) -> String {
        let tokens = grouped(account?["tokens"]?.int ?? 0)
        let dollars = dollars(account?["dollars"]?.double ?? 0)
        let tokenLimit = account?["tokenLimit"]?.int.map { " of \(grouped($0))" } ?? ""
        let dollarLimit = account?["dollarLimit"]?.double.map { " of \(self.dollars($0))" } ?? ""
        return "\(tokens)\(tokenLimit) tokens, \(dollars)\(dollarLimit)"
    }

    private static func budget(_ name: String, _ period: JSON?) -> String {
        guard let period else { return "" }
        let reset = Output.time(period["resetsAt"]?.int ?? 0)
        return "\(name): \(amounts(period["total"])), anew at \(reset)\n"
    }

    static func name(_ role: JSON) -> String {
        let (provider, model) = (role["provider"]?.string ?? "none", role["model"]?.string ?? "")
        return Output.printable(
            model.isEmpty || model.hasPrefix("\(provider)/")
                ? (model.isEmpty ? provider : model)
                : "\(provider)/\(model)")
    }

    private static func state(_ role: JSON) -> String {
        guard role["configured"]?.bool == true else { return "-" }
        let inherited = role["inherited"]?.bool == true ? ", as llm" : ""
        return (role["available"]?.bool == true ? Output.green("ready") : Output.red("not available")) + inherited
    }

    private static func fault(_ error: JSON, of role: JSON?) -> String {
        let when = Output.ago(error["at"]?.int)
        let message = Output.printable(error["message"]?.string ?? "")
        let hint = error["hint"]?.string.map { "  hint: \(Output.printable($0))\n" } ?? ""
        return "\(role?.string ?? ""), \(when): \(message)\n\(hint)"
    }

    static func warning(_ problem: JSON) -> String {
        Output.red("! ") + (problem["message"]?.string ?? "") + ".\n  hint: " + (problem["hint"]?.string ?? "") + "\n"
    }

    /// `1,234,567`.
    static func grouped(_ number: Int64) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// Dollars with cents; less than a cent with as many places as it takes, four at most.
    static func dollars(_ amount: Double) -> String {
        let places: Int64 = amount > 0 && amount < 0.01 ? 10_000 : 100
        let units = Int64((amount * Double(places)).rounded())
        let fraction = String(units % places)
        let zeros = String(repeating: "0", count: String(places).count - 1 - fraction.count)
        return "$\(grouped(units / places)).\(zeros)\(fraction)"
    }
}
