/// A database that can hold a hub: it gives out sessions on threads where they may block.
protocol HubBackend: Sendable {
    var dialect: HubDialect { get }

    /// Runs `body` on a session that only reads. It may be run twice.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value

    /// Runs `body` in one transaction that no other writer of this database, of this process or another, overlaps. It
    /// may be run twice, and counts once.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value

    /// A whole copy as a file.
    func backUp(to path: String) async throws

    /// What the database itself finds wrong with its files; empty when nothing.
    func damage() async throws -> [String]

    /// Calls `hear` when other processes may have added statements.
    func follow(_ hear: @escaping @Sendable (HeadNews) -> Void)

    func close() throws
}

/// What is heard of the head from outside this process.
enum HeadNews: Sendable, Equatable {
    /// It is this.
    case head(Int)
    /// It may be any.
    case unknown
    /// From now on nothing is heard.
    case silence
}
