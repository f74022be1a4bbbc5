import ArgumentParser
import DaemonClient

/// What is done on the hub's own machine: `memosd` does it, in the place of this program.
enum HubProgram {
    static func become(_ word: String, _ arguments: [(name: String, value: String?)], flags: [String]) throws {
        guard let daemon = FrontContext.daemonExecutable else {
            let hint = "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place."
            throw ExitCode(
                complain("The hub's program `memosd` was not found", hint: hint, status: ExitStatus.unavailable))
        }
        let words = arguments.flatMap { argument in argument.value.map { [argument.name, $0] } ?? [] }
        let failure = ChildProcess.become(daemon, ["hub", word] + words + flags)
        throw ExitCode(complain("\(daemon) cannot be run (\(failure))", status: ExitStatus.unavailable))
    }
}

/// Where a hub keeps what it holds.
struct HubPlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder of the hub; MEMOS_HUB_HOME, or ~/.memos-hub without it.", valueName: "folder"),
        completion: .directory)
    var home: String?

    @Option(
        help: ArgumentHelp(
            "PostgreSQL to keep it in, as postgres://… or conninfo; a file in the folder without it.",
            valueName: "connection"))
    var database: String?

    @Flag(help: "Print JSON instead of text.")
    var json = false

    var arguments: [(name: String, value: String?)] { [("--home", home), ("--database", database)] }
    var flags: [String] { json ? ["--json"] : [] }
}

extension HubCommand {
    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve", abstract: "Be the hub, in the foreground.",
            discussion: "Becomes `memosd hub serve`. The first start makes the hub's key and prints the first code.")

        @OptionGroup var place: HubPlaceOptions

        @Option(help: "Address to listen on; all of this machine without it.")
        var host: String?

        @Option(help: "Port to listen on; 18912 without it.")
        var port: Int?

        @Option(help: "What people see as the hub's name.")
        var name: String?

        @Flag(help: "Without TLS; on the loopback address only.")
        var plain = false

        @Flag(name: .customLong("no-discovery"), help: "Do not make the hub known in the network.")
        var noDiscovery = false

        func validate() throws {
            if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
        }

        func run() throws {
            try HubProgram.become(
                "serve", place.arguments + [("--host", host), ("--port", port.map(String.init)), ("--name", name)],
                flags: place.flags + (plain ? ["--plain"] : []) + (noDiscovery ? ["--no-discovery"] : []))
        }
    }

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup", abstract: "Copy a hub's database while it runs.",
            discussion: "Becomes `memosd hub backup`. A database in PostgreSQL is copied by pg_dump.")

        @Option(help: ArgumentHelp("File to write; must not be there.", valueName: "file"), completion: .file())
        var to: String

        @OptionGroup var place: HubPlaceOptions

        func run() throws {
            try HubProgram.become("backup", place.arguments + [("--to", ProjectName.absolute(to))], flags: place.flags)
        }
    }

    struct Move: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Move a hub that is not running to another database.",
            discussion: """
                Becomes `memosd hub move`. All goes along, tokens and the audit log too, and members notice nothing. What \
                is there now stays as a copy.
                """)

        @Option(
            help: ArgumentHelp(
                "An empty database of PostgreSQL, as postgres://… or conninfo, or a file that is not there.",
                valueName: "place"))
        var to: String

        @OptionGroup var place: HubPlaceOptions

        func run() throws {
            try HubProgram.become("move", place.arguments + [("--to", to)], flags: place.flags)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check a hub's audit log and statements against their chains.",
            discussion: "Becomes `memosd hub verify`.")

        @OptionGroup var place: HubPlaceOptions

        func run() throws {
            try HubProgram.become("verify", place.arguments, flags: place.flags)
        }
    }
}
