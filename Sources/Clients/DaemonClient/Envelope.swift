import JSONText

/// What a relay must know of a JSON-RPC line: whether it is a question or an answer, and which. Found in one pass
/// over the top level; the rest of the line is skipped, not parsed, so that lines of megabytes stay cheap.
struct Envelope: Equatable {
    /// The value of `id`; `nil` when absent or null.
    var id: JSON?
    /// The name, cut where it is longer than any of a protocol.
    var method: String?
    var hasMethod: Bool { method != nil }
    var hasOutcome = false

    var isAnswer: Bool { hasOutcome && !hasMethod }

    /// `nil` when the line is no JSON object as far as this can see.
    init?(scanning line: some RandomAccessCollection<UInt8>) {
        let found = line.withContiguousStorageIfAvailable { Envelope(bytes: $0) } ?? nil
        guard let found else { return nil }
        self = found
    }

    private init?(bytes: UnsafeBufferPointer<UInt8>) {
        var depth = 0
        var index = 0
        var expectsKey = false
        var key: Range<Int>?
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let start = index
                index = Self.endOfString(bytes, from: index)
                guard index <= bytes.count else { return nil }
                if depth == 1 {
                    if expectsKey { key = start..<index } else { note(key, value: start..<index, in: bytes) }
                }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == 0 {
                    guard bytes[index] == UInt8(ascii: "{") else { return nil }
                    expectsKey = true
                } else if depth == 1 {
                    note(key, value: index..<index, in: bytes)
                }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return nil }
            case UInt8(ascii: ":") where depth == 1: expectsKey = false
            case UInt8(ascii: ",") where depth == 1: expectsKey = true
            case 0x20, 0x09, 0x0D: break
            default:
                guard depth > 0 else { return nil }
                if depth == 1 {
                    let start = index
                    while index < bytes.count, !Self.endsScalar(bytes[index]) { index += 1 }
                    if expectsKey { return nil }
                    note(key, value: start..<index, in: bytes)
                    continue
                }
            }
            index += 1
        }
        guard depth == 0, !bytes.isEmpty else { return nil }
    }

    private mutating func note(_ key: Range<Int>?, value: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
        guard let key, key.count <= 8 else { return }
        switch String(decoding: UnsafeBufferPointer(rebasing: bytes[key]), as: UTF8.self) {
        case #""method""#:
            let name = bytes[value].dropFirst().dropLast().prefix(64)
            method = String(decoding: UnsafeBufferPointer(rebasing: name), as: UTF8.self)
        case #""result""#, #""error""#: hasOutcome = true
        case #""id""#:
            if let parsed = try? JSON(parsing: Array(bytes[value])), !parsed.isNull { id = parsed }
        default: break
        }
    }

    /// The index behind the closing quotation mark; beyond the end when there is none.
    private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == UInt8(ascii: "\"") {
                return index + 1
            } else {
                index += 1
            }
        }
        return bytes.count + 1
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09, 0x0D: true
        default: false
        }
    }
}
