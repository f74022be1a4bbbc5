import ArgumentParser
import DaemonClient
import JSONText

struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove things from the memory for good, with all that was made of them.",
        discussion: """
            Shows first what will go, then asks. It cannot be taken back. What was forgotten stays forgotten when \
            transcripts are imported or an export is restored. Folders that skills were exported to, and exports, are \
            yours to remove.
            """
    )

    @Argument(help: "Ids of traces, turns, episodes, sessions, feedback, policies, world models or skills.")
    var ids: [String]

    @Flag(name: .customLong("dry-run"), help: "Only show what would go.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session()
        if dryRun || !yes {
            let plan = try request(isDryRun: true, session)
            if dryRun { return output.print(plan) { "Would go: \(Self.list($0)).\n" } }
            if !output.json { Output.write("This will go for good: \(Self.list(plan)).\n") }
            guard confirms() else {
                let hint = "Add --yes to forget without being asked."
                throw ExitCode(complain("Nothing was forgotten", hint: hint, status: ExitStatus.failure))
            }
        }
        output.print(try request(isDryRun: false, session)) { "Forgotten: \(Self.list($0)).\n" }
    }

    private func request(isDryRun: Bool, _ session: DaemonSession) throws -> JSON {
        try reporting { () throws(ClientError) in
            try session.request(
                "memory.forget", ["ids": JSON(ids), "dryRun": JSON(isDryRun)], patience: 600_000)
        }
    }

    private func confirms() -> Bool {
        guard Output.isTerminal, !output.json else { return false }
        Output.write("Forget them? [y/N] ")
        return ["y", "yes"].contains((readLine() ?? "").lowercased())
    }

    /// `3 traces, 1 turn`.
    private static func list(_ answer: JSON) -> String {
        let removed = answer["removed"]?.object?.members ?? []
        let parts = removed.map { member -> String in
            let count = member.value.int ?? 0
            return
                "\(count) \(count == 1 ? nouns[member.key]?.one ?? member.key : nouns[member.key]?.many ?? member.key)"
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }

    private static let nouns: [String: (one: String, many: String)] = [
        "sessions": ("session", "sessions"), "episodes": ("task", "tasks"), "turns": ("turn", "turns"),
        "traces": ("step", "steps"), "feedback": ("feedback", "feedbacks"), "policies": ("policy", "policies"),
        "worldModels": ("world model", "world models"), "skills": ("skill", "skills"), "lessons": ("lesson", "lessons"),
        "facts": ("observed fact", "observed facts"), "guidanceNotes": ("note", "notes"),
        "injections": ("record of what was shown", "records of what was shown"), "events": ("event", "events"),
        "spool": ("waiting record of a hook", "waiting records of hooks"),
        "skillFolders": ("folder of a skill", "folders of skills"),
        "backups": ("copy of the database", "copies of the database"),
    ]
}
