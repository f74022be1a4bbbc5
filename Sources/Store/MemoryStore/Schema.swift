import GRDB
import JSONText
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbered migrations, the backup before each, and the refusal of a file written by a newer program.
enum Schema {
    private static let migrations: [(name: String, sql: String)] = [
        (M001Initial.name, M001Initial.sql), (M002Vectors.name, M002Vectors.sql),
        (M003Projects.name, M003Projects.sql), (M004Tiers.name, M004Tiers.sql), (M005Learning.name, M005Learning.sql),
        (M006Models.name, M006Models.sql), (M007Curation.name, M007Curation.sql),
        (M008Verdicts.name, M008Verdicts.sql), (M009Hub.name, M009Hub.sql),
    ]

    static func prepare(_ pool: DatabasePool, options: MemoryDatabase.Options, path: String, at time: Timestamp) throws
    {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        let applied = try pool.read { [migrator] in try migrator.appliedIdentifiers($0) }
        if !applied.isEmpty, applied.count < migrations.count {
            try backUp(pool, options: options, at: time)
        }
        try migrator.migrate(pool)
        try pool.write { try TermTokenizer.rebuildIfOutdated($0) }
    }

    /// Looks at a file before anything may write to it.
    ///
    /// - Throws: `database_too_new` when it has migrations that this program does not know, `unsupported` when another
    ///   program made it: the MemOS plugin keeps its database under the same name in the same place.
    static func refuseForeign(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        let applied = try queue.read { connection -> [String] in
            guard try connection.tableExists("grdb_migrations") else {
                let tables = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                if tables > 0 { throw foreign(path) }
                return []
            }
            return try String.fetchAll(connection, sql: "SELECT identifier FROM grdb_migrations")
        }
        let unknown = Set(applied).subtracting(migrations.map(\.name)).sorted()
        guard let newest = unknown.last else { return }
        throw MemoryError(
            .databaseTooNew, "The memory database was written by a newer version of memos.",
            details: ["found": .string(newest), "known": .string(migrations.last?.name ?? "")],
            hint:
                "Its schema is \(newest), this program's \(migrations.last?.name ?? "none"). Install that version or a "
                + "later one; this one leaves the file as it is."
        )
    }

    private static func foreign(_ path: String) -> MemoryError {
        MemoryError(
            .unsupported, "The memory database was made by another program.", details: ["path": .string(path)],
            hint: "It is left as it is. End that program and move the file aside, such as to \(path).before; what the "
                + "MemOS plugin kept in it then comes in with `memos import --format memos-plugin-db \(path).before`."
        )
    }

    /// A whole copy beside the data; the oldest ones beyond the limit go.
    private static func backUp(_ pool: DatabasePool, options: MemoryDatabase.Options, at time: Timestamp) throws {
        guard options.backupsKept > 0 else { return }
        mkdir(options.backupFolder, 0o700)
        let copy = "\(options.backupFolder)/memos-\(time).db"
        try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
        chmod(copy, 0o600)
        for old in existingBackups(in: options.backupFolder).dropLast(options.backupsKept) {
            unlink("\(options.backupFolder)/\(old)")
        }
    }

    private static func existingBackups(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("memos-"), name.hasSuffix(".db") { names.append(name) }
        }
        return names.sorted()
    }
}

/// Makes the file with its owner's rights only, and with incremental vacuum, which must be set before the first table.
enum SchemaFile {
    static func create(at path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MemoryError(
                .pathNotWritable, "The memory database cannot be created (\(String(cString: strerror(errno)))).",
                hint: "Check owner and permissions of the home's data folder."
            )
        }
        let isNew = lseek(descriptor, 0, SEEK_END) == 0
        Self.closeDescriptor(descriptor)
        guard isNew else { return try Schema.refuseForeign(path: path) }
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM") }
        try queue.close()
    }

    private static func closeDescriptor(_ descriptor: Int32) {
        close(descriptor)
    }
}
