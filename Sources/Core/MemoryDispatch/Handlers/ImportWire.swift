import JSONText
import LanguageModels
import MemoryCore
import MemoryModel

/// Reports of back-fill as the wire has them.
enum ImportWire {
    static func plan(
        _ reports: [ImportService.SourceReport], estimate: ImportEstimate, models: ImportModels?, isBrief: Bool
    ) -> JSON {
        .object(present: [
            ("sources", isBrief ? nil : .array(reports.map(source))), ("hosts", .array(hosts(reports))),
            ("errors", .array(failures(reports))),
            (
                "total",
                [
                    "sources": JSON(reports.count), "sessions": JSON(sum(reports, \.sessions)),
                    "turns": JSON(sum(reports, \.turns)), "messages": JSON(sum(reports, \.messages)),
                    "newTurns": JSON(sum(reports, \.newTurns)), "newMessages": JSON(sum(reports, \.newMessages)),
                ]
            ),
            (
                "models",
                models.map { models in
                    .object(present: [
                        ("asked", .bool(models.isWanted)), ("calls", JSON(estimate.calls)),
                        ("tokens", JSON(estimate.usage.total)), ("dollars", models.dollars.map(JSON.double)),
                    ])
                }
            ),
        ])
    }

    /// - Parameter isBrief: whether the files are left out, which may be many thousands.
    static func run(_ reports: [ImportService.SourceReport], isBrief: Bool) -> JSON {
        .object(present: [
            ("sources", isBrief ? nil : .array(reports.map(source))), ("hosts", .array(hosts(reports))),
            (
                "imported",
                [
                    "turns": JSON(sum(reports, \.newTurns)), "traces": JSON(sum(reports, \.traces)),
                    "messages": JSON(sum(reports, \.newMessages)),
                ]
            ),
            ("skipped", JSON(reports.count { $0.isUnchanged })), ("errors", .array(failures(reports))),
        ])
    }

    private static func failures(_ reports: [ImportService.SourceReport]) -> [JSON] {
        reports.compactMap { report in report.error.map { failure(at: report.file.path, $0) } }
    }

    /// Sums by host and format, in the order in which they were met.
    private static func hosts(_ reports: [ImportService.SourceReport]) -> [JSON] {
        var order: [String] = []
        let groups = Dictionary(grouping: reports) { report in
            if !order.contains(report.file.format) { order.append(report.file.format) }
            return report.file.format
        }
        return order.compactMap { groups[$0] }.map { reports in
            let remarks = reports.reduce(TranscriptRemarks()) { $0 + $1.remarks }
            return .object(present: [
                ("host", .string(reports[0].file.host)), ("format", .string(reports[0].file.format)),
                ("files", JSON(reports.count)), ("unchanged", JSON(reports.count { $0.isUnchanged })),
                ("failed", JSON(reports.count { $0.error != nil })), ("sessions", JSON(sum(reports, \.sessions))),
                ("turns", JSON(sum(reports, \.turns))), ("calls", JSON(sum(reports, \.calls))),
                ("failures", JSON(sum(reports, \.failures))), ("newTurns", JSON(sum(reports, \.newTurns))),
                ("newMessages", JSON(sum(reports, \.newMessages))), ("traces", JSON(sum(reports, \.traces))),
                ("records", JSON(remarks.records)), ("skipped", counts(remarks.skipped)),
                ("unknown", counts(remarks.unknown)),
            ])
        }
    }

    /// The most frequent first; nothing when there is none.
    private static func counts(_ counts: [String: Int]) -> JSON? {
        counts.isEmpty
            ? nil
            : .object(
                JSONObject(
                    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                        .map { .init(key: $0.key, value: JSON($0.value)) }))
    }

    static func host(_ source: ImportService.HostSource) -> JSON {
        .object(present: [
            ("host", .string(source.host)), ("files", JSON(source.files)), ("bytes", JSON(source.bytes)),
            ("known", JSON(source.known)), ("newest", source.newest.map { JSON($0) }),
        ])
    }

    static func progress(_ run: ImportProgress) -> JSON {
        .object(present: [
            ("id", .string(run.id)), ("state", .string(run.state.rawValue)), ("hosts", JSON(run.hosts)),
            ("startedAt", JSON(run.startedAt)), ("endedAt", run.endedAt.map { JSON($0) }), ("done", JSON(run.done)),
            ("total", JSON(run.total)), ("path", run.path.map(JSON.string)), ("unchanged", JSON(run.unchanged)),
            (
                "imported",
                ["turns": JSON(run.turns), "traces": JSON(run.traces), "messages": JSON(run.messages)]
            ), ("errors", .array(run.errors.map { failure(at: $0.path, $0.error) })),
        ])
    }

    private static func failure(at path: String, _ error: MemoryError) -> JSON {
        .object(present: [
            ("path", .string(path)), ("message", .string(error.message)), ("hint", error.hint.map(JSON.string)),
        ])
    }

    private static func sum(_ reports: [ImportService.SourceReport], _ part: KeyPath<ImportService.SourceReport, Int>)
        -> Int
    {
        reports.reduce(0) { $0 + $1[keyPath: part] }
    }

    private static func source(_ report: ImportService.SourceReport) -> JSON {
        .object(present: [
            ("path", .string(report.file.path)), ("format", .string(report.file.format)),
            ("sessions", JSON(report.sessions)), ("turns", JSON(report.turns)), ("messages", JSON(report.messages)),
            ("newTurns", JSON(report.newTurns)), ("newMessages", JSON(report.newMessages)),
            ("calls", JSON(report.calls)), ("failures", JSON(report.failures)),
            ("skipped", counts(report.remarks.skipped)), ("unknown", counts(report.remarks.unknown)),
            ("unchanged", report.isUnchanged ? true : nil), ("error", report.error.map { .string($0.message) }),
        ])
    }
}
