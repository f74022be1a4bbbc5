import ArgumentParser
import DaemonClient
import RuntimeHome

struct DaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon",
        abstract: "Run the daemon in the foreground.",
        discussion: "Becomes `memosd`; ends at once with 0 when a daemon of this home runs already."
    )

    @Flag(name: .customLong("no-viewer"), help: "Do not serve the viewer.")
    var noViewer = false

    @OptionGroup var target: HomeOptions

    func run() throws {
        guard let daemon = FrontContext.daemonExecutable else {
            let hint = "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place."
            throw ExitCode(
                complain("The daemon's program `memosd` was not found", hint: hint, status: ExitStatus.unavailable))
        }
        let flags = ["--home", target.context.home.path, "--agent", target.agent.rawValue]
        let failure = ChildProcess.become(daemon, flags + (noViewer ? ["--no-viewer"] : []))
        throw ExitCode(complain("\(daemon) cannot be run (\(failure))", status: ExitStatus.unavailable))
    }
}
