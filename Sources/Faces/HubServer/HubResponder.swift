import HTTPReading
import HTTPTypes
import Hummingbird
import JSONText
import Logging
import MemoryModel
import NIOCore
import Signing

/// From request to answer: address, route, token, rate, body, call.
struct HubResponder: HTTPResponder {
    let desk: HubDesk
    let logger: Logger

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let body = BodyReader(request: request, channel: context.channel)
        let begun = ContinuousClock.now
        let waiting = WaitingTime()
        let hub = desk.credentials.hub
        var response: Response
        do throws(HubFault) {
            let reply = try await answer(request, body: body, waiting: waiting)
            response = reply.response(hub: hub)
            desk.latency.note(.now - begun - waiting.value)
        } catch {
            if error.status >= 500 {
                logger.error("A request failed.", metadata: ["code": "\(error.code.rawValue)"])
            }
            response = HubReply.response(error, hub: hub)
        }
        if !body.isDone {
            // Nobody reads the rest: do not let a slow or endless one hold the connection.
            response.headers[.connection] = "close"
            let channel = context.channel
            _ = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, body: BodyReader, waiting: WaitingTime) async throws(HubFault) -> HubReply {
        let address = AddressKey.of(body.channel.remoteAddress)
        let header = request.headers[.authorization]
        guard let target = RequestTarget(request.head.path ?? "") else {
            try desk.gate.takeFromAddress(address)
            throw .badTarget
        }
        let match: HubRouteTable.Match
        do throws(HubFault) {
            match = try HubRouteTable.match(target.segments, verb: request.method.rawValue)
        } catch {
            try desk.gate.takeFromAddress(address)
            throw error
        }
        let admission = match.route.admission
        guard admission != .all else {
            try desk.gate.takeFromAddress(address)
            let visit = try await visit(match, target, body, address, waiting)
            return try await desk.answer(match.route.call, visit)
        }
        let caller = try await caller(header, admission: admission, address: address, path: target.path)
        let visit = try await visit(match, target, body, address, waiting)
        return try await desk.answer(match.route.call, visit, by: caller)
    }

    /// Lets the one who asks in, or writes down that it was refused.
    private func caller(
        _ header: String?, admission: HubRoute.Admission, address: String, path: String
    ) async throws(HubFault) -> HubCaller {
        var known: HubCaller?
        do throws(HubFault) {
            let caller = try await desk.gate.caller(header: header, address: address)
            known = caller
            try desk.gate.admit(caller, to: admission)
            return caller
        } catch {
            switch error.code {
            case .unauthenticated where header != nil:
                await desk.audit.refuse("token", subject: "hub", address: address)
            case .forbidden:
                await desk.audit.refuse("request", subject: path, device: known?.key.hex, address: address)
            case .revoked: await desk.audit.refuse("revoked", subject: "hub", address: address)
            default: break
            }
            throw error
        }
    }

    private func visit(
        _ match: HubRouteTable.Match, _ target: RequestTarget, _ body: BodyReader, _ address: String,
        _ waiting: WaitingTime
    ) async throws(HubFault) -> HubDesk.Visit {
        var parameters = HubParameters(captures: match.captures, target: target)
        if match.route.verb == .post {
            let limits = desk.limits
            let limit = match.route.takesStatements ? limits.statementBodyBytes : limits.bodyBytes
            do throws(BodyFault) {
                parameters.body = try await body.readObject(limit: limit, grace: limits.bodyGrace)
            } catch {
                throw HubFault(error)
            }
        }
        return HubDesk.Visit(
            parameters: parameters, address: address, loop: body.channel.eventLoop, waiting: waiting)
    }
}

extension HubRoute {
    /// A hundred of them are far more than any other body.
    var takesStatements: Bool {
        if case .post = call { true } else { false }
    }
}

extension HubFault {
    init(_ fault: BodyFault) {
        self =
            switch fault {
            case .tooLarge(let limit): .tooLarge(limit: limit)
            case .tooSlow: HubFault(.invalidArgument, "The body of this request came too slowly.")
            case .cut: HubFault(.invalidArgument, "The body of this request ended before its end.")
            case .mediaType:
                HubFault(
                    .invalidArgument, "The body of this request must be JSON.",
                    hint: "Send it with Content-Type: application/json.")
            case .notAnObject: HubFault(.invalidArgument, "The body of this request is no JSON object.")
            }
    }
}
