import ArgumentParser
import DaemonClient
import JSONText

struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "See the tasks that agents worked on, how they went, and why the memory thinks so.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case open, closed
    }

    enum Reward: String, ExpressibleByArgument, CaseIterable {
        case positive, negative, none
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the tasks, the last begun first.")

        @Option(help: "Only open or closed ones.")
        var status: Status?

        @Option(help: "Only those that went well (positive), badly (negative), or of which it is not known (none).")
        var reward: Reward?

        @Option(help: "Only those of a project: its name, id, repository's address or a folder of it.")
        var project: String?

        @Option(help: "Only those whose first words hold this.")
        var query: String?

        @Option(help: "Most lines to show.")
        var limit = 30

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 || limit > 1000 { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [
                ("status", status.map { .string($0.rawValue) }), ("reward", reward.map { .string($0.rawValue) }),
                ("project", project.map { .string(ProjectName.sent($0)) }), ("q", query.map(JSON.string)),
                ("limit", JSON(limit)),
            ])
            let answer = try reporting { () throws(ClientError) in try session.request("episode.list", parameters) }
            output.print(answer, text: TaskText.list)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one task: what was asked, its reward, and what that follows from.")

        @Argument(help: "Its id.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let task = try reporting { () throws(ClientError) in
                try session.request("episode.get", ["id": .string(id)])
            }
            output.print(task, text: TaskText.whole)
        }
    }
}

/// Tasks for people.
enum TaskText {
    static func list(_ answer: JSON) -> String {
        let tasks = answer["episodes"]?.array ?? []
        if tasks.isEmpty { return "There is no such task.\n" }
        let rows = tasks.map { task in
            [
                Output.printable(task["id"]?.string ?? "?"), Output.time(task["startedAt"]?.int ?? 0),
                task["status"]?.string ?? "", reward(task["rTask"]), "\(task["turnCount"]?.int ?? 0)",
                Output.oneLine(task["preview"]?.string ?? "", columns: 60),
            ]
        }
        return Output.table(
            rows, header: ["id", "begun", "status", "reward", "turns", "first words"], alignRight: [3, 4])
    }

    static func whole(_ task: JSON) -> String {
        let place = [task["agent"]?.string, task["workspace"]?.string].compactMap { $0 }.map(Output.printable)
        var facts = [task["status"]?.string ?? "?"]
        if let reason = task["closeReason"]?.string { facts[0] += " (\(reason.replacing("_", with: " ")))" }
        facts.append("begun " + Output.time(task["startedAt"]?.int ?? 0))
        facts.append(turnCount(task["turnCount"]?.int ?? 0))
        var text = Output.bold(Output.oneLine(task["preview"]?.string ?? "", columns: 100))
        text += Output.dim("  \(task["id"]?.string ?? "?")") + "\n" + (facts + place).joined(separator: "; ") + "\n"
        text += "\n" + score(task["score"], isOpen: task["status"]?.string == "open")
        text += feedback(task["feedback"]?.array ?? [])
        text += named("Policies that rest on it", task["policies"], id: "id", name: "title")
        text += trials(task["trials"]?.array ?? [])
        let turns = (task["turns"]?.array ?? []).map { turn in
            let words = turn["userText"]?.string ?? ""
            return "- \(turn["outcome"]?.string ?? "unknown")  "
                + Output.oneLine(words.isEmpty ? "(no words)" : words, columns: Output.columns - 14) + "\n"
        }
        if !turns.isEmpty { text += "\n" + Output.bold("Turns") + "\n" + turns.joined() }
        return text
    }

    private static func turnCount(_ count: Int64) -> String { count == 1 ? "1 turn" : "\(count) turns" }

    /// With its sign: what a reward means is its side.
    private static func reward(_ value: JSON?) -> String {
        value?.double.map { ($0 > 0 ? "+" : "") + Output.decimal($0) } ?? "-"
    }

    /// The reward, and under each axis what it was seen in.
    private static func score(_ score: JSON?, isOpen: Bool) -> String {
        guard let score else {
            return isOpen ? "It has no reward: it is still open.\n" : "It has no reward yet.\n"
        }
        guard score["reward"]?.double != nil else {
            return "It has no reward: nothing said or showed how it went.\n"
        }
        var text = Output.bold("Reward \(reward(score["reward"]))") + "\n"
        for axis in ["goal", "process", "satisfaction"] {
            guard let found = score[axis] else {
                text += "  \(axis): no evidence\n"
                continue
            }
            text += "  \(axis) \(reward(found["value"]))\n"
            for evidence in found["evidence"]?.array ?? [] {
                let rule = (evidence["rule"]?.string ?? "").replacing("_", with: " ")
                text += "    \(reward(evidence["value"]))  \(rule): "
                text += Output.oneLine(evidence["text"]?.string ?? "", columns: 110) + "\n"
                let ids = (evidence["sourceIds"]?.array ?? []).compactMap(\.string).prefix(6).map(Output.printable)
                if !ids.isEmpty { text += Output.dim("            " + ids.joined(separator: " ")) + "\n" }
            }
        }
        return text
    }

    private static func feedback(_ list: [JSON]) -> String {
        guard !list.isEmpty else { return "" }
        return "\n" + Output.bold("Feedback") + "\n" + list.map(FeedbackText.line).joined()
    }

    private static func trials(_ list: [JSON]) -> String {
        guard !list.isEmpty else { return "" }
        let lines = list.map { trial in
            let outcome = trial["passed"]?.bool.map { $0 ? "passed" : "failed" } ?? "undecided"
            return "- \(Output.printable(trial["name"]?.string ?? "?")): \(outcome)"
                + Output.dim("  \(trial["skillId"]?.string ?? "?")") + "\n"
        }
        return "\n" + Output.bold("Skills tried") + "\n" + lines.joined()
    }

    private static func named(_ heading: String, _ list: JSON?, id: String, name: String) -> String {
        let lines = (list?.array ?? []).map {
            "- \(Output.oneLine($0[name]?.string ?? "?", columns: 90))" + Output.dim("  \($0[id]?.string ?? "?")")
                + "\n"
        }
        return lines.isEmpty ? "" : "\n" + Output.bold(heading) + "\n" + lines.joined()
    }
}
