import ArgumentParser
import DaemonClient
import JSONText

struct ProjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "See, join, move and name the projects of the memory.",
        discussion: "A repository with all its clones and worktrees is one project, and so is a folder outside of any. "
            + "Recall before a turn sees the project that the agent works in.",
        subcommands: [List.self, Merge.self, Move.self, Rename.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the projects, their folders and branches, the last used first.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let projects = try reporting { () throws(ClientError) in try session.request("project.list") }
            output.print(projects, text: ProjectText.list)
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge", abstract: "Make one project part of another.",
            discussion:
                "Each is said by its name, its id, its repository's address or a folder of it. Memories stay as "
                + "they are; they are found in the other project from now on. It cannot be taken back."
        )

        @Argument(help: "The project that ends.")
        var from: String

        @Argument(help: "The project that it becomes part of.")
        var into: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let change = try reporting { () throws(ClientError) in
                try session.request(
                    "project.merge",
                    ["from": .string(ProjectName.sent(from)), "into": .string(ProjectName.sent(into))]
                )
            }
            output.print(change, text: ProjectText.change)
        }
    }

    struct Move: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Tell that a folder has another name now.",
            discussion:
                "What is remembered of the old path, and of folders below it, belongs to the new one too. Files are "
                + "not touched. Repositories with an address need no telling: they are known by it."
        )

        @Argument(help: "The path until now.", completion: .directory)
        var old: String

        @Argument(help: "The path from now on.", completion: .directory)
        var new: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let changes = try reporting { () throws(ClientError) in
                try session.request(
                    "project.move",
                    ["from": .string(ProjectName.absolute(old)), "to": .string(ProjectName.absolute(new))]
                )
            }
            output.print(changes) { ($0["projects"]?.array ?? []).map(ProjectText.change).joined() }
        }
    }

    struct Rename: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rename", abstract: "Give a project another name.")

        @Argument(help: "The project: its name, its id, its repository's address or a folder of it.")
        var project: String

        @Argument(help: "Its name from now on.")
        var name: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let renamed = try reporting { () throws(ClientError) in
                try session.request(
                    "project.rename", ["project": .string(ProjectName.sent(project)), "name": .string(name)])
            }
            output.print(renamed) { renamed in
                let id = Output.printable(renamed["id"]?.string ?? "?")
                return "\(id) is named \(Output.printable(renamed["name"]?.string ?? "?")).\n"
            }
        }
    }
}
