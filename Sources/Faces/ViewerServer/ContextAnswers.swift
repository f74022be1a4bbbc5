import ContextServer
import HTTPReading
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// A message of the Model Context Protocol over HTTP. Guards, host and token were looked at as for any route.
struct ContextAnswers: Sendable {
    static let path = "/mcp"

    let backend: ViewerBackend
    let options: ViewerOptions

    /// - Parameter params: of the address, checked against the route already.
    func answer(
        _ request: Request, params: JSON, visitor: Visitor, body: BodyReader
    ) async throws(ViewerError) -> Response {
        let bytes = try await body.json(limit: options.maximumBodyBytes, grace: options.bodyGrace)
        let headers = request.headers
        let post = HTTPPost(
            body: bytes,
            client: ContextClient(
                agent: params["agent"]?.string, offersAllTools: params["tools"] == "all",
                workspace: params["workspace"]?.string, mayWrite: visitor.scopes.contains(.write))
        ) { name in HTTPField.Name(name).flatMap { headers[$0] } }
        switch await backend.context(post) {
        case .accepted:
            return Response(status: .accepted, headers: [.cacheControl: "no-store"])
        case .json(let answer, let status):
            return Answer.json(answer, status: status, type: "application/json")
        case .messages(let messages, let giveUp):
            body.channel.closeFuture.whenComplete { _ in giveUp() }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
                ],
                body: ResponseBody { writer in
                    for await message in messages {
                        let frame = Array("event: message\ndata: ".utf8) + message.utf8Text + Array("\n\n".utf8)
                        try await writer.write(ByteBuffer(bytes: frame))
                    }
                    try await writer.finish(nil)
                })
        }
    }
}

extension HTTPField.Name {
    /// Asks a proxy to pass on what comes as it comes.
    fileprivate static let accelBuffering = Self("X-Accel-Buffering")!
}
