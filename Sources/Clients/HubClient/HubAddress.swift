/// Where a hub is reached.
package struct HubAddress: Sendable, Hashable {
    package let host: String
    package let port: Int

    package static let usualPort = 18912

    /// - Parameter text: `host`, `host:port`, `[v6]:port`, or the same as an `https://` URL.
    package init?(_ text: String) {
        var rest = Substring(text)
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        while rest.last == "/" { rest = rest.dropLast() }
        var port = Self.usualPort
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            let tail = rest[rest.index(after: end)...]
            if !tail.isEmpty {
                guard tail.first == ":", let number = Int(tail.dropFirst()) else { return nil }
                port = number
            }
            rest = rest[rest.index(after: rest.startIndex)..<end]
        } else if let colon = rest.lastIndex(of: ":") {
            guard rest.firstIndex(of: ":") == colon, let number = Int(rest[rest.index(after: colon)...]) else {
                return nil
            }
            port = number
            rest = rest[..<colon]
        }
        guard !rest.isEmpty, (1...65_535).contains(port), !rest.contains(where: { $0.isWhitespace || $0 == "/" }) else {
            return nil
        }
        host = String(rest)
        self.port = port
    }
}
