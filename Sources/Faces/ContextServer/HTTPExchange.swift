import JSONRPC
package import JSONText

/// One message posted to the server, with what its headers say. Who may send it is decided before.
package struct HTTPPost: Sendable {
    package var body: [UInt8]
    package var client: ContextClient
    /// A header by its name in lower case.
    package var header: @Sendable (_ name: String) -> String?

    package init(
        body: [UInt8], client: ContextClient, header: @escaping @Sendable (_ name: String) -> String?
    ) {
        self.body = body
        self.client = client
        self.header = header
    }
}

/// What is sent back.
package enum HTTPReply: Sendable {
    /// The message asked for nothing.
    case accepted
    case json(JSON, status: Int)
    /// Messages as they come; the last is the answer.
    case messages(AsyncStream<JSON>, giveUp: @Sendable () -> Void)
}

/// Streamable HTTP without sessions: each post is whole in itself.
extension ContextServer {
    package func exchange(_ post: HTTPPost) async -> HTTPReply {
        guard let accept = Accepted(post.header("accept")) else {
            return .json(
                ContextFault(code: -32600, message: "The answer is JSON or an event stream; Accept takes neither.")
                    .response(to: .null), status: 406)
        }
        let message: Message
        do throws(InvalidMessage) {
            message = try Message(line: post.body)
        } catch {
            return .json(error.response, status: 400)
        }
        guard case .request(let id, let method, let params) = message else { return .accepted }
        do throws(ContextFault) {
            try HTTPHeaders(post.header).check(method, params)
        } catch {
            return .json(error.response(to: id), status: 400)
        }
        if accept.events, method == "tools/call", params?["_meta"]?["progressToken"] != nil {
            return stream(id, method, params, post.client)
        }
        let (response, status) = await respond(id, method, params, post.client) { _ in }
        return .json(response, status: status)
    }

    private func stream(_ id: JSON, _ method: String, _ params: JSON?, _ client: ContextClient) -> HTTPReply {
        let (messages, output) = AsyncStream<JSON>.makeStream()
        let task = Task {
            let (response, _) = await respond(id, method, params, client) { output.yield($0) }
            output.yield(response)
            output.finish()
        }
        return .messages(messages) { task.cancel() }
    }

    private func respond(
        _ id: JSON, _ method: String, _ params: JSON?, _ client: ContextClient,
        send: @escaping @Sendable (JSON) -> Void
    ) async -> (JSON, status: Int) {
        let isStateless = Era(params: params).isStateless
        do {
            let call = try call(method, params, of: client, line: ContextLine(send: send))
            return (Outgoing.result(id: id, try await answer(call)), 200)
        } catch {
            let fault = ContextFault(error)
            return (fault.response(to: id), status: Self.status(of: fault, isStateless: isStateless))
        }
    }

    private static func status(of fault: ContextFault, isStateless: Bool) -> Int {
        switch fault.code {
        case ContextFault.headerMismatch, ContextFault.missingCapability, ContextFault.unsupportedVersion: 400
        case ContextFault.methodNotFound where isStateless: 404
        default: 200
        }
    }
}

/// What a client takes; none when it takes nothing that we could send.
private struct Accepted {
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
            let bytes = Base64.bytes(of: value.dropFirst(start.count).dropLast(end.count))
        else { return value }
        return String(validating: bytes, as: UTF8.self) ?? value
    }
}

/// Base64 (RFC 4648), read only.
enum Base64 {
    /// `nil` for what is none.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        var digits = Array(text.utf8)
        while digits.last == UInt8(ascii: "=") { digits.removeLast() }
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return count < 6 ? bytes : nil
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
