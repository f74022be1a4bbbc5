import JSONText

/// Policies, world models and skills for people: a table to choose from, and each whole.
enum LearnedText {
    /// - Parameter columns: heading and cell of what the kind has beside its id, status and name.
    static func table(
        _ items: [JSON], name: String, columns: [(heading: String, cell: (JSON) -> String)], empty: String
    ) -> String {
        if items.isEmpty { return empty + "\n" }
        let rows = items.map { item -> [String] in
            let cells = columns.map { $0.cell(item) }
            let title = Output.oneLine(item[name]?.string ?? "", columns: 70)
            return [Output.printable(item["id"]?.string ?? "?"), item["status"]?.string ?? ""] + cells + [title]
        }
        return Output.table(
            rows, header: ["id", "status"] + columns.map(\.heading) + [name],
            alignRight: Set(2..<2 + columns.count))
    }

    static func policy(_ policy: JSON) -> String {
        head(policy, title: "title", facts: [support(policy), gain(policy), confidence(policy)])
            + part("When", policy["trigger"]) + part("Do", policy["procedure"])
            + part("Check", policy["verification"]) + part("Not when", policy["boundary"])
            + list("Prefer", policy["preference"]) + list("Avoid", policy["antiPattern"])
            + sources(policy, ["sourceEpisodeIds", "sourceFeedbackIds", "sourceTraceIds"]) + versions(policy)
    }

    static func worldModel(_ world: JSON) -> String {
        var text = head(world, title: "title", facts: [confidence(world)])
        for (name, heading) in [
            ("environment", "Where things are"), ("inference", "How it responds"), ("constraints", "What must not be"),
        ] {
            let entries = (world["structure"]?[name]?.array ?? []).map { entry -> JSON in
                let parts = [entry["label"]?.string ?? "", entry["description"]?.string ?? ""].filter { !$0.isEmpty }
                return .string(parts.joined(separator: ": "))
            }
            text += list(heading, .array(entries))
        }
        if (world["structure"]?.object?.members ?? []).allSatisfy({ $0.value.array?.isEmpty ?? true }) {
            text += part("Known", world["body"])
        }
        return text + sources(world, ["policyIds"]) + versions(world)
    }

    static func skill(_ skill: JSON) -> String {
        let trials = "\(skill["trialsPassed"]?.int ?? 0) of \(skill["trialsAttempted"]?.int ?? 0) trials passed"
        let uses = skill["usageCount"]?.int ?? 0
        return head(
            skill, title: "name",
            facts: [
                "reliability " + Output.decimal(skill["eta"]?.double ?? 0), trials,
                uses == 1 ? "used once" : "used \(uses) times",
            ]) + part("", skill["summary"]) + part("", skill["invocationGuide"])
            + list("Prefer", skill["decisionGuidance"]?["preference"])
            + list("Avoid", skill["decisionGuidance"]?["antiPattern"])
            + sources(skill, ["evidenceAnchors", "sourcePolicyIds", "sourceWorldModelIds"]) + versions(skill)
    }

    static func support(_ item: JSON) -> String { "support \(item["support"]?.int ?? 0)" }

    static func gain(_ item: JSON) -> String { "gain " + Output.decimal(item["gain"]?.double ?? 0) }

    private static func confidence(_ item: JSON) -> String {
        item["confidence"]?.double.map { "confidence " + Output.decimal($0) } ?? ""
    }

    private static func head(_ item: JSON, title: String, facts: [String]) -> String {
        let first = Output.bold(Output.printable(item[title]?.string ?? "?"))
        let life =
            ["\(item["status"]?.string ?? "?"), version \(item["version"]?.int ?? 1)"] + facts + [maker(item["madeBy"])]
        let changed =
            "last changed " + Output.ago(item["updatedAt"]?.int)
            + (item["editedAt"]?.int == nil ? "" : ", by hand")
        return first + Output.dim("  \(item["id"]?.string ?? "?")") + "\n"
            + (life + [changed]).filter { !$0.isEmpty }.joined(separator: "; ") + "\n"
    }

    /// Nothing where rules alone have worded it, as they do without models.
    private static func maker(_ madeBy: JSON?) -> String {
        if let model = madeBy?["model"]?.string { return "worded by " + Output.printable(model) }
        return madeBy?["reason"]?.string.map { "worded by rules (model: \(Output.printable($0)))" } ?? ""
    }

    static func part(_ heading: String, _ value: JSON?) -> String {
        guard let text = value?.string, !text.isEmpty else { return "" }
        return "\n" + (heading.isEmpty ? "" : Output.bold(heading) + "\n") + Output.printable(text) + "\n"
    }

    static func list(_ heading: String, _ values: JSON?) -> String {
        let lines = (values?.array ?? []).compactMap(\.string).map { "- " + Output.printable($0) + "\n" }
        return lines.isEmpty ? "" : "\n" + Output.bold(heading) + "\n" + lines.joined()
    }

    private static func sources(_ item: JSON, _ names: [String]) -> String {
        let ids = names.flatMap { item[$0]?.array ?? [] }.compactMap(\.string).map(Output.printable)
        guard !ids.isEmpty else { return "" }
        let rest = ids.count > 8 ? " … and \(ids.count - 8) more" : ""
        return "\n" + Output.dim("From " + ids.prefix(8).joined(separator: " ") + rest) + "\n"
    }

    /// One line each, when the item comes with them.
    private static func versions(_ item: JSON) -> String {
        let versions = item["versions"]?.array ?? []
        guard !versions.isEmpty else { return "" }
        let rows = versions.map { version in
            [
                "\(version["version"]?.int ?? 0)", Output.time(version["validFrom"]?.int ?? 0),
                Output.oneLine(version["reason"]?.string ?? "", columns: 80),
            ]
        }
        return "\n" + Output.table(rows, header: ["version", "since", "reason"], alignRight: [0])
    }
}
