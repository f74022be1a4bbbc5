import ArgumentParser
import RuntimeHome

/// The command line people type. Each command is one file; none opens the database.
struct MemosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memos",
        abstract: "A memory for coding agents, kept on this machine.",
        discussion: "Data and settings live in ~/.<agent>/memos-plugin; the daemon starts when it is needed.",
        version: "memos \(ProductVersion.current)",
        subcommands: [StatusCommand.self, SearchCommand.self, StopCommand.self]
    )
}
