import ArgumentParser
import DaemonClient
import JSONText

struct SkillsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skills",
        abstract: "See, judge, hand on and take over skills.",
        discussion:
            "A skill is a policy that has proved itself, written so that an agent can follow it. Skills of others "
            + "wait until a person approves them.",
        subcommands: [
            List.self, Show.self, Archive.self, Activate.self, Thumb.self, Export.self, Import.self, Pending.self,
            Approve.self, Refuse.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the skills, the last changed first.")

        @Option(help: "Only candidate, active or archived ones.")
        var status: ItemStatusOption?

        @Option(help: "Most lines to show.")
        var limit = 50

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 || limit > 1000 { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [
                ("status", status.map { .string($0.rawValue) }), ("limit", JSON(limit)),
            ])
            let answer = try reporting { () throws(ClientError) in try session.request("skill.list", parameters) }
            output.print(answer) { answer in
                LearnedText.table(
                    answer["skills"]?.array ?? [], name: "name",
                    columns: [
                        ("reliability", { Output.decimal($0["eta"]?.double ?? 0) }),
                        ("trials", { "\($0["trialsPassed"]?.int ?? 0)/\($0["trialsAttempted"]?.int ?? 0)" }),
                        ("uses", { "\($0["usageCount"]?.int ?? 0)" }),
                    ],
                    empty: "No skill is learned yet. They come from policies that have proved themselves.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one skill whole.")

        @Argument(help: "Its id.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.show(
                id, kind: "skill", noun: "skill", list: "memos skills", target, output, text: LearnedText.skill)
        }
    }

    struct Archive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive", abstract: "Take a skill out of use; it stays, with its history.")

        @OptionGroup var change: ReasonedChange

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change(
                "skill.archive", change.parameters,
                said: "It is out of use. memos skills activate \(Output.printable(change.id)) brings it back.", target,
                output)
        }
    }

    struct Activate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Put a skill into use that is on trial or out of use.")

        @OptionGroup var change: ReasonedChange

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change(
                "skill.activate", change.parameters,
                said: "It is in use.", target, output)
        }
    }

    struct Thumb: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "thumb", abstract: "Say that a skill is right or wrong; its reliability follows.")

        @Argument(help: "Its id.")
        var id: String

        @Argument(help: "up or down.")
        var thumb: ThumbOption

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let skill = try reporting { () throws(ClientError) in
                try session.request("skill.thumb", ["id": .string(id), "thumb": .string(thumb.rawValue)])
            }
            output.print(skill) {
                "Its reliability is \(Output.decimal($0["eta"]?.double ?? 0)) now; it is \($0["status"]?.string ?? "?").\n"
            }
        }
    }
}
