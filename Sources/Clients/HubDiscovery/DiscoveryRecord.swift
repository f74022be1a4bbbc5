/// One record of a message, of the kinds that services are found by (RFC 6763).
struct DiscoveryRecord: Sendable {
    enum Kind {
        static let address: UInt16 = 1
        static let pointer: UInt16 = 12
        static let text: UInt16 = 16
        static let longAddress: UInt16 = 28
        static let service: UInt16 = 33
        static let any: UInt16 = 255
    }

    enum Content: Sendable {
        case pointer(DomainName)
        case service(port: Int, host: DomainName)
        case text([[UInt8]])
        /// 4 bytes, or 16.
        case address([UInt8])
        /// Of a kind that is of no use here.
        case other(UInt16)
    }

    var name: DomainName
    var content: Content
    /// Seconds for which it may be kept; 0 takes it back.
    var lifetime: UInt32
    /// Whether it is the only one of its name and kind, so that what was kept of them is to be dropped.
    var isUnique = false

    private static let uniqueBit: UInt16 = 0x8000

    init(_ name: DomainName, _ content: Content, lifetime: UInt32, isUnique: Bool = false) {
        (self.name, self.content, self.lifetime, self.isUnique) = (name, content, lifetime, isUnique)
    }

    var kind: UInt16 {
        switch content {
        case .pointer: Kind.pointer
        case .service: Kind.service
        case .text: Kind.text
        case .address(let bytes): bytes.count == 4 ? Kind.address : Kind.longAddress
        case .other(let kind): kind
        }
    }

    init?(_ reader: inout PacketReader) {
        guard let name = reader.name(), let kind = reader.half(), let family = reader.half(),
            let lifetime = reader.word(), let size = reader.half()
        else { return nil }
        let end = reader.position + Int(size)
        guard let content = Self.content(kind, size: Int(size), &reader), reader.position == end else { return nil }
        self.init(name, content, lifetime: lifetime, isUnique: family & Self.uniqueBit != 0)
    }

    private static func content(_ kind: UInt16, size: Int, _ reader: inout PacketReader) -> Content? {
        switch kind {
        case Kind.pointer:
            return reader.name().map(Content.pointer)
        case Kind.service:
            // Priority and weight choose among several hosts of a service, which a hub does not have.
            guard reader.word() != nil, let port = reader.half(), let host = reader.name() else { return nil }
            return .service(port: Int(port), host: host)
        case Kind.text:
            return reader.take(size).flatMap(strings).map(Content.text)
        case Kind.address where size == 4, Kind.longAddress where size == 16:
            return reader.take(size).map { .address(Array($0)) }
        default:
            return reader.take(size).map { _ in .other(kind) }
        }
    }

    private static func strings(_ bytes: ArraySlice<UInt8>) -> [[UInt8]]? {
        var (strings, at): ([[UInt8]], Int) = ([], bytes.startIndex)
        while at < bytes.endIndex {
            let end = at + 1 + Int(bytes[at])
            guard end <= bytes.endIndex else { return nil }
            strings.append(Array(bytes[at + 1..<end]))
            at = end
        }
        return strings
    }

    /// Writes nothing of a record of no use here.
    func write(to packet: inout PacketBytes) {
        var field = PacketBytes()
        switch content {
        case .pointer(let target): field.name(target)
        case .service(let port, let host):
            field.word(0)
            field.half(UInt16(clamping: port))
            field.name(host)
        case .text(let strings):
            for string in strings { field.append([UInt8(min(255, string.count))] + string.prefix(255)) }
        case .address(let bytes): field.append(bytes)
        case .other: return
        }
        packet.name(name)
        packet.half(kind)
        packet.half(1 | (isUnique ? Self.uniqueBit : 0))
        packet.word(lifetime)
        packet.half(UInt16(clamping: field.bytes.count))
        packet.append(field.bytes)
    }
}
