import JSONText
import MemoryModel

/// One reading of one source: what the reader may open, where the sessions go and what was left out.
final class TranscriptReading {
    /// Turns of a session are handed on when they have grown past this many bytes.
    static let pieceSize = 4 << 20

    let source: TranscriptSource
    var report = TranscriptReadReport()
    private let openDatabase: (String) throws(MemoryError) -> any ForeignRows
    private let session: (TranscriptSession) throws -> Void
    private var lastSession: String?

    init(
        _ source: TranscriptSource, openDatabase: @escaping (String) throws(MemoryError) -> any ForeignRows,
        session: @escaping (TranscriptSession) throws -> Void
    ) {
        self.source = source
        self.openDatabase = openDatabase
        self.session = session
    }

    func database() throws -> any ForeignRows { try openDatabase(source.path) }

    func emit(_ piece: TranscriptSession?) throws {
        guard let piece else { return }
        if lastSession != piece.id { report.sessions += 1 }
        lastSession = piece.id
        report.turns += piece.turns.count
        report.messages += piece.turns.reduce(0) { $0 + $1.messageCount }
        try session(piece)
    }

    /// - Parameter record: what was looked at; its type is told when it is an unknown one.
    func note(_ skip: TranscriptSkip?, of record: JSON? = nil, type: @autoclosure () -> String? = nil) {
        report.records += 1
        guard let skip else { return }
        report.skip(skip)
        if skip == .unknownType { report.meet(unknown: type() ?? record?.recordType ?? "no type") }
    }

    /// A file that is one JSON value.
    func wholeFile(_ path: String? = nil) throws -> JSON {
        let path = path ?? source.path
        let bytes = try StoredFile.contents(of: path)
        do {
            return try JSON(parsing: bytes, maximumDepth: TranscriptJSON.maximumDepth)
        } catch {
            throw MemoryError(
                .invalidArgument, "\(path) is not a readable transcript: \(error)",
                hint: "The host may be writing it just now, or it is damaged; the other transcripts are not affected.")
        }
    }
}

extension JSON {
    /// What a record says it is: its type, and that of what it carries.
    fileprivate var recordType: String? {
        guard object != nil else { return nil }
        let outer = self["type"]?.string ?? self["role"]?.string ?? self["kind"]?.string
        let carried = self["payload"] ?? self["message"] ?? self["data"]
        let inner = carried?["type"]?.string ?? carried?["role"]?.string
        let parts = [outer, inner].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }
}

/// How deep the JSON of a transcript may nest: tool inputs go deeper than our own wire.
enum TranscriptJSON {
    static let maximumDepth = 200

    /// A file beside the transcript that says more about it. Its absence or damage costs only what it would say.
    static func sidecar(_ path: String) -> JSON? {
        guard let bytes = try? StoredFile.contents(of: path, limit: 16 << 20) else { return nil }
        return try? JSON(parsing: bytes, maximumDepth: maximumDepth)
    }

    /// JSON as the text of a column; `nil` when it is missing or damaged.
    static func column(_ value: JSON?) -> JSON? {
        value?.string.flatMap { try? JSON(parsing: $0, maximumDepth: maximumDepth) }
    }

    /// Arguments that hosts write as JSON inside a string; other text stays a string.
    static func arguments(_ value: JSON?) -> JSON {
        guard case .string(let text)? = value else { return value ?? .null }
        guard let parsed = column(value), parsed.object != nil else { return .string(text) }
        return parsed
    }
}

/// One format: how its files look and how they are read.
protocol TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool
    static func read(_ reading: TranscriptReading) throws
}

/// A format of one JSON object a line, read as a stream.
protocol TranscriptLineReader: TranscriptFormatReader {
    init(_ reading: TranscriptReading)
    var assembler: TurnAssembler { get set }
    /// Why the line was left out, or `nil` when it was used.
    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip?
    /// Whether it is worth parsing a line; decides by its bytes alone.
    static func mayMatter(_ line: UnsafeRawBufferPointer) -> Bool
}

extension TranscriptLineReader {
    static func mayMatter(_ line: UnsafeRawBufferPointer) -> Bool { true }

    static func read(_ reading: TranscriptReading) throws {
        var reader = Self(reading)
        do {
            try TranscriptLines.forEach(in: reading, mayMatter: mayMatter) { line, number in
                let skip = reader.take(line, number: number)
                try reading.emit(reader.assembler.piece(over: TranscriptReading.pieceSize))
                return skip
            }
        } catch {
            // What stands before the damage is a conversation too.
            try reading.emit(reader.assembler.finish())
            throw error
        }
        try reading.emit(reader.assembler.finish())
    }
}

/// Walks over the JSON objects of a file, one a line, and counts the lines that are none.
enum TranscriptLines {
    static func forEach(
        in reading: TranscriptReading, mayMatter: (UnsafeRawBufferPointer) -> Bool = { _ in true },
        _ body: (_ line: JSON, _ number: Int) throws -> TranscriptSkip?
    ) throws {
        var lines = try LineReader(path: reading.source.path)
        var number = 0
        while let line = try lines.next() {
            number += 1
            switch line {
            case .tooLong: reading.note(.lineTooLong)
            case .bytes(let bytes, let isComplete):
                if bytes.allSatisfy({ $0 <= 0x20 }) { continue }
                guard mayMatter(bytes) else {
                    reading.note(.hostMeta)
                    continue
                }
                switch parse(bytes, isComplete: isComplete) {
                case .success(let json): reading.note(try body(json, number), of: json)
                case .failure(let failure): reading.note(failure.reason, type: "not an object")
                }
            }
        }
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, isComplete: Bool
    ) -> Result<JSON, SkippedLine> {
        do throws(JSONSyntaxError) {
            let json = try JSON(parsing: Array(bytes), maximumDepth: TranscriptJSON.maximumDepth)
            return json.object == nil ? .failure(SkippedLine(reason: .unknownType)) : .success(json)
        } catch {
            if error.reason == .invalidUTF8 { return .failure(SkippedLine(reason: .invalidUTF8)) }
            return .failure(SkippedLine(reason: isComplete ? .brokenLine : .brokenTail))
        }
    }
}

private struct SkippedLine: Error {
    let reason: TranscriptSkip
}
