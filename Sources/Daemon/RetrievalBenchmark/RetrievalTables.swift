import LanguageModels

/// A report as people read it.
package struct RetrievalTables {
    private let report: RetrievalReport

    package init(_ report: RetrievalReport) {
        self.report = report
    }

    package var text: String {
        var parts = [heading, ranking, budgets]
        if report.all.rankings.count > 1 { parts.append(baselines) }
        parts.append(silence)
        if report.all.searching != nil { parts.append(latency) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        let cases = report.sets.reduce(0) { $0 + $1.cases.count }
        return """
            model \(report.model.id)@\(report.model.revision), \(report.options.inPairs ? "pairs" : "messages") as turns, \
            depth \(report.options.depth), \(cases) cases, \(report.all.questions) questions \
            (\(report.all.answerable) with gold), data \(report.digest.prefix(12))
            """
    }

    /// Sets with their categories, and all.
    private var rows: [(name: String, summary: RetrievalSummary)] {
        report.sets.flatMap { set in
            [(set.name, set.summary)]
                + (set.categories.count > 1 ? set.categories.map { ("  \($0.name)", $0.summary) } : [])
        } + (report.sets.count > 1 ? [("all", report.all)] : [])
    }

    private var setRows: [(name: String, summary: RetrievalSummary)] {
        report.sets.map { ($0.name, $0.summary) } + (report.sets.count > 1 ? [("all", report.all)] : [])
    }

    private var ranking: String {
        table(
            ["set / category", "questions", "r@5", "r@10", "r@20", "any@10", "MRR", "nDCG@10"],
            rows.filter { $0.summary.answerable > 0 }.map { name, summary in
                [name, "\(summary.answerable)"]
                    + [RankingFigure.recall5, .recall10, .recall20, .any10, .mrr, .ndcg10]
                    .map { share(summary.rankings[.memos]?[$0]) }
            })
    }

    private var budgets: String {
        table(
            [
                "recall within tokens", "whole 500", "1,000", "2,000", "4,000", "snippets 500", "1,000", "2,000",
                "4,000",
            ],
            rows.filter { $0.summary.answerable > 0 }.map { name, summary in
                [name]
                    + [
                        RankingFigure.whole500, .whole1000, .whole2000, .whole4000, .snippet500, .snippet1000,
                        .snippet2000, .snippet4000,
                    ]
                    .map { share(summary.rankings[.memos]?[$0]) }
            })
    }

    private var baselines: String {
        let names = RankingName.allCases.filter { report.all.rankings[$0] != nil }
        let figures: [RankingFigure] = [.recall10, .whole2000]
        return figures.map { figure in
            table(
                [figure == .recall10 ? "recall@10" : "recall within 2,000 tokens, whole"] + names.map(\.rawValue),
                rows.filter { $0.summary.answerable > 0 }.map { name, summary in
                    [name] + names.map { share(summary.rankings[$0]?[figure]) }
                })
        }.joined(separator: "\n\n")
    }

    private var silence: String {
        table(
            [
                "before a turn", "AUC", "false at 90 %", "silent: answerable", "unanswerable", "other case",
                "tokens", "other case",
            ],
            setRows.map { name, summary in
                [
                    name, share(summary.abstention?.area), share(summary.abstention?.falseInjection),
                    share(summary.silentAnswerable), share(summary.silentUnanswerable),
                    share(summary.silentElsewhere), whole(summary.injectedTokens),
                    whole(summary.injectedTokensElsewhere),
                ]
            })
    }

    private var latency: String {
        table(
            ["milliseconds", "search p50", "p95", "p99", "before a turn p50", "p95", "p99"],
            setRows.map { name, summary in
                [name]
                    + [summary.searching, summary.beforeTurn].flatMap { figures in
                        [figures?.p50, figures?.p95, figures?.p99].map { $0.map { decimals($0, 2) } ?? "" }
                    }
            })
    }

    private func share(_ value: Double?) -> String { value.map { decimals($0, 3) } ?? "" }
    private func whole(_ value: Double?) -> String { value.map { decimals($0, 0) } ?? "" }

    private func decimals(_ value: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let number = Int((value * Double(scale)).rounded())
        guard places > 0 else { return "\(number)" }
        let fraction = "\(number % scale)"
        return "\(number / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// First column to the left, figures to the right.
    private func table(_ heading: [String], _ rows: [[String]]) -> String {
        let all = [heading] + rows
        let widths = heading.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + space : space + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
