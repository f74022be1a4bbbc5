import CChecksum
import LanguageModels

/// The framing of AWS's event streams (`application/vnd.amazon.eventstream`): lengths of the whole and of its headers,
/// a checksum over both, headers, payload, a checksum over all. Numbers are big-endian.
struct EventFrames: EventSplitter {
    private var buffer: [UInt8] = []

    static func begins(with byte: UInt8) -> Bool { byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[") }

    var pending: Int { buffer.count }

    mutating func take(_ bytes: [UInt8]) throws(ModelFault) -> [WireEvent] {
        buffer += bytes
        var events: [WireEvent] = []
        var start = 0
        while buffer.count - start >= Self.prelude {
            let total = Self.number(buffer, start)
            let headers = Self.number(buffer, start + 4)
            guard Self.checksum(buffer[start..<start + 8]) == Self.number(buffer, start + 8),
                total <= Self.largest, headers + Self.prelude + 4 <= total
            else { throw Self.broken }
            guard buffer.count - start >= total else { break }
            let end = start + total - 4
            guard Self.checksum(buffer[start..<end]) == Self.number(buffer, end) else { throw Self.broken }
            let payload = start + Self.prelude + headers
            events.append(
                Self.event(try Self.headers(buffer[start + Self.prelude..<payload]), Array(buffer[payload..<end])))
            start += total
        }
        buffer.removeFirst(start)
        return events
    }

    mutating func end() -> [WireEvent] { [] }

    private static func event(_ headers: [String: String], _ payload: [UInt8]) -> WireEvent {
        switch headers[":message-type"] {
        case "exception":
            WireEvent(name: headers[":exception-type"] ?? "exception", data: payload, isFault: true)
        // Not of a model's own: the connection's.
        case "error":
            WireEvent(
                name: headers[":error-code"] ?? "error", data: Array((headers[":error-message"] ?? "").utf8),
                isFault: true)
        default: WireEvent(name: headers[":event-type"], data: payload)
        }
    }

    /// Headers that are texts; the other types are passed over.
    private static func headers(_ bytes: ArraySlice<UInt8>) throws(ModelFault) -> [String: String] {
        var headers: [String: String] = [:]
        var rest = bytes
        func cut(_ count: Int) throws(ModelFault) -> ArraySlice<UInt8> {
            guard rest.count >= count else { throw broken }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        while let length = rest.first {
            rest = rest.dropFirst()
            let name = String(decoding: try cut(Int(length)), as: UTF8.self)
            guard let type = try cut(1).first else { throw broken }
            switch type {
            case 6, 7:
                let size = try cut(2).reduce(0) { $0 << 8 | Int($1) }
                let value = try cut(size)
                if type == 7 { headers[name] = String(decoding: value, as: UTF8.self) }
            default:
                guard let size = sizes[type] else { throw broken }
                _ = try cut(size)
            }
        }
        return headers
    }

    /// Of the types with a fixed size: true, false, byte, short, integer, long, time, UUID.
    private static let sizes: [UInt8: Int] = [0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16]

    private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
        bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { Int(memos_crc32(0, $0.baseAddress, $0.count)) }
    }

    private static let broken = ModelFault(
        .malformed, "The stream's frames are broken.",
        hint: "The role's endpoint is probably wrong, or something between changes the answer.")

    private static let prelude = 12
    /// AWS allows 16 MiB of payload and 128 KiB of headers.
    private static let largest = 1 << 24 | 1 << 18
}
