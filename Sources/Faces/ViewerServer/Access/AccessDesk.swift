import JSONText
import MemoryModel

/// What can be done with sessions, tokens and the password, whoever asks: a page, a script or a command.
struct AccessDesk: Sendable {
    static let shortestPassword = 8

    let access: AccessStore

    /// - Parameter visitor: the id of the session or token that asks; `nil` for somebody at the socket.
    func list(visitor: String?) -> JSON {
        let book = access.book
        let now = access.now
        return [
            "hasPassword": .bool(book.password != nil),
            "sessions": .array(
                book.sessions.filter { $0.expires > now }.sorted { $0.lastUsed > $1.lastUsed }.map {
                    [
                        "id": .string($0.id), "label": .string($0.label), "createdAt": .integer($0.created),
                        "lastUsedAt": .integer($0.lastUsed), "expiresAt": .integer($0.expires),
                        "isCurrent": .bool($0.id == visitor),
                    ]
                }),
            "tokens": .array(book.tokens.filter { $0.expires.map { $0 > now } ?? true }.map(Self.json)),
        ]
    }

    /// The token with its secret. Throws 409 when there are too many.
    func makeToken(name: String, scopes: [Route.Scope], days: Int64?) throws(ViewerError) -> JSON {
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
        return answer
    }

    /// - Returns: whether there was such a session.
    func endSession(_ id: String) throws(ViewerError) -> Bool {
        try access.change { book, _ in book.endSession(id) }
    }

    /// - Returns: whether there was such a token.
    func endToken(_ id: String) throws(ViewerError) -> Bool {
        try access.change { book, _ in book.endToken(id) }
    }

    /// Ends all sessions but the one that asks.
    func setPassword(_ password: String, visitor: String?) async throws(ViewerError) {
        guard password.count >= Self.shortestPassword else { throw .shortPassword }
        let hash = await PasswordHash.make(password)
        try access.change { book, _ in
            book.password = hash
            book.endSessions(but: visitor)
        }
    }

    /// - Returns: whether there was one.
    func removePassword() throws(ViewerError) -> Bool {
        try access.change { book, _ in
            defer { book.password = nil }
            return book.password != nil
        }
    }

    private static func json(_ token: AccessBook.Token) -> JSON {
        .object(present: [
            ("id", .string(token.id)), ("name", .string(token.name)), ("scopes", JSON(token.scopes.map(\.rawValue))),
            ("createdAt", .integer(token.created)), ("lastUsedAt", token.lastUsed.map(JSON.integer)),
            ("expiresAt", token.expires.map(JSON.integer)),
        ])
    }
}
