import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryModel

extension Dispatcher {
    mutating func registerUpkeep(_ memory: Memory) {
        register(ImportPlan.self) { request, _ in
            let reports = try await memory.imports.plan(
                path: request.path, host: request.host, format: request.format)
            let estimate = reports.reduce(ImportEstimate()) { $0 + $1.estimate }
            return WireValue(
                ImportWire.plan(reports, estimate: estimate, models: memory.models.imports(estimate.usage)))
        }
        register(ImportRun.self) { request, context in
            let token = request.progressToken
            let reports = try await memory.imports.run(
                path: request.source.path, host: request.source.host, format: request.source.format
            ) { done, total, path in
                guard let token else { return }
                context.notify(
                    "import.progress",
                    ["progressToken": token, "done": JSON(done), "total": JSON(total), "path": .string(path)]
                )
            }
            return WireValue(ImportWire.run(reports))
        }
        register(ImportSources.self) { _, _ in
            WireValue(["sources": .array(try await memory.imports.sources().map(ImportWire.host))])
        }
        register(ImportStart.self) { request, _ in
            let run = try memory.imports.start(hosts: request.hosts, path: request.path, format: request.format)
            return WireValue(["run": ImportWire.progress(run)])
        }
        register(ImportStatus.self) { _, _ in
            WireValue(["run": memory.imports.progress.map(ImportWire.progress) ?? .null])
        }
        register(ImportCancel.self) { _, _ in
            WireValue(["run": memory.imports.cancel().map(ImportWire.progress) ?? .null])
        }
        register(ExportBook.self) { request, _ in
            let page = try await memory.book.page(cursor: request.cursor)
            return WireValue(
                .object(present: [("text", .string(page.text)), ("nextCursor", page.nextCursor.map(JSON.string))]))
        }
        register(ExportPage.self) { request, _ in
            let page = try await memory.archive.page(cursor: request.cursor, limit: request.limit)
            return WireValue(
                .object(present: [("lines", .array(page.lines)), ("nextCursor", page.nextCursor.map(JSON.string))])
            )
        }
        register(ExportRestore.self) { request, _ in
            let restored = try await memory.archive.restore(request.lines)
            return WireValue(["imported": JSON(restored.imported), "skipped": JSON(restored.skipped)])
        }
    }
}

/// Reports of back-fill as the wire has them.
enum ImportWire {
    static func plan(
        _ reports: [ImportService.SourceReport], estimate: ImportEstimate, models: ImportModels?
    ) -> JSON {
        .object(present: [
            ("sources", .array(reports.map(source))),
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

    static func run(_ reports: [ImportService.SourceReport]) -> JSON {
        [
            "sources": .array(reports.map(source)),
            "imported": [
                "turns": JSON(sum(reports, \.newTurns)), "traces": JSON(sum(reports, \.traces)),
                "messages": JSON(sum(reports, \.newMessages)),
            ],
            "skipped": JSON(reports.count { $0.isUnchanged }),
            "errors": .array(
                reports.compactMap { report in report.error.map { failure(at: report.file.path, $0) } }
            ),
        ]
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
            ("unchanged", report.isUnchanged ? true : nil), ("error", report.error.map { .string($0.message) }),
        ])
    }
}
