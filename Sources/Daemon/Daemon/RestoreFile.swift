import JSONText
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of an export on its way back. Every line is looked at before the first is taken, so that a file that is cut off
/// or is something else changes nothing; then lines go in batches, each whole or not at all.
struct RestoreFile {
    let path: String
    /// Takes lines and tells how many rows were `imported` and `skipped`; an error's `details.line` counts them from 1.
    let restore: @Sendable ([JSON]) async throws -> JSON

    /// - Throws: `invalid_argument` and what `restore` throws, with the number of the line in the file.
    func run() async throws -> JSON {
        let count = try check()
        var (imported, skipped) = (Int64(0), Int64(0))
        var batch: [(number: Int, line: JSON)] = []
        var bytes = 0
        var source = try LineSource(path)
        var number = 0
        while let line = source.next() {
            number += 1
            guard !Self.isBlank(line) else { continue }
            batch.append((number, try JSON(parsing: line)))
            bytes += line.count
            guard batch.count >= Self.linesAtOnce || bytes >= Self.bytesAtOnce else { continue }
            try await send(batch, &imported, &skipped)
            (batch, bytes) = ([], 0)
        }
        if !batch.isEmpty { try await send(batch, &imported, &skipped) }
        return ["lines": JSON(count), "imported": JSON(imported), "skipped": JSON(skipped)]
    }

    private func check() throws -> Int {
        var source = try LineSource(path)
        var (number, count) = (0, 0)
        while let line = source.next() {
            number += 1
            guard !Self.isBlank(line) else { continue }
            count += 1
            guard let value = try? JSON(parsing: line), let kind = value["kind"]?.string else {
                throw Self.refusal(number, "it is no line of an export.")
            }
            guard count > 1 || kind == "memos-export" else {
                throw Self.refusal(number, "an export begins with a line that says what it is.")
            }
        }
        guard count > 0 else { throw MemoryError(.invalidArgument, "The file is empty.") }
        return count
    }

    private func send(_ batch: [(number: Int, line: JSON)], _ imported: inout Int64, _ skipped: inout Int64)
        async throws
    {
        do {
            let answer = try await restore(batch.map(\.line))
            imported += answer["imported"]?.int ?? 0
            skipped += answer["skipped"]?.int ?? 0
        } catch let error as MemoryError {
            guard let place = error.details?["line"]?.int, batch.indices.contains(Int(place) - 1) else { throw error }
            let number = batch[Int(place) - 1].number
            throw MemoryError(
                error.code, "Line \(number) was refused: \(error.message)", details: ["line": JSON(number)],
                hint: imported + skipped > 0 ? "\(imported) rows before it were restored." : "Nothing was restored.")
        }
    }

    private static func refusal(_ line: Int, _ reason: String) -> MemoryError {
        MemoryError(
            .invalidArgument, "Line \(line) was refused: \(reason)", details: ["line": JSON(line)],
            hint: "Nothing was restored.")
    }

    private static func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }

    private static let linesAtOnce = 200
    private static let bytesAtOnce = 4 << 20
}

/// The lines of a file, one after the other, without their ends.
private struct LineSource: ~Copyable {
    private let stream: UnsafeMutablePointer<FILE>
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    init(_ path: String) throws(MemoryError) {
        guard let opened = fopen(path, "r") else {
            throw MemoryError(.notFound, "The file that was sent is gone.", hint: "Send it again.")
        }
        stream = opened
    }

    deinit {
        free(buffer)
        fclose(stream)
    }

    mutating func next() -> [UInt8]? {
        let length = getline(&buffer, &capacity, stream)
        guard length > 0, let buffer else { return nil }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: length)
        return Array(bytes.last == 0x0A ? bytes.dropLast() : bytes[...])
    }
}
