import HubServer
import HubStore
import JSONText
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `memosd hub …`: the role of a team's hub, beside a daemon or on a machine of its own. It shares no file with a home.
struct HubProgram {
    /// The first word of the command line.
    static let word = "hub"

    let userFolder: String
    let workingDirectory: String
    let environment: (String) -> String?

    /// - Returns: the exit code: 0 done, 1 could not, 64 wrong usage.
    func run(_ words: [String]) async -> Int32 {
        let arguments: HubArguments
        do throws(DaemonArguments.Problem) {
            arguments = try HubArguments(words, home: usualHome, workingDirectory: workingDirectory)
        } catch {
            complain("memosd hub: \(error.text)\n\(HubArguments.usage)")
            return 64
        }
        do {
            switch arguments.task {
            case .serve: try await HubServing(arguments: arguments).run()
            case .invite: try await invite(arguments)
            case .backup: try await backUp(arguments)
            case .move: try await move(arguments)
            case .verify: return try await verify(arguments)
            }
            return 0
        } catch {
            let reason = error as? MemoryError ?? MemoryError(.internal, "The hub failed: \(error)")
            complain("memosd hub: \(reason.message)" + (reason.hint.map { "\n\($0)" } ?? ""))
            return 1
        }
    }

    private var usualHome: String {
        if let named = environment("MEMOS_HUB_HOME"), !named.isEmpty {
            return named.hasPrefix("/") ? named : "\(workingDirectory)/\(named)"
        }
        return userFolder + "/.memos-hub"
    }

    private func invite(_ arguments: HubArguments) async throws {
        let database = try await existing(arguments)
        let desk = InviteDesk(database: database, now: SystemFacts.now)
        let first = try await desk.makeFirst(minutes: arguments.minutes)
        let made: MadeInvite
        if let first {
            made = first
        } else {
            made = try await desk.make(
                role: arguments.role, groups: arguments.groups, minutes: arguments.minutes, isApproved: false,
                actor: nil)
        }
        await database.close()
        let address = HubHome(path: arguments.home).address
        let join = Self.joining(address ?? "ADDRESS", made.code)
        if arguments.isJSON {
            say(
                JSON.object(present: [
                    ("code", .string(made.code)), ("handle", .string(made.handle)),
                    ("expiresAt", .integer(made.expiresAt)), ("address", address.map(JSON.string)),
                    ("join", .string(join)), ("first", .bool(first != nil)),
                ]).text)
        } else {
            let whose =
                first == nil ? "The new device then waits until an admin approves it." : "It makes the first admin."
            say("\(made.code)\n\nGood for \(arguments.minutes) minutes and one device. \(whose)\n  \(join)")
        }
    }

    private func backUp(_ arguments: HubArguments) async throws {
        let path = arguments.destination ?? ""
        let database = try await existing(arguments)
        try await database.backUp(to: path)
        await database.close()
        if arguments.isJSON {
            say((["file": .string(path), "bytes": .integer(SystemFacts.size(of: path))] as JSON).text)
        } else {
            say(
                "\(path) is a whole copy. Keep \(HubHome(path: arguments.home).key) with it: members know the hub by it."
            )
        }
    }

    private func move(_ arguments: HubArguments) async throws {
        let home = HubHome(path: arguments.home)
        guard let target = arguments.target, target != arguments.location else {
            throw MemoryError(.invalidArgument, "The hub is there already.", hint: "Name another database with --to.")
        }
        let source = try await existing(arguments)
        // Behind `existing`: the lock's file is made in a folder that is a hub's.
        guard let lock = try OwnerLock.take(file: home.lock, in: home.path) else {
            throw MemoryError(
                .conflict, "A hub is running in \(home.path).", hint: "End it first; it is moved while nobody asks it.")
        }
        let database = try await HubDatabase(target)
        try await source.move(to: database)
        let found = try await database.verify()
        await source.close()
        await database.close()
        _ = consume lock
        guard found.isSound else {
            throw MemoryError(
                .internal, "What came out does not hold together.",
                hint: "`memos hub verify` says what is wrong where it was; the hub is still there as it was.")
        }
        if arguments.isJSON {
            say((["statements": JSON(found.statements), "auditEntries": JSON(found.auditEntries)] as JSON).text)
        } else {
            say(
                """
                \(found.statements) statements and \(found.auditEntries) lines of the audit log are in \(target), and both \
                chains hold.
                Start the hub there, with the same hub.key. \(arguments.location) stays as it was: a copy, to be served no more.
                """)
        }
    }

    private func verify(_ arguments: HubArguments) async throws -> Int32 {
        let database = try await existing(arguments)
        let found = try await database.verify()
        await database.close()
        if arguments.isJSON {
            say(
                JSON.object(present: [
                    ("sound", .bool(found.isSound)), ("statements", JSON(found.statements)),
                    ("brokenStatement", found.brokenStatement.map { JSON($0) }),
                    ("auditEntries", JSON(found.auditEntries)),
                    ("brokenAuditEntry", found.brokenAuditEntry.map { JSON($0) }), ("damage", JSON(found.damage)),
                ]).text)
            return found.isSound ? 0 : 1
        }
        say("\(found.statements) statements and \(found.auditEntries) lines of the audit log were read.")
        if found.isSound { say("Both chains hold.") }
        if let seq = found.brokenStatement {
            say("Statement \(seq) does not follow from those before it, or is missing.")
        }
        if let seq = found.brokenAuditEntry { say("Line \(seq) of the audit log was changed, left out or cut off.") }
        for line in found.damage { say("The database says: \(line)") }
        return found.isSound ? 0 : 1
    }

    /// The database of a hub that was started before.
    private func existing(_ arguments: HubArguments) async throws -> HubDatabase {
        let home = HubHome(path: arguments.home)
        guard SystemFacts.exists(home.key), arguments.database != nil || SystemFacts.exists(home.database) else {
            throw MemoryError(
                .notFound, "There is no hub in \(home.path).",
                hint: "Name its folder with --home, or start one: `memos hub serve`.")
        }
        return try await HubDatabase(arguments.location)
    }

    static func joining(_ address: String, _ code: String) -> String {
        "memos hub join \(address) \(code) --name YOU"
    }
}

/// Writes a line to standard output at once.
func say(_ text: String) {
    _ = Array((text + "\n").utf8).withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

private func complain(_ text: String) {
    _ = Array((text + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}
