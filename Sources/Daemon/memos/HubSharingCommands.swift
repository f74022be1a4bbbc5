import ArgumentParser
import DaemonClient
import JSONText

extension HubCommand {
    struct Share: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "share", abstract: "Share a skill, a policy, a world model or an excerpt, after showing it.",
            discussion: """
                Shows what would leave this machine: to whom, how much, what the screen finds in it and what was taken \
                out; --show prints it whole. Then asks. The same id shared again is a new version.
                """)

        enum Kind: String, ExpressibleByArgument, CaseIterable {
            case item, excerpt
        }

        @Argument(help: "Its id; for an excerpt that of a trace, a turn or an episode.")
        var id: String

        @Option(help: "item (skill, policy or world model), or excerpt (words of conversations).")
        var kind = Kind.item

        @Option(name: .customLong("group"), help: "Who may read it; may be repeated. All members without it.")
        var groups: [String] = []

        @Option(
            name: .customLong("with-trace"),
            help: ArgumentHelp("A trace whose words go with it, redacted; may be repeated.", valueName: "id"))
        var traces: [String] = []

        @Option(help: "Under which licence: an SPDX name or words.")
        var licence: String?

        @Flag(help: "Print what would be sent, whole.")
        var show = false

        @Flag(name: .customLong("dry-run"), help: "Only show; send nothing.")
        var dryRun = false

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let preview = try hub.ask("hub.preview", parameters([]))
            if !options.output.json {
                Output.write(HubItemText.preview(preview) + (show ? HubItemText.payload(preview["statement"]) : ""))
            }
            if dryRun {
                if options.output.json { options.output.print(preview) { _ in "" } }
                return
            }
            try hub.confirm("Share it?", isConfirmed: yes, refusal: "Nothing was shared")
            let answer = try hub.ask("hub.share", parameters([("confirm", preview["digest"])]))
            options.output.print(answer) { answer in
                "Shared as version \(answer["version"]?.int ?? 1). It is sent as soon as the hub answers; "
                    + "memos hub unshare \(Output.printable(id)) takes it back.\n"
            }
        }

        private func parameters(_ more: [(String, JSON?)]) -> JSON {
            .object(
                present: [
                    ("id", .string(id)), ("kind", .string(kind.rawValue)),
                    ("groups", groups.isEmpty ? nil : JSON(groups)),
                    ("withTraces", traces.isEmpty ? nil : JSON(traces)), ("licence", licence.map(JSON.string)),
                ] + more)
        }
    }

    struct Unshare: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unshare", abstract: "Take back what was shared; it goes wherever it arrived.",
            discussion: "It cannot be undone: shared again, it is another item.")

        @Argument(help: "Its id here, or its id on the hub.")
        var id: String

        @Option(help: "Why; the team sees it.")
        var reason = ""

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            try hub.confirm(
                "Take it back everywhere, for good?", isConfirmed: yes, refusal: "Nothing was taken back")
            let answer = try hub.ask("hub.unshare", ["item": .string(id), "reason": .string(reason)])
            options.output.print(answer) { _ in
                "It is taken back, and goes from the others as soon as they hear from the hub.\n"
            }
        }
    }

    struct Shared: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "shared", abstract: "Show what was shared from here, and whether it was sent.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.shared") { HubItemText.shared($0["items"]?.array ?? []) }
        }
    }
}
