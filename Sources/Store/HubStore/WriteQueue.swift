import PostgresClient
import Synchronization

/// Gathers writes that come at the same time into one transaction, because a commit costs a disk's flush however little
/// is in it.
final class WriteQueue: Sendable {
    /// One caller's write. Its value is handed over only after the commit.
    private struct Entry: Sendable {
        let perform: @Sendable (HubTransaction) throws -> Void
        let finish: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var waiting: [Entry] = []
        var isDraining = false
    }

    /// How many share a commit, at most.
    private static let batch = 64

    private let backend: any HubBackend
    private let announce: @Sendable (Int) -> Void
    private let state = Mutex(State())

    init(backend: any HubBackend, announce: @escaping @Sendable (Int) -> Void) {
        self.backend = backend
        self.announce = announce
    }

    func submit<Value: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> Value
    ) async throws -> Value {
        let outcome = Outcome<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let entry = Entry(
                perform: { outcome.value = try body($0) },
                finish: { continuation.resume(with: $0) }
            )
            let mustDrain = state.withLock { state in
                state.waiting.append(entry)
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustDrain { Task { await self.drain() } }
        }
        return try outcome.take()
    }

    private func drain() async {
        while true {
            let entries: [Entry] = state.withLock { state in
                let next = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(next.count)
                state.isDraining = !next.isEmpty
                return next
            }
            if entries.isEmpty { return }
            await commit(entries)
        }
    }

    private func commit(_ entries: [Entry]) async {
        do {
            let (results, head) = try await backend.write { session in
                let news = HubNews()
                let transaction = HubTransaction(reader: HubReader(session: session), news: news)
                let results = try entries.map { entry in
                    try Self.perform(entry, of: entries.count, in: transaction)
                }
                return (results, news.head)
            }
            if let head { announce(head) }
            for (entry, result) in zip(entries, results) { entry.finish(result) }
        } catch {
            for entry in entries { entry.finish(.failure(error)) }
        }
    }

    /// Within a savepoint, unless it has the transaction for itself.
    private static func perform(
        _ entry: Entry, of count: Int, in transaction: HubTransaction
    ) throws -> Result<Void, any Error> {
        if count == 1 {
            try entry.perform(transaction)
            return .success(())
        }
        let session = transaction.session
        let headBefore = transaction.news.head
        try session.runScript("SAVEPOINT one_of_many")
        do {
            try entry.perform(transaction)
            try session.runScript("RELEASE SAVEPOINT one_of_many")
            return .success(())
        } catch {
            // Without the connection, or after a deadlock, there is no transaction any more.
            if let fault = error as? PostgresFault, fault.isConnectionLost || fault.isWorthRepeating { throw fault }
            transaction.news.head = headBefore
            try session.runScript("ROLLBACK TO SAVEPOINT one_of_many; RELEASE SAVEPOINT one_of_many")
            return .failure(error)
        }
    }
}

/// A value on its way from the database's thread to the caller, who looks only after the commit.
private final class Outcome<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }

    func take() throws -> Value {
        guard let value else { throw CancellationError() }
        return value
    }
}
