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

    /// Calls `hear` with the newest statement's number when it may have changed outside this process.
    func follow(_ hear: @escaping @Sendable (Int) -> Void)

    func close() async throws
}
