import ArgumentParser
import DaemonClient
import JSONText

struct FeedbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feedback",
        abstract: "Say how a step or a task went, and see what was said.",
        subcommands: [List.self, Add.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show what was said, the newest first.")

        @Option(help: "Only on this task or one of its steps.")
        var task: String?

        @Option(help: "Most lines to show.")
        var limit = 30

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 || limit > 1000 { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [("episodeId", task.map(JSON.string)), ("limit", JSON(limit))])
            let answer = try reporting { () throws(ClientError) in try session.request("feedback.list", parameters) }
            output.print(answer) { answer in
                let list = answer["feedback"]?.array ?? []
                return list.isEmpty ? "Nothing was said yet.\n" : list.map(FeedbackText.line).joined()
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Say how a step or a task went; what is learned from it follows.")

        @Argument(help: "The id of a trace, which is a step, or of an episode, which is a task.")
        var id: String

        @Flag(help: "It went well.")
        var up = false

        @Flag(help: "It went wrong.")
        var down = false

        @Option(help: "What there is to say of it.")
        var text: String?

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if up, down { throw ValidationError("It went well or wrong: --up and --down do not go together.") }
            if !up, !down, (text ?? "").isEmpty { throw ValidationError("Say --up, --down or --text.") }
        }

        func run() throws {
            let session = try target.session()
            let feedback = try reporting { () throws(ClientError) in
                let kind = try session.request("memory.show", ["id": .string(id)])["kind"]?.string
                guard kind == "trace" || kind == "episode" else {
                    throw ClientError(
                        .reported, code: "invalid_argument",
                        "Feedback is for a trace or an episode, and this is a \(kind ?? "thing of another kind")",
                        hint: "memos tasks shows episodes, memos search finds traces.")
                }
                return try session.request(
                    "feedback.submit",
                    .object(present: [
                        (kind == "trace" ? "traceId" : "episodeId", .string(id)), ("channel", "explicit"),
                        ("polarity", up ? "positive" : down ? "negative" : "neutral"),
                        ("magnitude", up || down ? 1 : 0), ("rationale", text.map(JSON.string)),
                    ]))
            }
            output.print(feedback) { "Kept as \(Output.printable($0["id"]?.string ?? "?")).\n" }
        }
    }
}

enum FeedbackText {
    /// When, how, what about, in which words.
    static func line(_ feedback: JSON) -> String {
        let about = feedback["traceId"]?.string ?? feedback["episodeId"]?.string ?? "-"
        let words = feedback["rationale"]?.string ?? ""
        return "- \(Output.time(feedback["ts"]?.int ?? 0))  \(feedback["polarity"]?.string ?? "?")"
            + " (\(feedback["channel"]?.string ?? "?"))"
            + (words.isEmpty ? "" : "  " + Output.oneLine(words, columns: 80))
            + Output.dim("  \(Output.printable(feedback["id"]?.string ?? "?")) on \(Output.printable(about))") + "\n"
    }
}
