import JSONText
import MemoryModel
import Synchronization

/// The access book of this process behind a lock, with the clock and the file that the book is not allowed to know.
///
/// A change is on disk before it is answered. That something was used is written at most once a minute, in the
/// background.
final class AccessStore: Sendable {
    private static let usePause: Int64 = 60_000

    private struct State {
        var book: AccessBook
        var links = LoginLinks()
        var forms = LoginLinks(lifetime: LoginPage.formLifetime)
        var version = 0
        var savedAt: Int64 = 0
    }

    private let state: Mutex<State>
    private let written = Mutex(0)
    let passwords = PasswordGuard()
    private let keeping: AccessKeeping

    init(keeping: AccessKeeping) {
        self.keeping = keeping
        state = Mutex(State(book: keeping.load().map(AccessBook.init(json:)) ?? AccessBook()))
    }

    var now: Int64 { keeping.now() }

    var book: AccessBook { state.withLock { $0.book } }

    func issueLink() -> String {
        state.withLock { $0.links.issue(now: .now) }
    }

    func redeem(link: String) -> Bool {
        state.withLock { $0.links.redeem(link, now: .now) }
    }

    /// A word that lets a form with a password be sent once.
    func issueForm() -> String {
        state.withLock { $0.forms.issue(now: .now) }
    }

    func redeem(form: String) -> Bool {
        state.withLock { $0.forms.redeem(form, now: .now) }
    }

    /// Who shows one of these secrets; `nil` when none is worth anything.
    func visitor(sessions: [String]) -> Visitor? {
        use { book, now in
            for secret in sessions {
                guard let session = book.session(of: secret, now: now) else { continue }
                return Visitor(
                    kind: .cookie(formMark: AccessSecret.formMark(of: secret)), id: session.id,
                    scopes: Route.Scope.allCases, expires: session.expires)
            }
            return nil
        }
    }

    func visitor(token: String) -> Visitor? {
        use { book, now in
            book.token(of: token, now: now).map {
                Visitor(kind: .token, id: $0.id, scopes: $0.scopes, expires: $0.expires)
            }
        }
    }

    /// Changes the book and writes it. When it cannot be written the change stays, until the daemon ends, and the
    /// error is thrown.
    func change<Result: Sendable>(
        _ change: (inout AccessBook, Int64) -> Result
    ) throws(ViewerError) -> Result {
        let now = keeping.now()
        let (result, book, version) = state.withLock { state in
            let result = change(&state.book, now)
            state.version += 1
            state.savedAt = now
            return (result, state.book, state.version)
        }
        do {
            try save(book, version: version)
        } catch {
            throw (error as? MemoryError).map { ViewerError($0) } ?? .internal
        }
        return result
    }

    private func use(_ look: (inout AccessBook, Int64) -> Visitor?) -> Visitor? {
        let now = keeping.now()
        let (visitor, due) = state.withLock { state -> (Visitor?, (AccessBook, Int)?) in
            let visitor = look(&state.book, now)
            guard visitor != nil, abs(now - state.savedAt) >= Self.usePause else { return (visitor, nil) }
            state.version += 1
            state.savedAt = now
            return (visitor, (state.book, state.version))
        }
        if let (book, version) = due {
            Task.detached { [self] in try? save(book, version: version) }
        }
        return visitor
    }

    /// An older book never replaces a newer one.
    private func save(_ book: AccessBook, version: Int) throws {
        try written.withLock { written in
            guard version > written else { return }
            try keeping.save(book.json)
            written = version
        }
    }
}
