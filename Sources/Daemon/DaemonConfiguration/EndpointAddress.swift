package import LanguageModels

/// The parts of an `http://` or `https://` address that settings are checked for.
package struct EndpointAddress: Sendable, Equatable {
    package let isEncrypted: Bool
    /// Without port and brackets, in lower case.
    package let host: String
    /// Whether a name or a password stands before the host.
    package let hasUser: Bool

    /// `nil` for anything else.
    package init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        switch text[..<mark.lowerBound].lowercased() {
        case "https": isEncrypted = true
        case "http": isEncrypted = false
        default: return nil
        }
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        var authority = text[mark.upperBound...].prefix { !"/?#".contains($0) }
        hasUser = authority.contains("@")
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<close].dropFirst().lowercased()
            rest = authority[authority.index(after: close)...]
        } else {
            let name = authority.prefix { $0 != ":" }
            host = name.lowercased()
            rest = authority[name.endIndex...]
        }
        guard !host.isEmpty, rest.isEmpty || (rest.hasPrefix(":") && UInt16(rest.dropFirst()) != nil) else {
            return nil
        }
    }

    /// Whether it is on this machine, where nothing is charged and nobody listens on the way.
    package var isLocal: Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension ModelEndpoint {
    /// Whether the model is on this machine, where nothing is charged.
    package var isLocal: Bool {
        if address.isEmpty { return provider == .ollama }
        return EndpointAddress(address)?.isLocal ?? false
    }
}
