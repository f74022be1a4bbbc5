/// Reads the fields of a packet that anybody may have sent: each step says `nil` where the packet ends too early or
/// holds what it may not, and none reads a byte twice without end.
struct PacketReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func half() -> UInt16? {
        guard let field = take(2) else { return nil }
        return field.reduce(0) { $0 << 8 | UInt16($1) }
    }

    mutating func word() -> UInt32? {
        guard let field = take(4) else { return nil }
        return field.reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, bytes.count - position >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A name, compressed or not (RFC 1035, section 4.1.4). A pointer must lead further back than the part of the name
    /// that it stands in begins, so that no chain of them is endless.
    mutating func name() -> DomainName? {
        var labels: [String] = []
        var (at, begin, size) = (position, position, 1)
        var end: Int?
        while at < bytes.count {
            let length = Int(bytes[at])
            switch length >> 6 {
            case 0 where length == 0:
                position = end ?? at + 1
                return DomainName(labels)
            case 0:
                size += length + 1
                guard size <= DomainName.limit, bytes.count - at > length else { return nil }
                labels.append(String(decoding: bytes[at + 1...at + length], as: UTF8.self))
                at += length + 1
            case 3:
                guard bytes.count - at > 1 else { return nil }
                let target = (length & 0x3F) << 8 | Int(bytes[at + 1])
                guard target < begin else { return nil }
                if end == nil { end = at + 2 }
                (at, begin) = (target, target)
            default:
                return nil
            }
        }
        return nil
    }
}
