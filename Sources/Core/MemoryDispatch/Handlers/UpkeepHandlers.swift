import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryModel

extension Dispatcher {
    mutating func registerUpkeep(_ memory: Memory) {
        register(ImportPlan.self) { request, context in
            let reports = try await memory.imports.plan(
                ImportSelection(request), progress: Self.progress(request.progressToken, to: context))
            let estimate = reports.reduce(ImportEstimate()) { $0 + $1.estimate }
            return WireValue(
                ImportWire.plan(
                    reports, estimate: estimate, models: memory.models.imports(estimate.usage),
                    isBrief: request.isAll))
        }
        register(ImportRun.self) { request, context in
            let reports = try await memory.imports.run(
                ImportSelection(request.source), progress: Self.progress(request.source.progressToken, to: context))
            return WireValue(ImportWire.run(reports, isBrief: request.source.isAll))
        }
        register(ImportSources.self) { _, _ in
            WireValue(["sources": .array(try await memory.imports.sources().map(ImportWire.host))])
        }
        register(ImportStart.self) { request, _ in
            let run = try await memory.imports.start(hosts: request.hosts, path: request.path, format: request.format)
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

    /// Tells the caller how far an import is, when it asked for it.
    private static func progress(_ token: JSON?, to context: CallContext) -> ImportService.Progress {
        { done, total, path in
            guard let token else { return }
            context.notify(
                "import.progress",
                ["progressToken": token, "done": JSON(done), "total": JSON(total), "path": .string(path)])
        }
    }
}

extension ImportSelection {
    init(_ request: ImportPlan) {
        self.init(
            path: request.path, host: request.host, format: request.format, isAll: request.isAll, since: request.since,
            variables: request.environment)
    }
}
