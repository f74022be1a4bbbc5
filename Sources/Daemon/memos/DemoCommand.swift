import ArgumentParser
import DaemonClient
import JSONText
import RuntimeHome

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open the viewer on a memory that is made up.",
        discussion: """
            Fills a folder of its own with six weeks of a developer's work with three agents, and prints a link that \
            opens the viewer on it. Nothing of your own memory is read or touched. A second call uses what is there.
            """
    )

    @Option(help: ArgumentHelp("Folder of the demo.", valueName: "folder"), completion: .directory)
    var home: String?

    @Flag(help: "Make it anew, with today as its last day.")
    var fresh = false

    @Flag(name: .customLong("print"), help: "Only print the link.")
    var printsOnly = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = FrontContext(explicitHome: home ?? Self.usualHome, agent: .claude)
        let state = try DemoState(context.home)
        let isMade = !state.isWhole || fresh
        if isMade {
            if state.isDemo { try stop(context) }
            if !output.json {
                Output.write("Making the demo in \(context.home.path); nothing of your own memory is touched.\n")
            }
            try make(context)
        }
        let session = try reporting { () throws(ClientError) in try DaemonSession(context: context, mayStart: true) }
        let link = try reporting { () throws(ClientError) in try session.request("viewer.link") }
        let url = link["url"]?.string ?? ""
        output.print([
            "url": .string(url), "home": .string(context.home.path), "made": .bool(isMade),
        ]) { _ in
            let note = isMade ? "" : "This demo was made \(Output.ago(state.madeAt)); --fresh makes it anew.\n"
            return note + url + "\n"
        }
        if Output.isTerminal, !printsOnly, !output.json { ViewerCommand.open(url) }
    }

    private static var usualHome: String {
        let data = FrontContext.variable("XDG_DATA_HOME").map { "\($0)/memos-demo" }
        return data ?? FrontContext.userFolder + "/.memos-demo"
    }

    private func stop(_ context: FrontContext) throws {
        guard let session = try? DaemonSession(context: context, mayStart: false) else { return }
        try reporting { () throws(ClientError) in _ = try session.request("daemon.stop") }
        guard session.waitForEnd(milliseconds: 15_000) else {
            throw ExitCode(complain("The demo's daemon did not stop in time", status: ExitStatus.temporary))
        }
    }

    private func make(_ context: FrontContext) throws {
        guard let daemon = FrontContext.daemonExecutable else {
            let hint = "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place."
            throw ExitCode(
                complain("The daemon's program `memosd` was not found", hint: hint, status: ExitStatus.unavailable))
        }
        let arguments = ["--home", context.home.path, "--make-demo"]
        guard
            let child = try? ChildProcess.spawn(
                daemon, arguments, descriptors: [(0, 0), (2, 1), (2, 2)], newSession: false)
        else { throw ExitCode(complain("\(daemon) cannot be run", status: ExitStatus.unavailable)) }
        while true {
            if let status = ChildProcess.exitStatus(of: child) {
                // It has told why on the standard error that it shares with this program.
                guard status == 0 else { throw ExitCode(ExitStatus.failure) }
                return
            }
            sleepMilliseconds(20)
        }
    }
}

/// What lies at the place of a demo.
private struct DemoState {
    var isDemo = false
    var isWhole = false
    /// Milliseconds since 1970.
    var madeAt: Int64?

    /// - Throws: with what a person can do, when something else lies there.
    init(_ home: RuntimeHome) throws {
        if let bytes = try? PlainFile.read(home.demoRecord), let record = try? JSON(parsing: bytes) {
            isDemo = true
            isWhole = record["whole"]?.bool ?? false
            madeAt = record["madeAt"]?.int
        } else if PlainFile.names(in: home.path).contains(where: { !["daemon", "logs"].contains($0) }) {
            let hint = "Choose another folder with --home; a demo is never written into a memory of yours."
            throw ExitCode(
                complain("\(home.path) is not empty and holds no demo", hint: hint, status: ExitStatus.usage))
        }
    }
}
