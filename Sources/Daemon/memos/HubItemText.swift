import JSONText

/// What is shared and what comes, for people who decide.
enum HubItemText {
    // MARK: Lists

    static func review(_ items: [JSON], empty: String) -> String {
        if items.isEmpty { return empty + "\n" }
        var text = Output.table(
            items.map { item in
                [
                    HubText.short(item["envelope"]), HubText.line(item["kind"]), name(item),
                    HubText.line(item["member"], columns: 30), HubText.words(item["groups"]),
                    "\(item["version"]?.int ?? 1)" + (item["isUpdate"]?.bool == true ? ", update" : ""),
                    summary(item["findings"]?.array ?? []),
                ]
            }, header: ["id", "kind", "name", "from", "groups", "version", "screen"])
        for item in items {
            for finding in item["findings"]?.array ?? [] { text += line(finding, of: item) }
        }
        return text
    }

    static func shared(_ items: [JSON]) -> String {
        if items.isEmpty { return "Nothing was shared from here.\n" }
        return Output.table(
            items.map { item in
                let note = item["changed"]?.bool == true ? "changed here since" : HubText.line(item["error"])
                return [
                    HubText.short(item["item"]), HubText.line(item["kind"]), name(item), "\(item["version"]?.int ?? 1)",
                    HubText.words(item["groups"]), HubText.line(item["state"]), note,
                ]
            }, header: ["item", "kind", "name", "version", "groups", "state", ""]) + newVersions(of: items)
    }

    /// How what has changed since it was shared goes to the team.
    private static func newVersions(of items: [JSON]) -> String {
        items.filter { $0["changed"]?.bool == true }.compactMap { item in
            item["localId"]?.string.map { id in
                "A new version: memos hub share \(Output.printable(id))"
                    + (item["groups"]?.array ?? []).compactMap(\.string).map { " --group \(Output.printable($0))" }
                    .joined() + "\n"
            }
        }.joined()
    }

    static func received(_ items: [JSON]) -> String {
        if items.isEmpty { return "Nothing of others is in use here.\n" }
        return Output.table(
            items.map { item in
                [
                    HubText.short(item["envelope"]), HubText.line(item["kind"]), name(item),
                    HubText.line(item["member"], columns: 30), "\(item["version"]?.int ?? 1)",
                    HubText.line(item["state"]), HubText.line(item["reason"] ?? item["localId"], columns: 40),
                ]
            }, header: ["id", "kind", "name", "from", "version", "state", ""])
    }

    static func hits(_ hits: [JSON]) -> String {
        if hits.isEmpty { return "The hub has nothing of it that you may read.\n" }
        return Output.table(
            hits.map { hit in
                [
                    HubText.short(hit["id"]), HubText.line(hit["kind"]), name(hit),
                    HubText.line(hit["member"], columns: 30), HubText.words(hit["groups"]),
                    HubText.line(hit["summary"]),
                ]
            }, header: ["id", "kind", "name", "from", "groups", "what"])
    }

    // MARK: One thing

    /// What would leave the machine.
    static func preview(_ preview: JSON) -> String {
        let statement = preview["statement"] ?? [:]
        var text = Output.bold(HubText.line(statement["name"], columns: 100)) + "\n"
        text += Output.table(
            [
                ["kind", HubText.line(statement["kind"])], ["to", HubText.words(statement["groups"])],
                ["size", Output.bytes(preview["bytes"]?.int ?? 0)], ["version", "\(statement["version"]?.int ?? 1)"],
                ["licence", HubText.line(statement["licence"])],
                ["evidence", evidence(statement["evidence"], in: 1000)],
                ["project", HubText.line(statement["project"]?["name"])],
                ["files", "\(statement["files"]?.array?.count ?? 0)"],
            ].filter { !$0[1].isEmpty && $0 != ["files", "0"] })
        let redactions = (preview["redactions"]?.array ?? []).map { entry in
            "\(entry["count"]?.int ?? 1) × \(HubText.line(entry["kind"])) in \(HubText.line(entry["place"]))"
        }
        if !redactions.isEmpty { text += "Taken out: \(redactions.joined(separator: "; "))\n" }
        return text + findings(preview["findings"]?.array ?? [])
    }

    /// The statement as it would be signed, a member a line.
    static func payload(_ statement: JSON?) -> String {
        "\n" + HubText.visible(statement?.prettyText ?? "") + "\n\n"
    }

    static func whole(_ item: JSON) -> String {
        var text =
            Output.bold(HubText.line(item["name"], columns: 100)) + "  "
            + Output.dim(HubText.line(item["envelope"], columns: 80)) + "\n"
        text += Output.table(
            [
                ["kind", HubText.line(item["kind"])], ["from", HubText.line(item["member"])],
                ["signed by", HubText.grouped(item["fingerprint"]?.string ?? "")],
                ["groups", HubText.words(item["groups"])],
                [
                    "version",
                    "\(item["version"]?.int ?? 1)"
                        + (item["isUpdate"]?.bool == true ? ", of something in use here" : ""),
                ],
                ["licence", HubText.line(item["licence"])], ["told by its maker", evidence(item["evidence"], in: 1)],
                ["worded by", provenance(item["provenance"])], ["state", HubText.line(item["state"])],
            ].filter { !$0[1].isEmpty })
        text += findings(item["findings"]?.array ?? [])
        if item["isUpdate"]?.bool == true { text += "\n" + Output.bold("Against what is in use") + "\n" + diff(item) }
        return text + "\n" + self.text(item) + files(item["files"]?.array ?? [])
    }

    static func text(_ item: JSON) -> String {
        let text = HubText.visible(item["text"]?.string ?? "")
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Lines with `+`, `-` or nothing before them.
    static func diff(_ item: JSON) -> String {
        let lines = item["diff"]?.array ?? []
        if lines.isEmpty { return "There is nothing in use to compare it with.\n" }
        return lines.map { line in
            let text = HubText.visible(line["text"]?.string ?? "") + "\n"
            switch line["kind"]?.string {
            case "added": return Output.green("+ " + text)
            case "removed": return Output.red("- " + text)
            default: return "  " + text
            }
        }.joined()
    }

    private static func files(_ files: [JSON]) -> String {
        files.map { file in
            let bytes = file["bytes"]?.int ?? 0
            return Output.dim("file ") + HubText.line(file["path"], columns: 100) + ", " + Output.bytes(bytes) + "\n"
        }.joined()
    }

    // MARK: Findings

    static func isGrave(_ findings: [JSON]) -> Bool { findings.contains { $0["severity"]?.string == "high" } }

    static func findings(_ findings: [JSON]) -> String {
        findings.isEmpty ? "The screen finds nothing in it.\n" : findings.map { line($0, of: nil) }.joined()
    }

    private static func line(_ finding: JSON, of item: JSON?) -> String {
        let severity = finding["severity"]?.string ?? "note"
        let mark = severity == "high" ? Output.red(severity) : severity
        let owner = item.map { HubText.short($0["envelope"]) + ": " } ?? ""
        return mark + "  " + owner + Output.oneLine(words(finding), columns: 110) + "\n"
    }

    private static func words(_ entry: JSON) -> String {
        HubText.visible(entry["text"]?.string ?? "")
    }

    private static func summary(_ findings: [JSON]) -> String {
        if findings.isEmpty { return "nothing found" }
        let grave = findings.count { $0["severity"]?.string == "high" }
        return grave > 0 ? Output.red("\(grave) grave") : "\(findings.count) found"
    }

    // MARK: Parts

    private static func name(_ item: JSON) -> String { HubText.line(item["name"], columns: 40) }

    /// Told by the maker of an item; nothing of it counts for others.
    ///
    /// - Parameter parts: of a whole that gain and reliability are counted in.
    private static func evidence(_ evidence: JSON?, in parts: Double) -> String {
        guard let evidence, evidence.object != nil else { return "" }
        func share(_ key: String) -> String { Output.decimal((evidence[key]?.double ?? 0) / parts) }
        return "support \(evidence["support"]?.int ?? 0), gain \(share("gain")), reliability "
            + "\(share("reliability")), \(evidence["trials"]?.int ?? 0) trials, "
            + "\(evidence["sources"]?.int ?? 0) sources"
    }

    private static func provenance(_ provenance: JSON?) -> String {
        switch provenance?["by"]?.string {
        case "model": HubText.line(provenance?["model"] ?? "a model")
        case "rules": "rules"
        default: ""
        }
    }
}
