/// Where a hub is reached.
package struct HubAddress: Sendable, Hashable, CustomStringConvertible {
    /// Lower case; an IPv6 address without brackets.
    package let host: String
    package let port: Int
    /// `false` only for a hub on this machine that was named with `http://`.
    package let isEncrypted: Bool

    package static let usualPort = 18912

    /// - Parameter text: `host`, `host:port`, `[v6]:port`, or the same as an `https://` URL; `http://` for an address of
    ///   this machine only.
    package init?(_ text: String) {
        var rest = Substring(text.lowercased())
        isEncrypted = !rest.hasPrefix("http://")
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            break
        }
        if rest.last == "/" { rest = rest.dropLast() }
        var port = Self.usualPort
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            let tail = rest[rest.index(after: end)...]
            if !tail.isEmpty {
                guard tail.first == ":", let number = Self.port(tail.dropFirst()) else { return nil }
                port = number
            }
            rest = rest[rest.index(after: rest.startIndex)..<end]
            guard rest.contains(":") else { return nil }
        } else if let colon = rest.lastIndex(of: ":") {
            guard rest.firstIndex(of: ":") == colon, let number = Self.port(rest[rest.index(after: colon)...]) else {
                return nil
            }
            port = number
            rest = rest[..<colon]
        }
        // The host is named in messages and put into a URL.
        let isPlain = rest.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-._:".utf8.contains(byte)
            }
        }
        guard isPlain, (1...253).contains(rest.utf8.count) else { return nil }
        host = String(rest)
        self.port = port
        guard isEncrypted || isLoopback else { return nil }
    }

    /// Whether it is this machine.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }

    /// `host:port`, as people write it.
    package var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// Scheme and authority of a URL.
    var origin: String { (isEncrypted ? "https://" : "http://") + description }

    private static func port(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text),
            (1...65_535).contains(number)
        else { return nil }
        return number
    }
}
