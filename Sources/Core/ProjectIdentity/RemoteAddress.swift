/// An address of a repository, reduced to what is the same in all addresses of it: `git@host:acme/api.git` and
/// `https://user:password@HOST:443/acme/api/` are both `host/acme/api`. What could be a password is never kept.
enum RemoteAddress: Equatable {
    /// Host and path.
    case elsewhere(String)
    /// A repository on this machine; the path may be relative.
    case here(path: String)

    /// - Returns: `nil` for what is no address, or one too long to be.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.maximumLength, !text.contains(where: \.isNewline) else {
            return nil
        }
        if let scheme = text.range(of: "://") {
            self.init(scheme: text[..<scheme.lowerBound].lowercased(), rest: text[scheme.upperBound...])
        } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"),
            text.distance(from: text.startIndex, to: colon) > 1
        {
            // `host:path`, as secure copy has it. One letter before the colon is a drive.
            self.init(host: Self.withoutUser(text[..<colon]), path: text[text.index(after: colon)...])
        } else {
            self = .here(path: text)
        }
    }

    private init?(scheme: String, rest: Substring) {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        if scheme == "file" {
            // `file://host/path` and `file:///path`.
            guard slash < rest.endIndex else { return nil }
            self = .here(path: String(rest[slash...]))
            return
        }
        let authority = rest[..<slash]
        if !authority.contains("@"), let sign = rest.lastIndex(of: "@"), !Self.isHostAndPort(authority) {
            // A password with a slash in it: the host stands behind the last sign.
            let behind = rest[rest.index(after: sign)...]
            let slash = behind.firstIndex(of: "/") ?? behind.endIndex
            self.init(host: Self.withoutPort(behind[..<slash]), path: behind[slash...])
        } else {
            self.init(host: Self.withoutPort(Self.withoutUser(authority)), path: rest[slash...])
        }
    }

    private init?(host: Substring, path: Substring) {
        var path = path
        if let end = path.firstIndex(where: { $0 == "?" || $0 == "#" }) { path = path[..<end] }
        var parts = path.split(separator: "/").map(String.init)
        if let last = parts.last, last.lowercased().hasSuffix(".git"), last.utf8.count > 4 {
            parts[parts.count - 1] = String(last.dropLast(4))
        }
        guard !host.isEmpty, !parts.isEmpty else { return nil }
        self = .elsewhere(([host.lowercased()] + parts).joined(separator: "/"))
    }

    private static func withoutUser(_ authority: Substring) -> Substring {
        authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    }

    private static func withoutPort(_ host: Substring) -> Substring {
        if host.first == "[" { return host.firstIndex(of: "]").map { host[...$0] } ?? host }
        return host.prefix { $0 != ":" }
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        guard let colon = authority.lastIndex(of: ":") else { return true }
        return authority[authority.index(after: colon)...].allSatisfy(\.isWholeNumber)
    }

    private static let maximumLength = 4096
}

extension String {
    /// Without Foundation.
    fileprivate func range(of needle: String) -> Range<String.Index>? { ranges(of: needle).first }
}
