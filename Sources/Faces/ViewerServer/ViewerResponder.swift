import HTTPReading
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
    let access: AccessStore
    let streams: StreamCount
    let logger: Logger

    /// One request on its way.
    private struct Call {
        let request: Request
        let target: RequestTarget
        let match: RouteTable.Match
        let cookie: SessionCookie
        let visitor: Visitor?
        let body: BodyReader
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let body = BodyReader(request: request, channel: context.channel)
        var response: Response
        do throws(ViewerError) {
            response = try await answer(request, body: body)
        } catch {
            response = Answer.failure(error, isAPI: Route.isForPrograms(request.head.path ?? ""))
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
        let visitor = try visitor(of: request, cookie: cookie)
        if let match = try match(request, target) {
            let route = match.route
            if !route.isOpen {
                guard let visitor else { throw .login }
                try RequestGuard.check(request, by: visitor, on: route)
            }
            return try await answer(
                Call(request: request, target: target, match: match, cookie: cookie, visitor: visitor, body: body))
        }
        if target.path == ErrorPage.stylesheetPath {
            return Answer.text(ErrorPage.stylesheet, type: "text/css; charset=utf-8")
        }
        guard visitor != nil else { throw .login }
        guard let asset = assets.asset(at: target.path) else { throw .notFound }
        return Answer.file(asset, request: request)
    }

    /// A token that is shown counts and no cookie beside it.
    private func visitor(of request: Request, cookie: SessionCookie) throws(ViewerError) -> Visitor? {
        if let token = RequestGuard.bearer(in: request.headers[.authorization]) {
            guard let visitor = access.visitor(token: token) else { throw .badToken }
            return visitor
        }
        return access.visitor(sessions: cookie.sessions(in: request.headers[.cookie]))
    }

    /// The route of a request, `nil` when none knows its path. Throws 405 when the path is known and the verb is not;
    /// files can only be read.
    private func match(_ request: Request, _ target: RequestTarget) throws(ViewerError) -> RouteTable.Match? {
        let name = request.method == .head ? Route.Verb.get.rawValue : request.method.rawValue
        if let verb = Route.Verb(rawValue: name), let match = RouteTable.viewer.match(target.segments, verb: verb) {
            if request.method == .head, match.route.isStream { throw .method(["GET"]) }
            return match
        }
        let verbs = RouteTable.viewer.verbs(target.segments)
        guard verbs.isEmpty, request.method == .get || request.method == .head else {
            throw .method(verbs.isEmpty ? ["GET", "HEAD"] : verbs.map(\.rawValue))
        }
        return nil
    }

    private func answer(_ call: Call) async throws(ViewerError) -> Response {
        let logIn = LoginAnswers(
            access: access, cookie: call.cookie, userAgent: call.request.headers[.userAgent])
        switch call.match.route.target {
        case .health: return Answer.json(await backend.health())
        case .ping: return Answer.json(await backend.ping())
        case .login:
            return try logIn.answer(link: call.target.value("token") ?? "", isLoggedIn: call.visitor != nil)
        case .loginForm:
            var bytes: [UInt8] = []
            try await call.body.pieces(limit: LoginPage.formLimit, grace: options.bodyGrace) {
                bytes += $0.readableBytesView
            }
            return try await logIn.answer(form: bytes)
        case .events: return try events(call)
        case .description: return Answer.reading(OpenAPIDocument.viewer, request: call.request)
        case .access(let action):
            guard let visitor = call.visitor else { throw .login }
            let params = try await params(call)
            return try await AccessAnswers(access: access, cookie: call.cookie, visitor: visitor)
                .answer(action, params: params)
        case .download(let name):
            let params = try await params(call)
            return try await core(name) { try await backend.download(name, params).response }
        case .upload(let name, let limit):
            let params = try await params(call, hasBody: false)
            return try await core(name) {
                try await UploadSpool(folder: options.uploads).hold(
                    call.body, limit: limit, grace: options.bodyGrace
                ) { Answer.json(try await backend.upload(name, params, $0)) }
            }
        case .context:
            guard let visitor = call.visitor else { throw .login }
            return try await ContextAnswers(backend: backend, options: options).answer(
                call.request, params: try await params(call, hasBody: false), visitor: visitor, body: call.body)
        case .request(let method, let fixed, let missing):
            let params = try await params(call, fixed: fixed)
            return try await core(method) {
                let isReading = call.match.route.verb == .get
                let result = try await (isReading ? backend.read : backend.call)(method, params)
                if result.isNull, let missing { throw MemoryError(missing.code, missing.message) }
                return isReading ? Answer.reading(result, request: call.request) : Answer.json(result)
            }
        }
    }

    /// What the route takes of address and body, checked.
    private func params(
        _ call: Call, fixed: JSON = [:], hasBody: Bool = true
    ) async throws(ViewerError) -> JSON {
        let route = call.match.route
        let body =
            route.verb == .get || !hasBody
            ? JSONObject() : try await call.body.object(limit: options.maximumBodyBytes, grace: options.bodyGrace)
        do throws(MemoryError) {
            return try RouteTable.params(
                route, fixed: fixed, captures: call.match.captures, target: call.target, body: body)
        } catch {
            throw ViewerError(error)
        }
    }

    /// Runs what asks the program behind, and tells its errors as ours.
    private func core(_ name: String, _ ask: () async throws -> Response) async throws(ViewerError) -> Response {
        do {
            return try await ask()
        } catch let error as ViewerError {
            throw error
        } catch let error as MemoryError {
            throw ViewerError(error)
        } catch {
            logger.error("viewer request failed", metadata: ["method": "\(name)", "error": "\(type(of: error))"])
            throw .internal
        }
    }

    private func events(_ call: Call) throws(ViewerError) -> Response {
        // After a lost connection the browser repeats the address and adds the header, which is the newer of the two.
        let after: Int64?
        let level: String?
        do throws(MemoryError) {
            let parameter = RouteParameter.integer("after", 0...Int64.max)
            let text = call.request.headers[.lastEventID] ?? call.target.value("after")
            after = try parameter.value(from: text)?.int
            level = try RouteTable.logLevel.value(from: call.target.value("logs"))?.string
        } catch {
            throw ViewerError(error)
        }
        guard let permit = streams.permit() else { throw .tooManyStreams }
        let stream = EventStream(backend: backend, heartbeat: options.heartbeat, permit: permit, logLevel: level)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: stream.body(request: call.request, afterSeq: after))
    }
}
