import BinaryText
import JSONText

/// What a client takes; none when it takes nothing that we could send.
struct Accepted {
    var events: Bool

    init?(_ header: String?) {
        guard let header else {
            events = false
            return
        }
        let types = header.lowercased().split(separator: ",").map { part in
            part.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        }
        events = types.contains("text/event-stream")
        let isTaken = types.contains {
            ["application/json", "application/*", "*/*", "text/event-stream", "text/*"].contains($0)
        }
        guard isTaken else { return nil }
    }
}

/// The headers that repeat what the body says, so that who stands between can read them.
struct HTTPHeaders {
    private let header: @Sendable (String) -> String?

    init(_ header: @escaping @Sendable (String) -> String?) {
        self.header = header
    }

    /// The parameter of which `Mcp-Name` is the value.
    private static let named = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]

    func check(_ method: String, _ params: JSON?) throws(ContextFault) {
        let version = header("mcp-protocol-version")
        guard case .stateless(let told) = Era(params: params) else {
            // Absent in `initialize`, and with clients of 2025-03-26.
            guard method != "initialize", let version, !Era.handshakeVersions.contains(version) else { return }
            // A new client may name its version before it names it in the request.
            throw Era.statelessVersions.contains(version)
                ? .header("MCP-Protocol-Version is \(version), and the request does not name it.") : .version(version)
        }
        guard version == told else {
            throw .header("MCP-Protocol-Version must be the version that the request names: \(told).")
        }
        guard header("mcp-method") == method else {
            throw .header("Mcp-Method must be the method of the request: \(method).")
        }
        guard let member = Self.named[method], let name = params?[member]?.string else { return }
        guard header("mcp-name").map(Self.decoded) == name else {
            throw .header("Mcp-Name must be what the request names as \"\(member)\".")
        }
    }

    /// `=?base64?…?=` stands for what a header cannot hold; anything else for itself.
    static func decoded(_ value: String) -> String {
        let (start, end) = ("=?base64?", "?=")
        guard value.hasPrefix(start), value.hasSuffix(end), value.utf8.count >= start.utf8.count + end.utf8.count,
            let bytes = Base64.bytes(of: String(value.dropFirst(start.count).dropLast(end.count)))
        else { return value }
        return String(validating: bytes, as: UTF8.self) ?? value
    }
}
