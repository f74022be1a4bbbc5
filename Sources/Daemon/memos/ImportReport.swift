import JSONText

/// What an import found, or did, in words: a line a file, or a line a host when all hosts were meant.
enum ImportReport {
    static func text(_ plan: JSON) -> String {
        guard plan["sources"] != nil else { return hosts(plan) }
        func cells(_ source: JSON) -> [String] {
            ["sessions", "turns", "messages", "newMessages"].map { String(source[$0]?.int ?? 0) }
        }
        var rows: [[String]] = []
        for source in plan["sources"]?.array ?? [] {
            let remark =
                source["error"]?.string ?? source["error"]?["message"]?.string
                ?? (source["unchanged"]?.bool == true ? "read before" : "")
            rows.append(
                [Output.printable(source["path"]?.string ?? "?"), source["format"]?.string ?? ""] + cells(source)
                    + [Output.printable(remark)])
        }
        if rows.isEmpty { return "No transcripts found.\n" }
        rows.append(["total", ""] + cells(plan["total"] ?? .null) + [""])
        let header = ["source", "format", "sessions", "turns", "messages", "new", ""]
        return Output.table(rows, header: header, alignRight: [2, 3, 4, 5]) + remarks(plan)
    }

    private static func hosts(_ plan: JSON) -> String {
        let columns = ["files", "unchanged", "sessions", "turns", "calls", "newTurns"]
        var rows = (plan["hosts"]?.array ?? []).map { host in
            [host["host"]?.string ?? "?", host["format"]?.string ?? ""]
                + columns.map { String(host[$0]?.int ?? 0) }
        }
        if rows.isEmpty { return "No host has left anything at its usual places.\n" }
        let sums = columns.map { column in
            String((plan["hosts"]?.array ?? []).reduce(0) { $0 + ($1[column]?.int ?? 0) })
        }
        rows.append(["total", ""] + sums)
        let header = ["host", "format", "files", "read before", "sessions", "turns", "calls", "new turns"]
        let isShared = Set((plan["hosts"]?.array ?? []).compactMap { $0["host"]?.string }).count > 1
        return Output.table(rows, header: header, alignRight: [2, 3, 4, 5, 6, 7])
            + (isShared
                ? "Each agent is told its own memories; `memos config set recall.scope home` tells all of them to all.\n"
                : "")
            + remarks(plan) + failures(plan)
    }

    /// Records that nobody here knows, and lines that are broken.
    static func remarks(_ report: JSON) -> String {
        var text = ""
        for host in report["hosts"]?.array ?? [] {
            let types = (host["unknown"]?.object?.members ?? []).map {
                "\(Output.printable($0.key)) (\($0.value.int ?? 0))"
            }
            let format = host["format"]?.string ?? "?"
            if !types.isEmpty {
                text += "\(format): records of unknown types were left out: \(types.joined(separator: ", ")).\n"
            }
            let broken = ["broken_line", "broken_tail", "invalid_utf8", "line_too_long"]
                .reduce(0) { $0 + (host["skipped"]?[$1]?.int ?? 0) }
            if broken > 0 { text += "\(format): \(broken) lines could not be read.\n" }
        }
        return text
    }

    static func failures(_ report: JSON) -> String {
        (report["errors"]?.array ?? []).map { error in
            Output.red("failed")
                + "  \(Output.printable(error["path"]?.string ?? "?")): "
                + Output.printable(error["message"]?.string ?? "?") + "\n"
        }.joined()
    }
}
