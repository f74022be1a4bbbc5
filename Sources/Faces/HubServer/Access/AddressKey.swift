import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who an address counts as: one of IPv4 itself, one of IPv6 its network, because a device has all of that.
enum AddressKey {
    static func of(_ address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "local" }
        return of(text)
    }

    /// Whether a program of this machine asks, by its usual address.
    static func isOfThisMachine(_ address: SocketAddress?) -> Bool {
        address?.ipAddress.map { ["127.0.0.1", "::1", "::ffff:127.0.0.1"].contains($0) } ?? true
    }

    static func of(_ text: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        // A link-local address names its interface behind a percent sign.
        guard inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &bytes) == 1 else { return text }
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes[12...].map { String($0) }.joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        return groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
