import HubServer
import HubStore
import MemoryModel
import SharedStatements

/// What `memosd hub …` was asked. People type `memos hub …`, which becomes this.
struct HubArguments: Sendable, Equatable {
    enum Task: Sendable, Equatable {
        case serve
        case invite
        case backup
        case move
        case verify
    }

    var task: Task
    var home: String
    var host = "0.0.0.0"
    var port = 18912
    /// What people see; what it was before without it.
    var name: String?
    /// A connection string of PostgreSQL; the file in the home without it.
    var database: String?
    var isPlain = false
    var isDiscoverable = true
    var isJSON = false
    var role = TeamRole.member
    var groups: [String] = []
    var minutes: Int64 = 10
    /// Where a copy goes, or the hub itself.
    var destination: String?

    static let usage = """
        usage: memosd hub serve [--home DIR] [--host ADDRESS] [--port N] [--name NAME] [--database URL] [--plain]
                                [--no-discovery] [--json]
               memosd hub invite [--home DIR] [--database URL] [--role ROLE] [--group NAME]… [--minutes N] [--json]
               memosd hub backup --to FILE [--home DIR] [--database URL] [--json]
               memosd hub move --to URL|FILE [--home DIR] [--database URL] [--json]
               memosd hub verify [--home DIR] [--database URL] [--json]
        """

    /// - Parameter words: behind `hub`.
    init(_ words: [String], home: String, workingDirectory: String) throws(DaemonArguments.Problem) {
        var words = ArraySlice(words)
        task =
            switch words.popFirst() {
            case "serve": .serve
            case "invite": .invite
            case "backup": .backup
            case "move": .move
            case "verify": .verify
            default: throw .usage("hub needs one of serve, invite, backup, move, verify")
            }
        self.home = home
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let inline = parts.count > 1 ? parts[1] : nil
            try take(parts[0], inline: inline, rest: &words, workingDirectory: workingDirectory)
        }
        if task == .backup || task == .move, destination == nil { throw .usage("\(task) needs --to") }
    }

    private mutating func take(
        _ name: String, inline: String?, rest: inout ArraySlice<String>, workingDirectory: String
    ) throws(DaemonArguments.Problem) {
        func value() throws(DaemonArguments.Problem) -> String {
            guard let value = inline ?? rest.popFirst(), !value.isEmpty else { throw .usage("\(name) needs a value") }
            return value
        }
        func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(workingDirectory)/\(text)" }
        switch name {
        case "--home": home = path(try value())
        case "--host": host = try value()
        case "--port":
            guard let number = Int(try value()), (0...65_535).contains(number) else {
                throw .usage("--port must be from 0 to 65535")
            }
            port = number
        case "--name": self.name = try value()
        case "--database": database = try value()
        case "--plain": isPlain = true
        case "--no-discovery": isDiscoverable = false
        case "--json": isJSON = true
        case "--role":
            guard let role = TeamRole(rawValue: try value()) else {
                throw .usage("--role must be one of \(TeamRole.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self.role = role
        case "--group":
            let group = try value()
            guard StatementRules.isSlug(group) else { throw .usage("a group is named with a–z, 0–9 and . _ -") }
            groups.append(group)
        case "--minutes":
            guard let number = Int64(try value()), InviteDesk.minutes.contains(number) else {
                throw .usage(
                    "--minutes must be from \(InviteDesk.minutes.lowerBound) to \(InviteDesk.minutes.upperBound)")
            }
            minutes = number
        case "--to":
            let value = try value()
            destination = Self.isConnection(value) ? value : path(value)
        default: throw .usage("unknown argument \"\(name)\"")
        }
    }

    var location: HubLocation {
        database.map(HubLocation.postgres) ?? .sqlite(path: HubHome(path: home).database)
    }

    /// Where a hub is moved to.
    var target: HubLocation? {
        destination.map { Self.isConnection($0) ? .postgres($0) : .sqlite(path: $0) }
    }

    /// As libpq reads it: a URL, or words with `=` in them, which no path of a database has that people choose.
    private static func isConnection(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || (text.contains("=") && !text.hasPrefix("/"))
    }
}
