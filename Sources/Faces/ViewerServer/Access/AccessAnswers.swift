import HTTPTypes
import Hummingbird
import JSONText
import MemoryModel

/// What a visitor asks about the ways in: sessions, tokens, the password.
struct AccessAnswers: Sendable {
    let access: AccessStore
    let cookie: SessionCookie
    let visitor: Visitor

    static let shortestPassword = 8

    /// - Parameter params: checked against the route already.
    func answer(_ action: AccessAction, params: JSON) async throws(ViewerError) -> Response {
        let id = params["id"]?.string ?? ""
        switch action {
        case .whoAmI: return Answer.json(visitor.json(hasPassword: access.book.password != nil))
        case .list: return Answer.json(list)
        case .logOut: return try endSession(visitor.id, isOwn: true)
        case .endSession: return try endSession(id, isOwn: id == visitor.id)
        case .makeToken: return try makeToken(params)
        case .endToken:
            let isEnded = try access.change { book, _ in book.endToken(id) }
            guard isEnded else { throw .notFound }
            return Answer.json(["ok": true])
        case .setPassword:
            let password = params["password"]?.string ?? ""
            guard password.count >= Self.shortestPassword else { throw .shortPassword }
            let hash = await PasswordHash.make(password)
            try access.change { [visitor] book, _ in
                book.password = hash
                book.endSessions(but: visitor.id)
            }
            return Answer.json(["ok": true])
        case .removePassword:
            try access.change { book, _ in book.password = nil }
            return Answer.json(["ok": true])
        }
    }

    private var list: JSON {
        let book = access.book
        let now = access.now
        return [
            "hasPassword": .bool(book.password != nil),
            "sessions": .array(
                book.sessions.filter { $0.expires > now }.sorted { $0.lastUsed > $1.lastUsed }.map {
                    [
                        "id": .string($0.id), "label": .string($0.label), "createdAt": .integer($0.created),
                        "lastUsedAt": .integer($0.lastUsed), "expiresAt": .integer($0.expires),
                        "isCurrent": .bool($0.id == visitor.id),
                    ]
                }),
            "tokens": .array(book.tokens.filter { $0.expires.map { $0 > now } ?? true }.map(Self.json)),
        ]
    }

    private static func json(_ token: AccessBook.Token) -> JSON {
        .object(present: [
            ("id", .string(token.id)), ("name", .string(token.name)), ("scopes", JSON(token.scopes.map(\.rawValue))),
            ("createdAt", .integer(token.created)), ("lastUsedAt", token.lastUsed.map(JSON.integer)),
            ("expiresAt", token.expires.map(JSON.integer)),
        ])
    }

    /// A token that logs out only says that it leaves: it has no session.
    private func endSession(_ id: String, isOwn: Bool) throws(ViewerError) -> Response {
        let isEnded = try access.change { book, _ in book.endSession(id) }
        guard isEnded || isOwn else { throw .notFound }
        var response = Answer.json(["ok": true])
        if isOwn, visitor.kind != .token { response.headers[.setCookie] = cookie.ending }
        return response
    }

    private func makeToken(_ params: JSON) throws(ViewerError) -> Response {
        let scopes = (params["scopes"]?.array ?? []).compactMap { $0.string.flatMap(Route.Scope.init(rawValue:)) }
        let name = params["name"]?.string ?? ""
        let days = params["days"]?.int
        let made = try access.change { book, now in
            book.makeToken(name: name, scopes: scopes, expires: days.map { now + $0 * 86_400_000 }, now: now)
        }
        guard let made else {
            throw ViewerError(
                MemoryError(
                    .conflict, "There are \(AccessBook.tokenCapacity) tokens already.",
                    hint: "Revoke one that is not used any more."))
        }
        var answer = Self.json(made.token)
        answer["token"] = .string(made.secret)
        return Answer.json(answer)
    }
}
