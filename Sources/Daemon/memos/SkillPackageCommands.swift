import ArgumentParser
import DaemonClient
import JSONText
import RuntimeHome

/// Skills that come from elsewhere or go there, as folders with a `SKILL.md`.
extension SkillsCommand {
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write skills as folders that any agent with Agent Skills reads.")

        @Argument(help: "The folder to write them into; each skill becomes a folder in it.", completion: .directory)
        var folder: String

        @Argument(help: "Ids of skills; all that are in use without any.")
        var ids: [String] = []

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [
                ("path", .string(ProjectName.absolute(folder))), ("ids", ids.isEmpty ? nil : JSON(ids)),
            ])
            let answer = try reporting { () throws(ClientError) in try session.request("skill.export", parameters) }
            output.print(answer) { answer in
                let paths = (answer["paths"]?.array ?? []).compactMap(\.string).map(Output.printable)
                let foreign = (answer["foreign"]?.array ?? []).compactMap(\.string).map(Output.printable)
                let left = foreign.map { "\($0) was made by somebody else and is left as it is.\n" }.joined()
                return paths.isEmpty && foreign.isEmpty
                    ? "No skill is in use.\n" : paths.map { $0 + "\n" }.joined() + left
            }
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Take over skills of others; they wait until they are approved.",
            discussion: "Nothing in them is run, and no agent is told of them before memos skills approve.")

        @Argument(help: "A SKILL.md, or a ZIP file of a folder with one.", completion: .file())
        var file: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in
                try session.request("skill.import", ["path": .string(ProjectName.absolute(file))])
            }
            output.print(answer) { SkillPackageText.list($0, empty: "There is no new skill in it.") }
        }
    }

    struct Pending: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pending", abstract: "Show the skills of others that wait for approval.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in try session.request("skill.pending") }
            output.print(answer) { SkillPackageText.list($0, empty: "No skill waits for approval.") }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Put a skill of others on trial.")

        @Argument(help: "Its id, as memos skills pending prints it.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change(
                "skill.approve", ["id": .string(id), "agent": .string(target.agent.rawValue)],
                said: "It is approved. memos skills shows it.", target, output)
        }
    }

    struct Refuse: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Turn a skill of others away; its text is removed.")

        @Argument(help: "Its id, as memos skills pending prints it.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change("skill.refuse", ["id": .string(id)], said: "It is refused.", target, output)
        }
    }
}

enum SkillPackageText {
    static func list(_ answer: JSON, empty: String) -> String {
        let packages = answer["packages"]?.array ?? []
        if packages.isEmpty { return empty + "\n" }
        var text = Output.table(
            packages.map { package in
                [
                    Output.printable(package["id"]?.string ?? "?"), Output.printable(package["name"]?.string ?? "?"),
                    Output.oneLine(package["description"]?.string ?? "", columns: 70),
                ]
            }, header: ["id", "name", "description"])
        for package in packages {
            for warning in package["warnings"]?.array ?? [] {
                text += Output.red("note") + "  \(Output.printable(package["name"]?.string ?? "?")): "
                text += Output.oneLine(warning.string ?? "", columns: 100) + "\n"
            }
        }
        return text
    }
}
