import ArgumentParser
import DaemonClient
import JSONText

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how a policy, a world model or a skill came to be what it is: version by version, with reasons."
    )

    @Argument(help: "Its id.")
    var id: String

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session()
        let history = try reporting { () throws(ClientError) in
            try session.request("memory.history", ["id": .string(id)])
        }
        output.print(history, text: HistoryText.whole)
    }
}

struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take the last change of a policy, a world model or a skill back.",
        discussion:
            "That makes a new version which says what a former one said; nothing of the history is lost, and undoing "
            + "twice leaves all as it was.")

    @Argument(help: "Its id.")
    var id: String

    @Option(help: ArgumentHelp("The version to go back to, as memos history prints it.", valueName: "version"))
    var to: Int?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let to, to < 1 { throw ValidationError("Versions are numbered from 1.") }
    }

    func run() throws {
        let session = try target.session()
        let item = try reporting { () throws(ClientError) in
            try session.request(
                "memory.undo", .object(present: [("id", .string(id)), ("version", to.map { JSON($0) })]))
        }
        output.print(item) { item in
            let name = Output.oneLine(item["title"]?.string ?? item["name"]?.string ?? "?", columns: 80)
            return "\(Output.bold(name)) is in version \(item["version"]?.int ?? 0) now, which is what it was.\n"
        }
    }
}

/// A history for people: each version with what it changed.
enum HistoryText {
    static func whole(_ history: JSON) -> String {
        let versions = history["versions"]?.array ?? []
        let present = versions.last?["content"]
        let name = Output.oneLine(present?["title"]?.string ?? present?["name"]?.string ?? "?", columns: 90)
        let head = Output.bold(name) + Output.dim("  \(Output.printable(history["id"]?.string ?? "?"))") + "\n"
        return head + versions.map(version).joined()
    }

    private static func version(_ version: JSON) -> String {
        let end = version["validTo"]?.int.map { "until " + Output.time($0) } ?? "now"
        var text =
            "\n" + Output.bold("\(version["version"]?.int ?? 0)")
            + "  \(Output.time(version["validFrom"]?.int ?? 0)), \(end): "
            + Output.oneLine(version["reason"]?.string ?? "", columns: 100) + "\n"
        for change in version["changes"]?.array ?? [] { text += self.change(change) }
        let sources = (version["sources"]?.array ?? []).compactMap(\.string).map(Output.printable)
        if !sources.isEmpty {
            let rest = sources.count > 6 ? " … and \(sources.count - 6) more" : ""
            text += Output.dim("   from " + sources.prefix(6).joined(separator: " ") + rest) + "\n"
        }
        return text
    }

    private static func change(_ change: JSON) -> String {
        func lines(_ value: JSON?, _ sign: String, _ colour: (String) -> String) -> String {
            guard let value, !value.isNull else { return "" }
            let text = value.string ?? value.text
            return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                "     " + colour(sign + " " + Output.oneLine(String(line), columns: Output.columns - 8)) + "\n"
            }.joined()
        }
        return "   \(change["member"]?.string ?? "?")\n" + lines(change["before"], "-", Output.red)
            + lines(change["after"], "+", Output.green)
    }
}
