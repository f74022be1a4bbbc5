import LanguageModels

/// The address of a provider as people write it: with and without scheme, version and trailing slash, or with the whole
/// path of a request. What is known of a request's path is taken off, so that ours can be put on.
struct BaseAddress: Sendable, Equatable {
    /// `https://host:port`.
    var origin: String
    /// Without port, in lower case.
    var host: String
    /// `nil` for the scheme's own.
    var port: Int?
    /// Empty, or begins with a slash and ends without one.
    var path: String
    /// With its question mark; empty when there is none.
    var query: String

    /// - Parameters:
    ///   - address: as in the settings; empty takes `standard`.
    ///   - endings: paths of requests that people copy along, such as `/chat/completions`.
    /// - Throws: `misconfigured`.
    init(_ address: String, standard: String, dropping endings: [String] = []) throws(ModelFault) {
        var text = address.trimmedBlanks
        if text.isEmpty { text = standard }
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Self.malformed("it is empty or has blanks or characters in it that an address cannot have")
        }
        let scheme: String
        if let mark = text.firstIndex(of: ":"), text[mark...].hasPrefix("://") {
            scheme = text[..<mark].lowercased()
            text = String(text[mark...].dropFirst(3))
            guard scheme == "http" || scheme == "https" else { throw Self.malformed("it is neither http nor https") }
        } else {
            scheme = HostName.isPrivate(HostName.name(in: text.prefix { $0 != "/" }).name) ? "http" : "https"
        }
        if let fragment = text.firstIndex(of: "#") { text = String(text[..<fragment]) }
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        query = String(text[mark...])
        text = String(text[..<mark])
        let slash = text.firstIndex(of: "/") ?? text.endIndex
        let authority = text[..<slash]
        guard !authority.contains("@") else {
            throw Self.malformed("a name or password stands in it; keys belong into apiKey")
        }
        let parts = HostName.name(in: authority)
        guard !parts.name.isEmpty, parts.isWhole else { throw Self.malformed("it names no host") }
        host = parts.name
        // The port that goes without saying is never sent as a part of `Host`, which signatures cover.
        port = parts.port == (scheme == "https" ? 443 : 80) ? nil : parts.port
        origin = "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "")
        path = Self.cleaned(String(text[slash...]), dropping: endings)
    }

    /// The address of a request.
    func url(_ suffix: String) -> String { origin + path + suffix + query }

    /// Whether the last part of the path is a version, such as `v1` or `v1beta`.
    var endsInVersion: Bool {
        guard let last = path.split(separator: "/").last, last.first == "v" else { return false }
        return last.dropFirst().first?.isNumber == true
    }

    private static func cleaned(_ path: String, dropping endings: [String]) -> String {
        var path = "/" + path.split(separator: "/").joined(separator: "/")
        for ending in endings where path.hasSuffix(ending) {
            path.removeLast(ending.count)
            break
        }
        return path == "/" ? "" : path
    }

    private static func malformed(_ why: String) -> ModelFault {
        ModelFault(
            .misconfigured, "The role's endpoint is no address: \(why).",
            hint: "Write it like https://api.example.com/v1 or http://127.0.0.1:8080.")
    }
}

/// Names of hosts.
enum HostName {
    /// Of `host`, `host:port`, `[::1]:port`; not whole when the port is no number.
    static func name(in authority: some StringProtocol) -> (name: String, port: Int?, isWhole: Bool) {
        let text = authority.lowercased()
        let start = text.hasPrefix("[") ? text.firstIndex(of: "]") ?? text.endIndex : text.startIndex
        guard let colon = text[start...].firstIndex(of: ":") else { return (text, nil, true) }
        let port = Int(text[colon...].dropFirst())
        return (String(text[..<colon]), port, port.map { (1...65535).contains($0) } ?? false)
    }

    /// Whether it is this machine or one of a private network (RFC 1918, RFC 4193, `.local`, a name without a dot).
    static func isPrivate(_ host: String) -> Bool {
        if host.hasPrefix("[") {
            return host == "[::1]" || host.hasPrefix("[fc") || host.hasPrefix("[fd") || host.hasPrefix("[fe80")
        }
        if [".local", ".localhost", ".lan", ".internal"].contains(where: host.hasSuffix) { return true }
        let parts = host.split(separator: ".").map { Int($0) }
        if parts.count == 4, let first = parts[0], let second = parts[1] {
            return first == 127 || first == 10 || (first == 192 && second == 168)
                || (first == 172 && (16...31).contains(second)) || host == "0.0.0.0"
        }
        return !host.contains(".")
    }
}

extension String {
    var trimmedBlanks: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// For a part of a path: all but the unreserved characters of RFC 3986 as `%XX`.
    var percentEncoded: String {
        var result: [UInt8] = []
        for byte in utf8 {
            if Self.isUnreserved(byte) {
                result.append(byte)
            } else {
                result += Array("%".utf8) + [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
