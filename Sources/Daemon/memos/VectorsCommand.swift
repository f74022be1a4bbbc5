import ArgumentParser
import DaemonClient
import JSONText

struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "See and renew the vectors by which memories are found by meaning.",
        subcommands: [Status.self, Verify.self, Rebuild.self],
        defaultSubcommand: Status.self
    )

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show the model, and how many memories have their vectors.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let status = try reporting { () throws(ClientError) in try session.request("vectors.status") }
            output.print(status, text: VectorsCommand.text)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read every vector and tell whether all are whole.",
            discussion: "Ends with code 1 when something is wrong; memos vectors rebuild makes it good."
        )

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let report = try reporting { () throws(ClientError) in try session.request("vectors.verify") }
            output.print(report) { report in
                let (count, damaged) = (report["vectors"]?.int ?? 0, report["damaged"]?.int ?? 0)
                if damaged == 0 { return "\(count) vectors, all whole.\n" }
                return Output.red("✗ ") + "\(damaged) of \(count) vectors are damaged. Run `memos vectors rebuild`.\n"
            }
            if report["ok"]?.bool != true { throw ExitCode.failure }
        }
    }

    struct Rebuild: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rebuild", abstract: "Throw all vectors away and make them anew.",
            discussion: "Goes on in the background; memos vectors status shows how far it is. Memories are found by "
                + "words meanwhile, and nothing is lost: vectors follow from the memories."
        )

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let status = try reporting { () throws(ClientError) in try session.request("vectors.rebuild") }
            output.print(status, text: VectorsCommand.text)
        }
    }

    /// The answer of `vectors.status` for people.
    static func text(_ status: JSON) -> String {
        var rows = [["state", spoken(status["state"]?.string ?? "")]]
        if let serving = status["serving"] { rows += described(serving) }
        if let coming = status["coming"] {
            rows.append(["", ""])
            rows += [["coming", "serves when nothing waits"]] + described(coming)
        }
        var text = Output.table(rows.map { [Output.dim($0[0]), $0[1]] })
        if let problem = status["problem"] {
            text += Output.red("✗ ") + (problem["message"]?.string ?? "") + "\n"
            if let hint = problem["hint"]?.string { text += "  " + hint + "\n" }
        }
        return text
    }

    private static func described(_ set: JSON) -> [[String]] {
        let (vectors, waiting) = (set["vectors"]?.int ?? 0, set["waiting"]?.int ?? 0)
        return [
            ["model", "\(set["model"]?.string ?? "?"), \(set["dimension"]?.int ?? 0) dimensions"],
            ["vectors", "\(vectors) (\(Output.bytes(set["bytes"]?.int ?? 0)))"],
            ["waiting", waiting == 0 ? "nothing" : "\(waiting) traces and changes"],
        ]
    }

    /// A state in a few words.
    static func spoken(_ state: String) -> String {
        switch state {
        case "off": "off, by the setting embedding.enabled"
        case "opening": "opening"
        case "unavailable": "unavailable; memories are found by words"
        case "paused": "paused, by the setting embedding.background"
        case "catching_up": "catching up"
        case "complete": "complete"
        default: state
        }
    }
}
