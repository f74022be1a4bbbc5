import ArgumentParser
import DaemonClient
import JSONText
import RuntimeHome

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over conversations from before, or an export.",
        discussion: """
            Shows first what it found and what is new, then asks. What was imported before is skipped, so a run may be \
            repeated or interrupted. With --all it looks for every host at its usual places, its notes included; each \
            memory belongs to the host it is of, and all of them go into this home.
            """
    )

    @Argument(help: "File or folder of transcripts; the host's usual places without one.", completion: .file())
    var path: String?

    @Flag(help: "The usual places of every host on this machine.")
    var all = false

    @Option(help: "Host whose transcripts they are; with --all, only this one.")
    var host: String?

    @Option(help: ArgumentHelp("Leave out what is older than this day.", valueName: "yyyy-mm-dd"))
    var since: String?

    @Option(help: "Format of the transcripts, when it cannot be recognised.")
    var format: String?

    @Flag(name: .customLong("dry-run"), help: "Only show what would be imported.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: ArgumentHelp("Read back a file of `memos export`.", valueName: "file"), completion: .file())
    var restore: String?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if restore != nil, path != nil || host != nil || format != nil || since != nil || all || dryRun {
            throw ValidationError("--restore stands alone: an export needs no path, host, format, day or dry run.")
        }
        if all, path != nil { throw ValidationError("--all looks at the usual places; leave the path out.") }
        if let since, DayText.milliseconds(since) == nil {
            throw ValidationError("--since needs a day, such as 2026-03-01.")
        }
    }

    func run() throws {
        if let restore { return try Restoration(path: restore).run(try target.session(), output) }
        let session = try target.session()
        let parameters = JSON.object(present: [
            ("path", path.map { .string(RuntimeHome(path: $0, workingDirectory: FrontContext.workingDirectory).path) }),
            ("host", host.map(JSON.string) ?? (path == nil && !all ? .some(.string(target.agent.rawValue)) : .none)),
            ("format", format.map(JSON.string)), ("all", all ? true : nil),
            ("since", since.flatMap(DayText.milliseconds).map { JSON($0) }),
            ("environment", path == nil ? Self.environment : nil),
        ])
        let plan = try watched("import.plan", parameters, on: session)
        let new = plan["total"]?["newMessages"]?.int ?? 0
        if dryRun { return output.print(plan, text: Self.text) }
        if !output.json { Output.write(Self.text(plan)) }
        guard new > 0 || all else {
            return output.print(["imported": ["turns": 0, "traces": 0]]) { _ in "Nothing new.\n" }
        }
        guard yes || confirms(new) else {
            let hint = "Add --yes to import without being asked."
            throw ExitCode(complain("Nothing was imported", hint: hint, status: ExitStatus.failure))
        }
        let result = try watched("import.run", parameters, on: session)
        output.print(result, text: Self.summary)
        if result["errors"]?.array?.isEmpty == false { throw ExitCode(ExitStatus.failure) }
    }

    /// The answer to a request that tells how far it is.
    private func watched(_ method: String, _ parameters: JSON, on session: DaemonSession) throws -> JSON {
        let bar = ProgressBar()
        defer { bar.finish() }
        return try reporting { () throws(ClientError) in
            var request = parameters
            request["progressToken"] = "import"
            return try session.request(method, request, patience: 600_000) { method, report in
                guard method == "import.progress" else { return }
                bar.show(done: report["done"]?.int ?? 0, total: report["total"]?.int ?? 0)
            }
        }
    }

    private func confirms(_ count: Int64) -> Bool {
        guard Output.isTerminal, !output.json else { return false }
        Output.write("Import \(count) messages? [y/N] ")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }

    private static var environment: JSON {
        .object(present: HostVariables.names.map { name in (name, FrontContext.variable(name).map(JSON.string)) })
    }

    private static func text(_ plan: JSON) -> String {
        ImportReport.text(plan) + models(plan["models"])
    }

    /// What models would be asked of it, where there is one.
    private static func models(_ estimate: JSON?) -> String {
        guard let estimate, let calls = estimate["calls"]?.int, calls > 0 else { return "" }
        let tokens = estimate["tokens"]?.int ?? 0
        let price = estimate["dollars"]?.double.map { ", about $\(($0 * 100).rounded(.up) / 100)" } ?? ""
        let cost = "about \(calls) calls, \(tokens) tokens\(price)"
        return estimate["asked"]?.bool == true
            ? "Models will be asked of it, within the budget: \(cost).\n"
            : "No model is asked of it; `memos config set models.imports true` would ask: \(cost).\n"
    }

    private static func summary(_ result: JSON) -> String {
        var text = "Imported \(result["imported"]?["turns"]?.int ?? 0) turns and "
        text += "\(result["imported"]?["traces"]?.int ?? 0) traces, skipped \(result["skipped"]?.int ?? 0).\n"
        return text + ImportReport.failures(result)
    }
}
