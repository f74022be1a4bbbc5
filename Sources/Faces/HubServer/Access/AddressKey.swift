import NIOCore

/// Who an address counts as: one of IPv4 itself, one of IPv6 its network, because a device has all of that.
enum AddressKey {
    static func of(_ address: SocketAddress?) -> String {
        switch address {
        case .v4(let v4):
            return withUnsafeBytes(of: v4.address.sin_addr) { text(of: $0) }
        case .v6(let v6):
            return withUnsafeBytes(of: v6.address.sin6_addr) { bytes in
                let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
                if isMapped { return text(of: UnsafeRawBufferPointer(rebasing: bytes[12...])) }
                let groups = stride(from: 0, to: 8, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
                return groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
            }
        default: return "local"
        }
    }

    private static func text(of bytes: UnsafeRawBufferPointer) -> String {
        bytes.map { String($0) }.joined(separator: ".")
    }
}
