import JSONText

/// Who asks: a browser with a session, or a script with a token.
struct Visitor: Sendable {
    enum Kind: Sendable, Equatable {
        /// `formMark` is what a change must carry beside the cookie.
        case cookie(formMark: String)
        case token
    }

    let kind: Kind
    let id: String
    let scopes: [Route.Scope]
    let expires: Int64?

    func json(hasPassword: Bool) -> JSON {
        var mark: String?
        if case .cookie(let formMark) = kind { mark = formMark }
        return .object(present: [
            ("kind", .string(mark == nil ? "token" : "cookie")), ("id", .string(id)),
            ("csrf", mark.map(JSON.string)), ("scopes", JSON(scopes.map(\.rawValue))),
            ("expiresAt", expires.map(JSON.integer)), ("hasPassword", .bool(hasPassword)),
        ])
    }
}
