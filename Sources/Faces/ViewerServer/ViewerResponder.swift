import HTTPTypes
import Hummingbird
import JSONText
import Logging
import MemoryModel
import NIOCore
import Synchronization

/// From request to answer: guards first, then the route table, then the files. It holds no rule about memory.
struct ViewerResponder: HTTPResponder {
    let options: ViewerOptions
    let backend: ViewerBackend
    let assets: StaticAssets
    let port: BoundPort
    let tokens: TokenStore
    let streams: StreamCount
    let logger: Logger

    func respond(to request: Request, context: ViewerContext) async throws -> Response {
        var response: Response
        do throws(ViewerError) {
            response = try await answer(request)
        } catch {
            response = failure(error, isAPI: (request.head.path ?? "").hasPrefix("/api/"))
        }
        if Self.hasBody(request) || response.status.code == 405 {
            // Nothing reads a body here: do not let a slow or endless one hold the connection.
            response.headers[.connection] = "close"
            let channel = context.channel
            _ = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
        SecurityHeaders.add(to: &response.headers)
        return response
    }

    private static func hasBody(_ request: Request) -> Bool {
        request.headers[.transferEncoding] != nil || (request.headers[.contentLength] ?? "0") != "0"
    }

    private func answer(_ request: Request) async throws(ViewerError) -> Response {
        guard let port = port.current,
            OriginGuard(port: port).allows(host: request.head.authority, origin: request.headers[.origin])
        else { throw .foreign }
        if let length = request.headers[.contentLength], (Int(length) ?? .max) > options.maximumBodyBytes {
            throw .tooLarge
        }
        guard request.method == .get || request.method == .head else { throw .method }
        guard let target = RequestTarget(request.head.path ?? "") else { throw .badTarget }

        let cookie = SessionCookie(port: port)
        let isLoggedIn = cookie.sessions(in: request.headers[.cookie]).contains { tokens.admits(session: $0) }
        if let match = RouteTable.viewer.match(target.segments, verb: .get) {
            guard match.route.isOpen || isLoggedIn else { throw .login }
            guard request.method == .get else { throw .method }
            return try await self.answer(
                match, target: target, request: request, cookie: cookie, isLoggedIn: isLoggedIn)
        }
        if target.path == ErrorPage.stylesheetPath {
            return text(ErrorPage.stylesheet, type: "text/css; charset=utf-8")
        }
        guard isLoggedIn else { throw .login }
        guard let asset = assets.asset(at: target.path) else { throw .notFound }
        return file(asset, request: request)
    }

    private func answer(
        _ match: RouteTable.Match, target: RequestTarget, request: Request, cookie: SessionCookie, isLoggedIn: Bool
    ) async throws(ViewerError) -> Response {
        switch match.route.target {
        case .health: return json(await backend.health())
        case .ping: return json(await backend.ping())
        case .login:
            if let session = tokens.redeem(link: target.value("token") ?? "") {
                return redirect(to: "/", settingCookie: cookie.header(session: session))
            }
            if isLoggedIn { return redirect(to: "/", settingCookie: nil) }
            throw .spentLink
        case .events:
            return try events(request: request, target: target)
        case .download, .upload, .description, .access: throw .notFound
        case .request(let method, let fixed, let missing):
            do {
                let params = try RouteTable.params(
                    match.route.parameters, fixed: fixed, captures: match.captures, target: target)
                let result = try await backend.call(method, params)
                if result.isNull, let missing { throw MemoryError(missing.code, missing.message) }
                return json(result)
            } catch let error as MemoryError {
                throw ViewerError(error)
            } catch {
                logger.error("viewer request failed", metadata: ["method": "\(method)", "error": "\(type(of: error))"])
                throw .internal
            }
        }
    }

    private func events(request: Request, target: RequestTarget) throws(ViewerError) -> Response {
        // After a lost connection the browser repeats the address and adds the header, which is the newer of the two.
        let after: Int64?
        do throws(MemoryError) {
            let parameter = RouteParameter.integer("after", 0...Int64.max)
            after = try parameter.value(from: request.headers[.lastEventID] ?? target.value("after"))?.int
        } catch {
            throw ViewerError(error)
        }
        guard let permit = streams.permit() else { throw .tooManyStreams }
        let stream = EventStream(backend: backend, heartbeat: options.heartbeat, permit: permit)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: stream.body(request: request, afterSeq: after))
    }

    private func file(_ asset: StaticAssets.Asset, request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: asset.contentType, .eTag: asset.entityTag, .cacheControl: "no-cache",
        ]
        if StaticAssets.isFresh(asset, ifNoneMatch: request.headers[.ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        let response = Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func json(_ value: JSON, status: Int = 200) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.utf8Text)))
    }

    private func text(_ text: String, type: String, status: Int = 200) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func redirect(to path: String, settingCookie cookie: String?) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        if let cookie { headers[.setCookie] = cookie }
        return Response(status: .seeOther, headers: headers)
    }

    private func failure(_ error: ViewerError, isAPI: Bool) -> Response {
        // A foreign site gets nothing that a page could show: always the plain JSON.
        var response =
            isAPI || error.status == 403
            ? json(error.json, status: error.status)
            : text(ErrorPage.html(error), type: "text/html; charset=utf-8", status: error.status)
        if error.status == 405 { response.headers[.allow] = "GET, HEAD" }
        if error.status == 503 { response.headers[.retryAfter] = "5" }
        return response
    }
}
