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
