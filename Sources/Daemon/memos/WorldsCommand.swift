import ArgumentParser
import DaemonClient
import JSONText

struct WorldsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worlds",
        abstract: "See what is known of the environments that agents work in, and judge it.",
        subcommands: [List.self, Show.self, Archive.self, Thumb.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the world models in use, the last changed first.")

        @OptionGroup var list: ListOptions
        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [("q", list.query.map(JSON.string)), ("limit", JSON(list.limit))])
            let answer = try reporting { () throws(ClientError) in
                try session.request("memory.list_world_models", parameters)
            }
            output.print(answer) { answer in
                LearnedText.table(
                    answer["worldModels"]?.array ?? [], name: "title",
                    columns: [("confidence", { Output.decimal($0["confidence"]?.double ?? 0) })],
                    empty: "No environment is known yet.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one world model whole.")

        @Argument(help: "Its id.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.show(
                id, kind: "world_model", noun: "world model", list: "memos worlds", target, output,
                text: LearnedText.worldModel)
        }
    }

    struct Archive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive", abstract: "Take a world model out of use; it stays, with its history.")

        @OptionGroup var change: ReasonedChange

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change(
                "world.archive", change.parameters,
                said: "It is out of use. memos undo \(Output.printable(change.id)) brings it back.", target, output)
        }
    }

    struct Thumb: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "thumb", abstract: "Say that a world model is right or wrong; its confidence follows.")

        @Argument(help: "Its id.")
        var id: String

        @Argument(help: "up or down.")
        var thumb: ThumbOption

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let world = try reporting { () throws(ClientError) in
                try session.request("world.thumb", ["id": .string(id), "thumb": .string(thumb.rawValue)])
            }
            output.print(world) { "Its confidence is \(Output.decimal($0["confidence"]?.double ?? 0)) now.\n" }
        }
    }
}

enum ThumbOption: String, ExpressibleByArgument, CaseIterable {
    case up, down
}
