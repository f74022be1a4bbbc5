import ArgumentParser
import DaemonClient
import JSONText

extension HubCommand {
    struct Invite: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invite", abstract: "Make a code for one device, to be told by voice or by a safe message.",
            discussion: """
                With --serving on the hub's own machine, where it reads the hub's database: the first code ever makes \
                its device the team's first admin.
                """)

        @Flag(help: "On the hub's own machine; --home is the hub's folder then.")
        var serving = false

        @Option(help: "admin, member or reader.")
        var role: Role?

        @Option(name: .customLong("group"), help: "A group it will be in beside everyone; may be repeated.")
        var groups: [String] = []

        @Option(help: "How long the code is good, from 1 to 1440 minutes; 10 without it.")
        var minutes: Int?

        @Flag(help: "The device needs no further approval.")
        var approved = false

        @Option(help: ArgumentHelp("PostgreSQL of the hub, with --serving.", valueName: "connection"))
        var database: String?

        @OptionGroup var options: HubOptions

        func validate() throws {
            if let minutes, !(1...1440).contains(minutes) { throw ValidationError("--minutes must be from 1 to 1440.") }
            if database != nil, !serving { throw ValidationError("--database belongs to --serving.") }
            if serving, approved {
                throw ValidationError("With --serving only the first device needs no approval, and that by itself.")
            }
        }

        func run() throws {
            if serving { return try become() }
            try options.show(
                "hub.invite",
                .object(present: [
                    ("role", role.map { .string($0.rawValue) }), ("groups", groups.isEmpty ? nil : JSON(groups)),
                    ("minutes", minutes.map { JSON($0) }), ("approved", approved ? true : nil),
                ]), text: HubText.invitation)
        }

        private func become() throws {
            let named = [("--home", options.target.home), ("--database", database), ("--role", role?.rawValue)]
            let listed = groups.map { ("--group", Optional($0)) } + [("--minutes", minutes.map(String.init))]
            try HubProgram.become(
                "invite", (named + listed).map { (name: $0.0, value: $0.1) },
                flags: options.output.json ? ["--json"] : [])
        }
    }

    struct Invites: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invites", abstract: "Show the codes that are still good, without their secret half.")

        @Option(help: ArgumentHelp("Take one back, by its first four letters.", valueName: "handle"))
        var cancel: String?

        @OptionGroup var options: HubOptions

        func run() throws {
            if let cancel {
                return try options.show("hub.cancel_invite", ["handle": .string(cancel)]) { _ in
                    "That code is good for nothing any more.\n"
                }
            }
            try options.show("hub.invites") { HubText.invitations($0["invites"]?.array ?? []) }
        }
    }

    struct Tokens: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tokens", abstract: "Show the tokens that devices talk to the hub with; an admin sees all.")

        @Flag(help: "Get this device another token; the old one ends.")
        var rotate = false

        @Option(help: ArgumentHelp("Revoke one; its device has to join again.", valueName: "id"))
        var revoke: String?

        @OptionGroup var options: HubOptions

        func validate() throws {
            if rotate, revoke != nil { throw ValidationError("--rotate and --revoke exclude each other.") }
        }

        func run() throws {
            if rotate {
                return try options.show("hub.rotate_token") { _ in "This device has another token.\n" }
            }
            if let revoke {
                return try options.show("hub.revoke_token", ["id": .string(revoke)]) { _ in
                    "It opens nothing any more.\n"
                }
            }
            try options.show("hub.tokens") { HubText.tokens($0["tokens"]?.array ?? []) }
        }
    }

    struct Search: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search", abstract: "Search what the team shares, on the hub, also what is not in use here.")

        @Argument(help: "Words.")
        var query: [String]

        @Option(
            name: .customLong("kind"),
            help: "Only of this kind: skill, policy, world_model or excerpt; may be repeated.")
        var kinds: [String] = []

        @Option(help: "Most hits to show.")
        var limit = 20

        @OptionGroup var options: HubOptions

        func validate() throws {
            if limit < 1 || limit > 100 { throw ValidationError("--limit must be from 1 to 100.") }
        }

        func run() throws {
            let words = query.joined(separator: " ")
            try options.show(
                "hub.search",
                .object(present: [
                    ("query", .string(words)), ("kinds", kinds.isEmpty ? nil : JSON(kinds)), ("limit", JSON(limit)),
                ])
            ) { HubItemText.hits($0["hits"]?.array ?? []) }
        }
    }

    struct Audit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit", abstract: "Show what was done on the hub; for admins.",
            discussion: "--export writes all of it as JSON lines, after each entry's hash was checked.")

        @Option(help: "Entries after this number.")
        var after = 0

        @Option(help: "Most entries to show.")
        var limit = 100

        @Option(help: ArgumentHelp("File to write.", valueName: "file"), completion: .file())
        var export: String?

        @OptionGroup var options: HubOptions

        func validate() throws {
            if limit < 1 || limit > 500 { throw ValidationError("--limit must be from 1 to 500.") }
            if after < 0 { throw ValidationError("--after must not be below 0.") }
        }

        func run() throws {
            if let export {
                return try options.show("hub.audit_export", ["path": .string(ProjectName.absolute(export))]) { answer in
                    "Wrote \(answer["entries"]?.int ?? 0) entries to \(Output.printable(export)); their chain is whole.\n"
                }
            }
            try options.show("hub.audit", ["after": JSON(after), "limit": JSON(limit)], text: HubText.audit)
        }
    }

    struct Health: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "health",
            abstract: "Show how the hub does: its database, its size, how quick it is, who is behind.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.health", text: HubText.health)
        }
    }
}
