import ArgumentParser
import DaemonClient
import JSONText

extension HubCommand {
    enum ReviewState: String, ExpressibleByArgument, CaseIterable {
        case waiting, approved, refused, withdrawn
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review",
            abstract: "Show what others shared and waits for your word, with what the screen finds.")

        @Option(help: "waiting, approved, refused or withdrawn.")
        var state = ReviewState.waiting

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.review", ["state": .string(state.rawValue)]) { answer in
                HubItemText.review(
                    answer["items"]?.array ?? [],
                    empty: state == .waiting ? "Nothing waits for review." : "Nothing is \(state.rawValue).")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what somebody shared: from whom, findings, text, and what is new in it.",
            discussion: "Characters that a reader would not see are written as \\u{…}.")

        @Argument(help: "Its id, or the beginning of it, as memos hub review prints it.")
        var envelope: String

        @Flag(help: "Only what is different from what is in use.")
        var diff = false

        @Flag(help: "Only the text as it was sent.")
        var raw = false

        @OptionGroup var options: HubOptions

        func validate() throws {
            if diff, raw { throw ValidationError("--diff and --raw exclude each other.") }
        }

        func run() throws {
            let hub = try options.open()
            let item = try hub.ask("hub.item", ["envelope": .string(try hub.envelope(envelope))])
            options.output.print(item) { item in
                if diff { return HubItemText.diff(item) }
                return raw ? HubItemText.text(item) : HubItemText.whole(item)
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Let agents be told of it; a skill begins its own trials here.")

        @Argument(help: "Its id, or the beginning of it, as memos hub review prints it.")
        var envelope: String

        @Option(name: .customLong("as"), help: "A name of your own for it.")
        var name: String?

        @Flag(help: "Do not ask, whatever the screen found.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let id = try hub.envelope(envelope)
            let item = try hub.ask("hub.item", ["envelope": .string(id)])
            let findings = item["findings"]?.array ?? []
            if HubItemText.isGrave(findings), !yes {
                if !options.output.json { Output.write(HubItemText.findings(findings)) }
                try hub.confirm("Approve it all the same?", isConfirmed: false, refusal: "It was not approved")
            }
            let answer = try hub.ask(
                "hub.approve", .object(present: [("envelope", .string(id)), ("as", name.map(JSON.string))]))
            options.output.print(answer) { answer in
                let made = answer["id"]?.string.map { " as \(Output.printable($0))" } ?? ""
                return "It is approved\(made). memos hub received shows it.\n"
            }
        }
    }

    struct Refuse: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Turn it away; nobody is told of it.")

        @Argument(help: "Its id, or the beginning of it, as memos hub review prints it.")
        var envelope: String

        @Option(help: "Why; kept here.")
        var reason: String?

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let answer = try hub.ask(
                "hub.refuse",
                .object(present: [
                    ("envelope", .string(try hub.envelope(envelope))), ("reason", reason.map(JSON.string)),
                ]))
            options.output.print(answer) { _ in "It is refused.\n" }
        }
    }

    struct Received: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "received", abstract: "Show what came from others: what is in use, and what was withdrawn.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.received") { HubItemText.received($0["items"]?.array ?? []) }
        }
    }

    struct Trust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trust",
            abstract: "Approve what a member shares in a group by itself; without words, who is trusted.",
            discussion: "But for what the screen finds grave: that always waits for you.")

        @Argument(help: "The member.")
        var member: String?

        @Argument(help: "The group.")
        var group: String?

        @OptionGroup var options: HubOptions

        func validate() throws {
            if member != nil, group == nil { throw ValidationError("Which group is trust given in?") }
        }

        func run() throws {
            guard let member, let group else {
                return try options.show("hub.trusted") { HubText.trusted($0["trusted"]?.array ?? []) }
            }
            try options.show("hub.trust", ["member": .string(member), "group": .string(group)]) { _ in
                "What \(Output.printable(member)) shares in \(Output.printable(group)) is approved by itself.\n"
            }
        }
    }

    struct Untrust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "untrust", abstract: "Review what a member shares in a group again.")

        @Argument(help: "The member.")
        var member: String

        @Argument(help: "The group.")
        var group: String

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.untrust", ["member": .string(member), "group": .string(group)]) { _ in
                "What comes from now on waits for review.\n"
            }
        }
    }
}
