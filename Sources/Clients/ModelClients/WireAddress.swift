import LanguageModels

/// Where a call goes: what of a URL decides over proxies, encryption and redirects. Path and query are never looked at
/// and never named, as a query may hold a key.
struct WireAddress: Sendable, Hashable {
    var isEncrypted: Bool
    /// Lower case, an IPv6 address without brackets.
    var host: String
    var port: Int

    /// - Parameter url: absolute, `http` or `https`.
    /// - Throws: `misconfigured` for anything else, and for an address with a user in it.
    init(_ url: String) throws(ModelFault) {
        guard let separator = url.firstRange(of: "://") else { throw Self.malformed }
        switch url[..<separator.lowerBound].lowercased() {
        case "http": isEncrypted = false
        case "https": isEncrypted = true
        default: throw Self.malformed
        }
        let authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw ModelFault(
                .misconfigured, "The address of the model holds a user name.",
                hint: "A key belongs into apiKey, apiKeyEnvironment or keyCommand.")
        }
        guard let (host, port) = Self.hostAndPort(authority) else { throw Self.malformed }
        self.host = host
        self.port = port ?? (isEncrypted ? 443 : 80)
    }

    /// `host`, `host:port`, `[v6]` or `[v6]:port`.
    static func hostAndPort(_ text: some StringProtocol) -> (host: String, port: Int?)? {
        var host = Substring(text)
        var port: Substring?
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
            host = host[host.index(after: host.startIndex)..<end]
        } else if let colon = host.firstIndex(of: ":") {
            port = host[host.index(after: colon)...]
            host = host[..<colon]
        }
        // A host is named in messages, and may come from a server's redirect.
        let isPlain = host.allSatisfy { $0.isLetter || $0.isNumber || "-._:%".contains($0) }
        guard isPlain, (1...255).contains(host.utf8.count) else { return nil }
        guard let port, !port.isEmpty else { return (host.lowercased(), nil) }
        guard let number = Int(port), (1...65535).contains(number) else { return nil }
        return (host.lowercased(), number)
    }

    /// Whether it is this machine.
    var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || octets?.first == 127
    }

    /// Whether it is this machine or the network around it, where a key may travel in the clear.
    var isNear: Bool {
        if isLoopback || host.hasSuffix(".local") { return true }
        if let octets {
            return switch (octets[0], octets[1]) {
            case (10, _), (192, 168), (169, 254), (172, 16...31), (100, 64...127): true
            default: false
            }
        }
        // IPv6: unique local and link local.
        if host.contains(":") {
            let head = host.prefix(4)
            return head.hasPrefix("fc") || head.hasPrefix("fd")
                || ["fe8", "fe9", "fea", "feb"].contains(head.prefix(3))
        }
        // A name without a domain; one that begins with a digit may be an address written as a number.
        return !host.contains(".") && host.first?.isLetter == true
    }

    /// The four numbers of an IPv4 address.
    private var octets: [Int]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt8($0).map(Int.init) }
        return parts.count == 4 && numbers.count == 4 ? numbers : nil
    }

    private static let malformed = ModelFault(
        .misconfigured, "The address of the model is no address.",
        hint: "It looks like https://host/v1 or http://127.0.0.1:11434.")
}
