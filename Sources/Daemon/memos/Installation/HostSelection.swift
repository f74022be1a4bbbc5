import ArgumentParser
import DaemonClient
import HostInstallation
import JSONText
import RuntimeHome

/// Which hosts a command is about, and how much it asks.
struct HostSelection: ParsableArguments {
    @Option(help: ArgumentHelp("A host; may be given several times.", valueName: "host"))
    var host: [Agent] = []

    @Flag(help: "Every host that is found on this machine.")
    var all = false

    @Flag(name: .customLong("dry-run"), help: "Print the difference and change nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Change files without asking.")
    var yes = false

    func validate() throws {
        if host.isEmpty, !all { throw ValidationError("Name a host with --host, or take all with --all.") }
        if !host.isEmpty, all { throw ValidationError("--host and --all exclude each other.") }
    }

    /// - Parameter isInstalled: hosts that are not found but have something of ours.
    func hosts(_ installed: InstalledHosts, orAnyThat isInstalled: (Agent) -> Bool = { _ in false }) -> [Agent] {
        if !all { return Agent.allCases.filter(host.contains) }
        let found = installed.found
        return Agent.allCases.filter { found.contains($0) || isInstalled($0) }
    }

    var isOne: Bool { !all && Set(host).count == 1 }

    /// Shows what would be done and asks. A single host named outright needs no yes where nobody can be asked, for a
    /// script has said what it wants.
    func mayGoOn(_ summary: String, json: Bool) throws {
        if yes { return }
        guard Output.isInputTerminal, !json else {
            if isOne { return }
            throw ExitCode(
                complain(
                    "Several hosts are changed only after a yes", hint: "Add --yes, or look first with --dry-run.",
                    status: ExitStatus.usage))
        }
        Output.writeError(summary + "Write this? [y/N] ")
        guard ["y", "yes"].contains((readLine() ?? "").lowercased()) else {
            throw ExitCode(complain("Nothing was changed", status: ExitStatus.failure))
        }
    }

    /// One result as it is, several in a list.
    func print(_ results: [HostResult], as output: OutputOptions) {
        let changed = results.contains(where: \.isChange)
        let whole: JSON =
            isOne && results.count == 1
            ? results[0].json(isDryRun: dryRun)
            : [
                "hosts": .array(results.map { $0.json(isDryRun: dryRun) }), "changed": .bool(changed),
                "dryRun": .bool(dryRun),
            ]
        output.print(whole) { _ in
            if results.isEmpty { return "No host was found on this machine.\n" }
            return results.map { $0.text(isDryRun: dryRun) }.joined()
        }
    }
}

/// What was or would be done to the files of one host.
struct HostResult {
    let host: Agent
    /// The host's file most entries are in.
    let file: String
    let changes: [FileChange]
    let notes: [InstallNote]
    /// One sentence of what was done.
    let sentence: String
    /// Why nothing could be done.
    var refusal: InstallRefusal?

    var isChange: Bool { !changes.isEmpty }

    /// Differences of the host's files; our own are named with their size.
    var diff: String {
        changes.map { change in
            if let old = change.old, let new = change.new {
                return FileChange(path: change.path, old: old, new: new).diff
            }
            let count = change.new?.count ?? change.old?.count ?? 0
            if count <= Self.shownBytes { return change.diff }
            return change.new == nil ? "removed \(change.path)\n" : "new \(change.path), \(count) bytes\n"
        }
        .joined()
    }

    /// A new file up to this size is shown.
    private static let shownBytes = 3_000

    func json(isDryRun: Bool) -> JSON {
        .object(present: [
            ("host", .string(host.rawValue)), ("file", .string(file)), ("changed", .bool(isChange)),
            ("files", JSON(changes.map(\.path))), ("dryRun", .bool(isDryRun)),
            ("diff", isDryRun ? .string(diff) : nil),
            ("notes", .array(notes.map(\.json))), ("refused", refusal.map { .string($0.reason) }),
        ])
    }

    func text(isDryRun: Bool) -> String {
        let lines = notes.map { "  \($0.kind == .conflict || $0.kind == .changed ? "!" : "·") \($0.text)\n" }.joined()
        if let refusal { return "\(HostRecipe.title(host)): left alone, \(refusal.path): \(refusal.reason)\n" }
        return (isDryRun ? diff : sentence + "\n") + lines
    }
}
