import ArgumentParser

// What hosts call. `FastPath` runs these before the argument parser exists; here they are declared for help and
// completions.

struct BridgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bridge",
        abstract: "Relay JSON-RPC lines between a host's pipes and the daemon.",
        discussion: """
            Speaks the upstream bridge's protocol on standard input and output, starts the daemon when there is none, \
            and asks again when it went away. Ends at the end of its input, with its parent, or when its output is \
            closed.
            """
    )

    @Option(help: "Agent whose memory it is.")
    var agent = "openclaw"

    @Option(help: ArgumentHelp("Folder of the memory.", valueName: "folder"), completion: .directory)
    var home: String?

    @Flag(help: "Make sure the daemon runs, and stay until it goes; no relay.")
    var daemon = false

    @Flag(name: .customLong("no-viewer"), help: "Accepted for hosts of the upstream bridge; the daemon decides.")
    var noViewer = false

    @Option(help: ArgumentHelp("Accepted and unused, as upstream.", valueName: "port"))
    var tcp: String?

    @Option(name: .customLong("runtime-scope"), help: ArgumentHelp("Accepted and unused.", valueName: "hex"))
    var runtimeScope: String?
}

struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Hand one event of a host to the daemon.",
        discussion: """
            Reads one JSON object from standard input and prints what the host should see. Always ends with 0: without \
            a daemon the event waits in the spool and the daemon is started.
            """
    )

    @Option(help: "The host that calls.")
    var host = "claude"

    @Option(help: "Agent whose memory it is; the host's by default.")
    var agent: String?

    @Option(help: ArgumentHelp("Folder of the memory.", valueName: "folder"), completion: .directory)
    var home: String?
}

struct ContextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serve the Model Context Protocol on standard input and output.",
        discussion: """
            For any client of the protocol, of both eras (2024-11-05 to 2025-11-25, and 2026-07-28). Starts the daemon \
            when there is none, and goes on with the next one when it went away. Ends at the end of its input, with its \
            parent, or when its output is closed.
            """
    )

    @Option(help: "Agent whose memory it is; by default the client's name tells, and the memory is that of claude.")
    var agent: String?

    @Option(help: ArgumentHelp("Folder of the memory.", valueName: "folder"), completion: .directory)
    var home: String?

    @Option(help: ArgumentHelp("\"all\" offers every tool instead of the usual six.", valueName: "which"))
    var tools: String?
}
