import HTTPTypes
import Hummingbird
import JSONText
import Logging
import MemoryModel
import NIOCore

/// From request to answer: guards first, then the route table, then the files. It holds no rule about memory.
struct ViewerResponder: HTTPResponder {
    let options: ViewerOptions
    let backend: ViewerBackend
    let assets: StaticAssets
    let port: BoundPort
    let tokens: TokenStore
    let streams: StreamCount
    let logger: Logger

    /// One request on its way.
    private struct Call {
        let request: Request
        let target: RequestTarget
        let match: RouteTable.Match
        let cookie: SessionCookie
        let isLoggedIn: Bool
        let body: BodyReader
    }

    func respond(to request: Request, context: ViewerContext) async throws -> Response {
        let body = BodyReader(request: request, channel: context.channel)
        var response: Response
        do throws(ViewerError) {
            response = try await answer(request, body: body)
        } catch {
            response = Answer.failure(error, isAPI: (request.head.path ?? "").hasPrefix("/api/"))
        }
        if !body.isDone {
            // Nobody reads the rest: do not let a slow or endless one hold the connection.
            response.headers[.connection] = "close"
            let channel = context.channel
            _ = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
        SecurityHeaders.add(to: &response.headers)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, body: BodyReader) async throws(ViewerError) -> Response {
        guard let port = port.current,
            OriginGuard(port: port).allows(host: request.head.authority, origin: request.headers[.origin])
        else { throw .foreign }
        guard let target = RequestTarget(request.head.path ?? "") else { throw .badTarget }

        let cookie = SessionCookie(port: port)
        let isLoggedIn = cookie.sessions(in: request.headers[.cookie]).contains { tokens.admits(session: $0) }
        if let match = try match(request, target) {
            guard match.route.isOpen || isLoggedIn else { throw .login }
            return try await answer(
                Call(
                    request: request, target: target, match: match, cookie: cookie, isLoggedIn: isLoggedIn, body: body))
        }
        if target.path == ErrorPage.stylesheetPath {
            return Answer.text(ErrorPage.stylesheet, type: "text/css; charset=utf-8")
        }
        guard isLoggedIn else { throw .login }
        guard let asset = assets.asset(at: target.path) else { throw .notFound }
        return Answer.file(asset, request: request)
    }

    /// The route of a request, `nil` when none knows its path. Throws 405 when the path is known and the verb is not;
    /// files can only be read.
    private func match(_ request: Request, _ target: RequestTarget) throws(ViewerError) -> RouteTable.Match? {
        let name = request.method == .head ? Route.Verb.get.rawValue : request.method.rawValue
        if let verb = Route.Verb(rawValue: name), let match = RouteTable.viewer.match(target.segments, verb: verb) {
            if case .events = match.route.target, request.method == .head { throw .method(["GET"]) }
            return match
        }
        let verbs = RouteTable.viewer.verbs(target.segments)
        guard verbs.isEmpty, request.method == .get || request.method == .head else {
            throw .method(verbs.isEmpty ? ["GET", "HEAD"] : verbs.map(\.rawValue))
        }
        return nil
    }

    private func answer(_ call: Call) async throws(ViewerError) -> Response {
        switch call.match.route.target {
        case .health: return Answer.json(await backend.health())
        case .ping: return Answer.json(await backend.ping())
        case .login:
            if let session = tokens.redeem(link: call.target.value("token") ?? "") {
                return Answer.redirect(to: "/", settingCookie: call.cookie.header(session: session))
            }
            if call.isLoggedIn { return Answer.redirect(to: "/", settingCookie: nil) }
            throw .spentLink
        case .events: return try events(call)
        case .download, .upload, .description, .access: throw .notFound
        case .request(let method, let fixed, let missing):
            return try await ask(call, method: method, fixed: fixed, missing: missing)
        }
    }

    private func ask(
        _ call: Call, method: String, fixed: JSON, missing: Route.Missing?
    ) async throws(ViewerError) -> Response {
        let route = call.match.route
        let body =
            route.verb == .get
            ? JSONObject() : try await call.body.object(limit: options.maximumBodyBytes, grace: options.bodyGrace)
        do {
            let params = try RouteTable.params(
                route, fixed: fixed, captures: call.match.captures, target: call.target, body: body)
            let result = try await (route.verb == .get ? backend.read : backend.call)(method, params)
            if result.isNull, let missing { throw MemoryError(missing.code, missing.message) }
            return Answer.json(result)
        } catch let error as MemoryError {
            throw ViewerError(error)
        } catch {
            logger.error("viewer request failed", metadata: ["method": "\(method)", "error": "\(type(of: error))"])
            throw .internal
        }
    }

    private func events(_ call: Call) throws(ViewerError) -> Response {
        // After a lost connection the browser repeats the address and adds the header, which is the newer of the two.
        let after: Int64?
        do throws(MemoryError) {
            let parameter = RouteParameter.integer("after", 0...Int64.max)
            let text = call.request.headers[.lastEventID] ?? call.target.value("after")
            after = try parameter.value(from: text)?.int
        } catch {
            throw ViewerError(error)
        }
        guard let permit = streams.permit() else { throw .tooManyStreams }
        let stream = EventStream(backend: backend, heartbeat: options.heartbeat, permit: permit)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: stream.body(request: call.request, afterSeq: after))
    }
}
