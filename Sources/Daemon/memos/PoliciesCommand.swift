import ArgumentParser
import DaemonClient
import JSONText

struct PoliciesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policies",
        abstract: "See what worked in which situation, and take out of use what is wrong.",
        discussion: "A policy is learned from two tasks or more that went the same way. memos history ID tells how it "
            + "came to be, memos undo ID takes its last change back, memos forget ID removes it.",
        subcommands: [List.self, Show.self, Archive.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show the policies, the last changed first.")

        @Option(help: "Only candidate, active or archived ones.")
        var status: ItemStatusOption?

        @Option(help: "Only those of a project: its name, id, repository's address or a folder of it.")
        var project: String?

        @OptionGroup var list: ListOptions
        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [
                ("status", status.map { .string($0.rawValue) }), ("q", list.query.map(JSON.string)),
                ("project", project.map { .string(ProjectName.sent($0)) }), ("limit", JSON(list.limit)),
            ])
            let answer = try reporting { () throws(ClientError) in try session.request("policy.list", parameters) }
            output.print(answer) { answer in
                LearnedText.table(
                    answer["policies"]?.array ?? [], name: "title",
                    columns: [
                        ("support", { "\($0["support"]?.int ?? 0)" }),
                        ("gain", { Output.decimal($0["gain"]?.double ?? 0) }),
                    ],
                    empty: "No policy is learned yet. They come when two tasks went the same way.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one policy whole.")

        @Argument(help: "Its id.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.show(
                id, kind: "policy", noun: "policy", list: "memos policies", target, output, text: LearnedText.policy)
        }
    }

    struct Archive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "archive", abstract: "Take a policy out of use; it stays, with its history.")

        @OptionGroup var change: ReasonedChange

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try LearnedCommand.change(
                "policy.archive", change.parameters,
                said: "It is out of use. memos undo \(Output.printable(change.id)) brings it back.", target, output)
        }
    }
}
