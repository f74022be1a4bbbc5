import JSONText

/// The sessions of browsers and the tokens of scripts, as digests. Time is passed in, in ms since 1970.
struct AccessBook: Sendable, Equatable {
    /// A session that is not used for so long ends.
    static let sessionLifetime: Int64 = 7 * 86_400_000
    static let sessionCapacity = 64
    static let tokenCapacity = 64

    struct Session: Sendable, Equatable {
        let id: String
        let digest: String
        let label: String
        let created: Int64
        var lastUsed: Int64

        var expires: Int64 { lastUsed + AccessBook.sessionLifetime }
    }

    struct Token: Sendable, Equatable {
        let id: String
        let digest: String
        let name: String
        let scopes: [Route.Scope]
        let created: Int64
        let expires: Int64?
        var lastUsed: Int64?
    }

    private(set) var sessions: [Session] = []
    private(set) var tokens: [Token] = []
    var password: PasswordHash?

    init(sessions: [Session] = [], tokens: [Token] = [], password: PasswordHash? = nil) {
        self.sessions = sessions
        self.tokens = tokens
        self.password = password
    }

    /// Opens a session and returns its secret. The session that was not used for longest gives way when there are too
    /// many.
    mutating func openSession(label: String, now: Int64) -> String {
        let secret = AccessSecret.random()
        sessions.removeAll { $0.expires <= now }
        while sessions.count >= Self.sessionCapacity, let oldest = sessions.min(by: { $0.lastUsed < $1.lastUsed }) {
            sessions.removeAll { $0.id == oldest.id }
        }
        sessions.append(
            Session(
                id: AccessSecret.identifier("vs"), digest: AccessSecret.digest(secret), label: label, created: now,
                lastUsed: now))
        return secret
    }

    /// The living session of a secret; a use prolongs it.
    mutating func session(of secret: String, now: Int64) -> Session? {
        let digest = AccessSecret.digest(secret)
        guard let index = sessions.firstIndex(where: { $0.digest == digest }), now < sessions[index].expires else {
            return nil
        }
        sessions[index].lastUsed = max(now, sessions[index].lastUsed)
        return sessions[index]
    }

    /// - Returns: whether there was one.
    mutating func endSession(_ id: String) -> Bool {
        let count = sessions.count
        sessions.removeAll { $0.id == id }
        return sessions.count < count
    }

    mutating func endSessions(but kept: String? = nil) {
        sessions.removeAll { $0.id != kept }
    }

    /// Makes a token and returns it with its secret, which is shown this once; `nil` when there are too many.
    mutating func makeToken(
        name: String, scopes: [Route.Scope], expires: Int64?, now: Int64
    ) -> (token: Token, secret: String)? {
        tokens.removeAll { $0.expires.map { $0 <= now } ?? false }
        guard tokens.count < Self.tokenCapacity else { return nil }
        let secret = AccessSecret.tokenPrefix + AccessSecret.random()
        let token = Token(
            id: AccessSecret.identifier("vt"), digest: AccessSecret.digest(secret), name: name, scopes: scopes,
            created: now, expires: expires, lastUsed: nil)
        tokens.append(token)
        return (token, secret)
    }

    mutating func token(of secret: String, now: Int64) -> Token? {
        guard secret.hasPrefix(AccessSecret.tokenPrefix) else { return nil }
        let digest = AccessSecret.digest(secret)
        guard let index = tokens.firstIndex(where: { $0.digest == digest }) else { return nil }
        if let expires = tokens[index].expires, expires <= now { return nil }
        tokens[index].lastUsed = max(now, tokens[index].lastUsed ?? 0)
        return tokens[index]
    }

    /// - Returns: whether there was one.
    mutating func endToken(_ id: String) -> Bool {
        let count = tokens.count
        tokens.removeAll { $0.id == id }
        return tokens.count < count
    }
}
