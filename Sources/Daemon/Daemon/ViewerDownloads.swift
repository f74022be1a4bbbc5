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
        ["logs.ndjson": logs]
    }

    var uploads: [String: Upload] {
        ["skill.import": importSkill]
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
