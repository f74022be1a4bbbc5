import LanguageModels

/// A server that passes calls on.
struct Proxy: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// Opens a tunnel (`CONNECT`), also for calls without encryption.
        case http
        /// SOCKS 5 without a password.
        case socks
    }

    var kind: Kind
    var host: String
    var port: Int
    var user: String?
    var password: Secret?

    /// - Parameter text: `http://[user:password@]host[:port]`, `socks5://host[:port]`, or without a scheme.
    /// - Throws: `misconfigured`; the message holds nothing of the text, as that may hold a password.
    init(_ text: String) throws(ModelFault) {
        var rest = text[...]
        kind = .http
        if let separator = rest.firstRange(of: "://") {
            switch rest[..<separator.lowerBound].lowercased() {
            case "http": kind = .http
            case "socks5", "socks5h", "socks": kind = .socks
            default:
                throw Self.fault(
                    "The proxy is of a kind that is not supported.",
                    "http:// and socks5:// are; the tunnel is encrypted by the model's own https.")
            }
            rest = rest[separator.upperBound...]
        }
        var authority = rest.prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = Self.decoded(parts[0])
            password = Secret(parts.count > 1 ? Self.decoded(parts[1]) : "")
            authority = authority[authority.index(after: at)...]
        }
        guard let (host, port) = WireAddress.hostAndPort(authority) else {
            throw Self.fault("The proxy's address is no address.", "It looks like http://host:8080.")
        }
        if kind == .socks, user != nil {
            throw Self.fault("A SOCKS proxy with a password is not supported.", "An http:// proxy with one is.")
        }
        self.host = host
        self.port = port ?? (kind == .socks ? 1080 : 80)
    }

    private static func fault(_ message: String, _ hint: String) -> ModelFault {
        ModelFault(.misconfigured, message, hint: hint)
    }

    /// Undoes `%40` and the like.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16),
                rest.count >= 2
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Which proxy a call goes by: the one of the settings, else what the environment says, as curl and most programs read
/// it.
struct ProxyChoice: Sendable {
    /// A variable of the environment, `nil` or empty when it is not set.
    var environment: @Sendable (String) -> String?

    /// - Parameter setting: of the endpoint: `direct` for none at all, empty for what the environment says.
    func proxy(for address: WireAddress, setting: String) throws(ModelFault) -> Proxy? {
        if setting == "direct" { return nil }
        if !setting.isEmpty { return try Proxy(setting) }
        if address.isLoopback || isExcepted(address) { return nil }
        let name = address.isEncrypted ? "https_proxy" : "http_proxy"
        guard let text = value(name) ?? value("all_proxy") else { return nil }
        return try Proxy(text)
    }

    private func value(_ name: String) -> String? {
        for name in [name, name.uppercased()] {
            if let text = environment(name), !text.isEmpty { return text }
        }
        return nil
    }

    /// Whether `NO_PROXY` names the host: itself, a domain above it (also with a leading dot or `*.`), with a port or
    /// without, or `*` for all.
    private func isExcepted(_ address: WireAddress) -> Bool {
        let entries = (value("no_proxy") ?? "").split { $0 == "," || $0.isWhitespace }
        return entries.contains { entry in
            if entry == "*" { return true }
            // An IPv6 address without brackets has colons of its own.
            let bare = entry.filter { $0 == ":" }.count > 1 && !entry.hasPrefix("[") ? "[\(entry)]"[...] : entry
            guard let (name, port) = WireAddress.hostAndPort(bare) else { return false }
            if let port, port != address.port { return false }
            let suffix = name.hasPrefix("*.") ? name.dropFirst(2) : name.drop { $0 == "." }
            return !suffix.isEmpty && (address.host == suffix || address.host.hasSuffix("." + suffix))
        }
    }
}
