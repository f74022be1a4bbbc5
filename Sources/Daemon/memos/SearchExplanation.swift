import JSONText

/// The `explanation` of `memory.search` as text. What numbers mean is said by the legend that comes with it.
struct SearchExplanation {
    private let json: JSON

    init(_ json: JSON) {
        self.json = json
    }

    // MARK: One hit

    /// When and where it is from, the rule that let it in, who found it and what added most to its strength.
    func why(_ hit: JSON) -> String {
        var lines: [String] = []
        let origin = [
            hit["ts"]?.int.map(Output.time), hit["sessionId"]?.string.map { "session \(Output.printable($0))" },
        ].compactMap { $0 }
        if !origin.isEmpty { lines.append(line("from", origin.joined(separator: ", "))) }
        guard let candidate = candidates.first(where: { $0["refId"] == hit["refId"] }) else {
            return (lines + [line("why", "no reasons are known")]).map { $0 + "\n" }.joined()
        }
        lines.append(line("why", words(candidate["rule"])))
        let channels = (candidate["channels"]?.object?.members ?? []).map { member in
            "\(member.key) #\(member.value["rank"]?.int ?? 0) (\(Output.decimal(member.value["score"]?.double ?? 0)))"
        }
        lines.append(line("found by", channels.isEmpty ? "no channel itself" : channels.joined(separator: ", ")))
        lines += weighed(candidate["contributions"], meaning: "features", indent: "     ")
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ label: String, _ text: String) -> String {
        let padding = String(repeating: " ", count: max(0, Self.labelWidth - label.count))
        return "   " + Output.dim(label + padding) + "  " + text
    }

    /// The greatest contributions in words, signed.
    private func weighed(_ contributions: JSON?, meaning group: String, indent: String) -> [String] {
        (contributions?.object?.members ?? []).prefix(Self.mostContributions).map { member in
            let value = member.value.double ?? 0
            let sign = value < 0 ? Output.red(Self.signed(value)) : Output.green(Self.signed(value))
            return indent + sign + "  " + words(json["legend"]?[group]?[member.key] ?? .string(member.key))
        }
    }

    // MARK: The whole search

    /// What was not taken and why, how long the channels took, and what recall before a turn would have done.
    var rest: String {
        [notTaken, channels, troubles, gate].filter { !$0.isEmpty }.map { "\n" + $0 }.joined()
    }

    private var notTaken: String {
        let dropped = json["dropped"]?.array ?? []
        var groups: [(reason: String, items: [JSON])] = []
        for item in dropped {
            let reason = words(item["reason"])
            if let index = groups.firstIndex(where: { $0.reason == reason }) {
                groups[index].items.append(item)
            } else {
                groups.append((reason, [item]))
            }
        }
        guard !groups.isEmpty else { return "" }
        var text = Output.bold("Not taken: \(dropped.count)") + "\n"
        for (reason, items) in groups {
            text += "   \(reason) (\(items.count))\n"
            let shown = items.prefix(max(1, Self.mostNotTaken / groups.count))
            for item in shown { text += "     " + named(item) + "\n" }
            if items.count > shown.count { text += Output.dim("     and \(items.count - shown.count) more") + "\n" }
        }
        return text
    }

    /// By its text where that is known, else by its id; with its score where it was among the candidates.
    private func named(_ item: JSON) -> String {
        let candidate = candidates.first { $0["refId"] == item["refId"] }
        let score = candidate?["score"]?.double.map { Output.decimal($0) } ?? "    –"
        let name = item["excerpt"]?.string ?? item["refId"]?.string ?? "?"
        return Output.dim(score) + "  " + Output.oneLine(name, columns: Output.columns - 12)
    }

    private var channels: String {
        let rows = (json["channels"]?.object?.members ?? []).map { member in
            [
                "   " + member.key, "\(member.value["hits"]?.int ?? 0)",
                Self.milliseconds(member.value["ms"]?.double ?? 0),
            ]
        }
        return rows.isEmpty ? "" : Output.table(rows, header: ["Channels", "found", "took"], alignRight: [1, 2])
    }

    private var troubles: String {
        var text = ""
        let late = (json["deadline"]?["late"]?.array ?? []).map(words)
        if !late.isEmpty {
            let limit = Self.milliseconds(json["deadline"]?["ms"]?.double ?? 0)
            text += "Not in time within \(limit): \(late.joined(separator: ", "))\n"
        }
        for failure in json["failed"]?.array ?? [] {
            text += "Could not answer: \(words(failure["channel"])) (\(words(failure["code"])))\n"
        }
        return text
    }

    /// A search always answers; before a turn the gate decides.
    private var gate: String {
        if let reason = json["abstained"] { return "No answer: \(words(reason)).\n" }
        guard let probability = json["probability"]?.double, let threshold = json["threshold"]?.double else {
            return ""
        }
        let comparison = Self.compared(probability, threshold)
        var text: String
        if let reason = json["wouldAbstain"] {
            text = "Before a turn memory would stay silent: \(comparison); \(words(reason)).\n"
        } else {
            text = "Before a turn this would be injected: \(comparison)"
            text += probability < threshold ? "; the same error is reason enough.\n" : ".\n"
        }
        text += Output.dim("   The chance that the best memories help; a search answers whatever it is.") + "\n"
        return (text + weighed(json["gateContributions"], meaning: "gate", indent: "   ").map { $0 + "\n" }.joined())
    }

    // MARK: Parts

    private var candidates: [JSON] { json["candidates"]?.array ?? [] }

    /// Words of the daemon, on one line and without what could command a terminal.
    private func words(_ text: JSON?) -> String {
        Output.oneLine(text?.string ?? "?", columns: Output.columns)
    }

    private static func signed(_ value: Double) -> String {
        (value < 0 ? "-" : "+") + Output.decimal(abs(value))
    }

    /// In whole percents, or in tenths where whole ones do not tell them apart.
    private static func compared(_ probability: Double, _ threshold: Double) -> String {
        func percent(_ share: Double, steps: Double) -> Int { Int((share * 100 * steps).rounded()) }
        let relation = probability < threshold ? "<" : "≥"
        if percent(probability, steps: 1) != percent(threshold, steps: 1) {
            return "\(percent(probability, steps: 1)) % \(relation) \(percent(threshold, steps: 1)) %"
        }
        let (left, right) = (percent(probability, steps: 10), percent(threshold, steps: 10))
        return "\(left / 10).\(left % 10) % \(relation) \(right / 10).\(right % 10) %"
    }

    private static func milliseconds(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    private static let labelWidth = 8
    private static let mostContributions = 4
    /// Traces that were not taken, of all reasons together.
    private static let mostNotTaken = 20
}
