import JSONText
import MemoryDispatch
import MemoryModel
import ViewerServer

/// What the viewer can be sent as a file, and what it can send, by the names that its routes use.
struct ViewerDownloads: Sendable {
    typealias Download = @Sendable (_ params: JSON) async throws -> ViewerDownload
    /// Takes the path of what was sent.
    typealias Upload = @Sendable (_ params: JSON, _ path: String) async throws -> JSON

    let box: DispatcherBox

    var downloads: [String: Download] {
        ["logs.ndjson": logs, "export.jsonl": export, "export.md": book]
    }

    var uploads: [String: Upload] {
        ["skill.import": importSkill, "restore": restore]
    }

    func download(_ name: String, _ params: JSON) async throws -> ViewerDownload {
        guard let download = downloads[name] else { throw Self.unknown(name) }
        return try await download(params)
    }

    func upload(_ name: String, _ params: JSON, _ path: String) async throws -> JSON {
        guard let upload = uploads[name] else { throw Self.unknown(name) }
        return try await upload(params, path)
    }

    private static func unknown(_ name: String) -> MemoryError {
        MemoryError(.unsupported, "There is no file \"\(name)\" here.")
    }

    /// A skill of somebody else's, which then waits for a person.
    @Sendable private func importSkill(_ params: JSON, _ path: String) async throws -> JSON {
        let params: JSON = ["path": .string(path), "source": "sent from the viewer"]
        return try await box.dispatcher.call("skill.import", params, CallContext(agent: nil))
    }

    /// The records of `logs.tail`, a line each.
    @Sendable private func logs(_ params: JSON) async throws -> ViewerDownload {
        let answer = try await box.dispatcher.read("logs.tail", params, CallContext(agent: nil))
        return .lines(answer["records"]?.array ?? [], fileName: "memos-log.ndjson")
    }

    /// All pages of `export.page`, a line each row.
    @Sendable private func export(_ params: JSON) async throws -> ViewerDownload {
        pages(of: "export.page", fileName: "memos-export.jsonl", contentType: "application/x-ndjson") { page in
            (page["lines"]?.array ?? []).reduce(into: []) { $0 += $1.utf8Text + [UInt8(ascii: "\n")] }
        }
    }

    /// All pages of `export.book`.
    @Sendable private func book(_ params: JSON) async throws -> ViewerDownload {
        pages(of: "export.book", fileName: "memos-book.md", contentType: "text/markdown; charset=utf-8") { page in
            Array((page["text"]?.string ?? "").utf8)
        }
    }

    private func pages(
        of method: String, fileName: String, contentType: String, text: @escaping @Sendable (JSON) -> [UInt8]
    ) -> ViewerDownload {
        let queue = PageQueue { [box] cursor in
            try await box.dispatcher.read(method, .object(present: [("cursor", cursor)]), CallContext(agent: nil))
        }
        return ViewerDownload(
            fileName: fileName, contentType: contentType,
            chunks: AsyncThrowingStream { try await queue.next().map(text) })
    }

    /// What was sent goes the way of `export.restore`.
    @Sendable private func restore(_ params: JSON, _ path: String) async throws -> JSON {
        try await RestoreFile(path: path) { [box] lines in
            try await box.dispatcher.call("export.restore", ["lines": .array(lines)], CallContext(agent: nil))
        }.run()
    }
}

/// Page after page, until one names no next one.
private actor PageQueue {
    private let ask: @Sendable (_ cursor: JSON?) async throws -> JSON
    private var cursor: JSON?
    private var isOver = false

    init(_ ask: @escaping @Sendable (_ cursor: JSON?) async throws -> JSON) {
        self.ask = ask
    }

    func next() async throws -> JSON? {
        if isOver { return nil }
        let page = try await ask(cursor)
        cursor = page["nextCursor"]
        isOver = cursor == nil
        return page
    }
}

extension ViewerDownload {
    /// JSON values as lines, some hundred at a time.
    static func lines(_ values: [JSON], fileName: String) -> ViewerDownload {
        let rest = LineQueue(values)
        return ViewerDownload(
            fileName: fileName, contentType: "application/x-ndjson",
            chunks: AsyncThrowingStream(unfolding: { await rest.next() }))
    }
}

private actor LineQueue {
    private var rest: ArraySlice<JSON>

    init(_ values: [JSON]) {
        rest = values[...]
    }

    func next() -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(256) }
        return rest.prefix(256).reduce(into: []) { $0 += Array($1.text.utf8) + [UInt8(ascii: "\n")] }
    }
}
