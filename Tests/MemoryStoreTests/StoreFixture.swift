import GRDB
import JSONText
import MemoryModel
import MemoryTestSupport

@testable import MemoryStore

/// A database file with rows to work on.
struct StoreFixture {
    let home = TemporaryHome()
    let clock = TestClock()
    var path: String { home.file("memos.db") }

    func open() throws -> MemoryDatabase {
        try MemoryDatabase(
            path: path, options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")),
            now: { [clock] in clock.now })
    }

    /// The file as any SQLite program sees it; our tokenizer is not there.
    func raw<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction(body)
    }

    static let owner = Namespace(agentKind: "claude", workspace: "/src/api")
    static let session = SessionID("s1")
    static let episode = EpisodeID("ep1")

    /// A session with one open task.
    func begin(_ database: MemoryDatabase) async throws {
        try await database.write { transaction in
            try transaction.insert(Session(id: Self.session, owner: Self.owner, openedAt: 1, lastActiveAt: 1))
            try transaction.insert(Episode(id: Self.episode, sessionID: Self.session, openedAt: 1, lastActiveAt: 1))
        }
    }

    static func turn(_ name: String) -> Turn {
        Turn(
            id: TurnID("tu_\(name)"), key: name, sessionID: session, episodeID: episode, owner: owner,
            userText: "asked \(name)", startedAt: 10)
    }

    static func trace(_ name: String, text: String) -> Trace {
        Trace(
            id: TraceID("tr_\(name)"), sessionID: session, episodeID: episode, turnID: TurnID("tu_\(name)"), step: 0,
            kind: .answer, at: 10, owner: owner, userText: text, agentText: "",
            errors: [Trace.ErrorMark(signature: "error: \(name) missing", errorClass: "Error", code: "E1")])
    }

    func add(_ name: String, text: String, to database: MemoryDatabase) async throws {
        try await database.write { transaction in
            try transaction.insert(Self.turn(name))
            try transaction.insert(
                Self.trace(name, text: text), indexed: IndexedText(action: "", observation: "", length: 3))
        }
    }
}

extension MemoryDatabase {
    /// A change that no service makes, with our tokenizer at hand.
    func execute(_ sql: String) async throws {
        try await write { try $0.connection.execute(sql: sql) }
    }
}
