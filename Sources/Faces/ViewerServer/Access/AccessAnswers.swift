import HTTPTypes
import Hummingbird
import JSONText

/// What a visitor asks about the ways in, over HTTP.
struct AccessAnswers: Sendable {
    let access: AccessStore
    let cookie: SessionCookie
    let visitor: Visitor

    /// - Parameter params: checked against the route already.
    func answer(_ action: AccessAction, params: JSON) async throws(ViewerError) -> Response {
        let desk = AccessDesk(access: access)
        let id = params["id"]?.string ?? ""
        switch action {
        case .whoAmI: return Answer.json(visitor.json(hasPassword: access.book.password != nil))
        case .list: return Answer.json(desk.list(visitor: visitor.id))
        case .logOut: return try endSession(visitor.id, isOwn: true)
        case .endSession: return try endSession(id, isOwn: id == visitor.id)
        case .makeToken:
            let scopes = (params["scopes"]?.array ?? []).compactMap { $0.string.flatMap(Route.Scope.init(rawValue:)) }
            return Answer.json(
                try desk.makeToken(
                    name: params["name"]?.string ?? "", scopes: scopes, days: params["days"]?.int))
        case .endToken:
            guard try desk.endToken(id) else { throw .notFound }
        case .setPassword: try await desk.setPassword(params["password"]?.string ?? "", visitor: visitor.id)
        case .removePassword: _ = try desk.removePassword()
        }
        return Answer.json(["ok": true])
    }

    /// A token that logs out only says that it leaves: it has no session.
    private func endSession(_ id: String, isOwn: Bool) throws(ViewerError) -> Response {
        let isEnded = try AccessDesk(access: access).endSession(id)
        guard isEnded || isOwn else { throw .notFound }
        var response = Answer.json(["ok": true])
        if isOwn, visitor.kind != .token { response.headers[.setCookie] = cookie.ending }
        return response
    }
}
