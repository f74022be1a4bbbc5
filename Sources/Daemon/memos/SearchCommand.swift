import ArgumentParser
import DaemonClient
import JSONText
import RuntimeHome

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search the memory as an agent's recall does.")

    @Argument(help: "What to look for.")
    var query: [String]

    @Option(help: "Most results to show.")
    var limit = 10

    @Option(
        help: ArgumentHelp(
            "Project to search: its name, id, repository's address or a folder of it; or all. "
                + "The one of this folder without it, when the memory knows it."))
    var project: String?

    @Option(help: "Search only what was done on this branch.")
    var branch: String?

    @Flag(help: "Tell of each hit why it is one, what was left out, and whether an agent would have been told.")
    var explain = false

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if query.joined().isEmpty { throw ValidationError("The query is empty.") }
    }

    func run() throws {
        let session = try target.session()
        let parameters = JSON.object(present: [
            ("query", .string(query.joined(separator: " "))), ("project", .string(searchedProject(session))),
            ("branch", branch.map(JSON.string)),
            ("limit", JSON(limit)), ("explain", explain ? .some(true) : .none),
        ])
        let result = try reporting { () throws(ClientError) in try session.request("memory.search", parameters) }
        output.print(result, text: text)
    }

    /// The project to search; says so where nobody did, unless only JSON is wanted.
    private func searchedProject(_ session: DaemonSession) -> String {
        if let project { return ProjectName.sent(project) }
        let folder = FrontContext.workingDirectory
        let known = try? session.request("project.list", ["path": .string(folder)])["projects"]?.array?.first
        guard let known, let id = known["id"]?.string else {
            if !output.json { Output.writeError("Searching all projects; this folder is of none that is known.\n") }
            return "all"
        }
        if !output.json {
            let name = Output.printable(known["name"]?.string ?? id)
            Output.writeError("Searching the project \(name); --project all searches everything.\n")
        }
        return id
    }

    private func text(_ result: JSON) -> String {
        let hits = (result["hits"]?.array ?? []).prefix(limit)
        let explanation = result["explanation"].map(SearchExplanation.init)
        var text = hits.isEmpty ? "Nothing found.\n" : ""
        for (index, hit) in hits.enumerated() {
            let id = hit["refId"]?.string ?? "?"
            let kind = hit["refKind"]?.string ?? "?"
            let score = Output.decimal(hit["score"]?.double ?? 0)
            if explanation != nil, index > 0 { text += "\n" }
            text += Output.bold("\(index + 1). \(id)") + Output.dim("  \(kind)  \(score)") + "\n"
            text += "   " + Output.oneLine(hit["snippet"]?.string ?? "", columns: Output.columns - 3) + "\n"
            if let explanation { text += explanation.why(hit) }
        }
        if let explanation { text += explanation.rest }
        return text
    }
}

extension Output {
    /// Three digits after the point.
    static func decimal(_ value: Double) -> String {
        let thousandths = Int((abs(value) * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return (value < 0 ? "-" : "") + "\(thousandths / 1000)."
            + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
