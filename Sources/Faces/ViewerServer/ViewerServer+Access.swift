package import JSONText
import MemoryModel

/// The ways into the viewer, for somebody who is at the daemon's socket already. All throw `MemoryError`.
extension ViewerServer {
    package static let scopes = Route.Scope.allCases.map(\.rawValue)

    package func accessList() -> JSON {
        AccessDesk(access: access).list(visitor: nil)
    }

    /// - Parameter scopes: some of `scopes`; others are left out.
    package func makeToken(name: String, scopes: [String], days: Int64?) throws -> JSON {
        try desk { desk throws(ViewerError) in
            try desk.makeToken(name: name, scopes: scopes.compactMap(Route.Scope.init(rawValue:)), days: days)
        }
    }

    /// Ends a session or revokes a token.
    package func revoke(_ id: String) throws {
        let isEnded = try desk { desk throws(ViewerError) in
            let isSession = try desk.endSession(id)
            let isToken = try desk.endToken(id)
            return isSession || isToken
        }
        guard isEnded else {
            throw MemoryError(
                .notFound, "There is no session or token \"\(id)\".", hint: "`memos viewer token list` shows them.")
        }
    }

    package func setPassword(_ password: String) async throws {
        do throws(ViewerError) {
            try await AccessDesk(access: access).setPassword(password, visitor: nil)
        } catch {
            throw error.memoryError
        }
    }

    /// - Returns: whether there was one.
    package func removePassword() throws -> Bool {
        try desk { desk throws(ViewerError) in try desk.removePassword() }
    }

    private func desk<Result>(_ use: (AccessDesk) throws(ViewerError) -> Result) throws -> Result {
        do throws(ViewerError) {
            return try use(AccessDesk(access: access))
        } catch {
            throw error.memoryError
        }
    }
}
