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
        let lines = Self.lines(answer["records"])
        return ViewerDownload(
            fileName: "memos-log.ndjson", contentType: Self.lineType,
            chunks: AsyncThrowingStream {
                $0.yield(lines)
                $0.finish()
            })
    }

    /// All pages of `export.page`, a line each row.
    @Sendable private func export(_ params: JSON) async throws -> ViewerDownload {
        pages(of: "export.page", fileName: "memos-export.jsonl", contentType: Self.lineType) { Self.lines($0["lines"]) }
    }

    /// All pages of `export.book`.
    @Sendable private func book(_ params: JSON) async throws -> ViewerDownload {
        pages(of: "export.book", fileName: "memos-book.md", contentType: "text/markdown; charset=utf-8") { page in
            Array((page["text"]?.string ?? "").utf8)
        }
    }

    private static let lineType = "application/x-ndjson"

    /// The values of a list, a line each.
    private static func lines(_ values: JSON?) -> [UInt8] {
        (values?.array ?? []).reduce(into: []) { $0 += $1.utf8Text + [UInt8(ascii: "\n")] }
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
