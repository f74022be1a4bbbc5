import ArgumentParser
import DaemonClient
import JSONText
import RuntimeHome

extension Agent: ExpressibleByArgument {}

/// Which memory a command is about.
struct HomeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the memory.", valueName: "folder"), completion: .directory)
    var home: String?

    @Option(help: "Agent whose memory it is, when no folder is given.")
    var agent = Agent.claude

    var context: FrontContext { FrontContext(explicitHome: home, agent: agent) }

    /// A conversation with the daemon, which is started when need be.
    func session(mayStart: Bool = true) throws -> DaemonSession {
        try reporting { () throws(ClientError) in try DaemonSession(context: context, mayStart: mayStart) }
    }
}

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func print(_ value: JSON, text: (JSON) -> String) {
        Output.write(json ? value.prettyText + "\n" : text(value))
    }
}

/// Runs work that talks to the daemon; its errors become a sentence, a hint and an exit code.
@discardableResult
func reporting<Result>(_ work: () throws(ClientError) -> Result) throws -> Result {
    do throws(ClientError) {
        return try work()
    } catch {
        throw ExitCode(complain(error.message, hint: error.hint, status: ExitStatus.of(error)))
    }
}
