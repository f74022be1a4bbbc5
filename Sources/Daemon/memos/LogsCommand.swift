import ArgumentParser
import DaemonClient
import JSONText

struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show the last records of the daemon's log.",
        discussion: "Does not start a daemon; without one the log files are in the home's logs folder."
    )

    @Option(help: "Most records to show.")
    var limit = 50

    @Option(help: "Least severity: trace, debug, info, notice, warning, error, critical.")
    var level: String?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session(mayStart: false)
        let parameters = JSON.object(present: [("limit", JSON(limit)), ("level", level.map(JSON.string))])
        let result = try reporting { () throws(ClientError) in try session.request("logs.tail", parameters) }
        output.print(result) { result in
            let rows = (result["records"]?.array ?? []).map { record in
                [
                    Output.dim(Output.time(record["ts"]?.int ?? 0)), record["level"]?.string ?? "",
                    record["channel"]?.string ?? "", Output.printable(record["msg"]?.string ?? ""),
                ]
            }
            return Output.table(rows)
        }
    }
}
