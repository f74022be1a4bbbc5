import ArgumentParser
import DaemonClient
import JSONText

struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the daemon after it has answered what is in flight.",
        discussion: "A daemon that is not running counts as stopped. The next hook or bridge request starts it again."
    )

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session: DaemonSession
        do throws(ClientError) {
            session = try DaemonSession(context: target.context, mayStart: false)
        } catch {
            guard error == .notRunning else {
                throw ExitCode(complain(error.message, hint: error.hint, status: ExitStatus.of(error)))
            }
            return output.print(["ok": true, "wasRunning": false]) { _ in "No daemon is running.\n" }
        }
        try reporting { () throws(ClientError) in _ = try session.request("daemon.stop") }
        guard session.waitForEnd(milliseconds: 15_000) else {
            throw ExitCode(complain("The daemon did not stop in time", status: ExitStatus.temporary))
        }
        output.print(["ok": true, "wasRunning": true]) { _ in "Stopped.\n" }
    }
}
