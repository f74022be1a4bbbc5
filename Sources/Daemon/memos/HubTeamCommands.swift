import ArgumentParser
import DaemonClient
import JSONText

extension HubCommand {
    enum Role: String, ExpressibleByArgument, CaseIterable {
        case admin, member, reader
    }

    struct Members: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "members", abstract: "Show the members with their devices, and the devices that wait.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.members", text: HubText.members)
        }
    }

    struct Grant: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant", abstract: "Let a device take part that waits, or change what one may.",
            discussion: "Shows the device's fingerprint and asks: it has to be the one that its owner sees.")

        @Argument(help: "The beginning of its id or fingerprint, as memos hub members prints them.")
        var device: String

        @Option(help: "admin (grants and revokes), member (shares) or reader.")
        var role = Role.member

        @Option(name: .customLong("group"), help: "A group it is in beside everyone; may be repeated.")
        var groups: [String] = []

        @Option(help: "The member it belongs to, as a short name; made of its owner's name without it.")
        var member: String?

        @Option(help: "Its owner's name for people.")
        var name: String?

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let id = try hub.device(device)
            if !yes, !options.output.json { Output.write(HubText.device(id, in: try hub.ask("hub.members"))) }
            try hub.confirm(
                "Is this the fingerprint its owner sees, and may it be \(role.rawValue)?", isConfirmed: yes,
                refusal: "Nothing was granted")
            let answer = try hub.ask(
                "hub.grant",
                .object(present: [
                    ("device", .string(id)), ("member", member.map(JSON.string)), ("name", name.map(JSON.string)),
                    ("role", .string(role.rawValue)), ("groups", groups.isEmpty ? nil : JSON(groups)),
                ]))
            options.output.print(answer) { _ in "It takes part as \(role.rawValue).\n" }
        }
    }

    struct Reject: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject", abstract: "Turn away a device that waits.")

        @Argument(help: "The beginning of its id or fingerprint, as memos hub members prints them.")
        var device: String

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let answer = try hub.ask("hub.reject", ["device": .string(try hub.device(device))])
            options.output.print(answer) { _ in "It is turned away.\n" }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a device, a member, an item or one version of it out, everywhere and for good.")

        enum Kind: String, ExpressibleByArgument, CaseIterable {
            case device, member, item, envelope
        }

        @Argument(help: "device, member, item or envelope (one version of an item).")
        var kind: Kind

        @Argument(help: "Its id; of a device or an envelope the beginning is enough.")
        var id: String

        @Option(help: "Why; the team sees it.")
        var reason = ""

        @Flag(help: "What a device or member has shared until now stays.")
        var keep = false

        @Flag(help: "The key may be in foreign hands: whom this device or member let in is out too.")
        var compromised = false

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let whole =
                switch kind {
                case .device: try hub.device(id)
                case .envelope: try hub.envelope(id)
                case .item, .member: id
                }
            let fate =
                switch kind {
                case .item, .envelope: "It goes from every memory"
                case .device, .member: keep ? "What it has shared stays" : "What it has shared goes from every memory"
                }
            let others = compromised ? " Whom it let in is out too." : ""
            try hub.confirm(
                "Revoke the \(kind.rawValue) \(Output.printable(id)) for good? \(fate).\(others)", isConfirmed: yes,
                refusal: "Nothing was revoked")
            let answer = try hub.ask(
                "hub.revoke",
                [
                    "kind": .string(kind.rawValue), "id": .string(whole), "reason": .string(reason),
                    "keep": .bool(keep), "compromised": .bool(compromised),
                ])
            options.output.print(answer) { _ in "It is revoked. Others follow as soon as they hear from the hub.\n" }
        }
    }

    struct Revocations: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revocations", abstract: "Show what was revoked or taken back, by whom and why.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.revocations") { HubText.revocations($0["revocations"]?.array ?? []) }
        }
    }

    struct Groups: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "groups", abstract: "Show the groups with their members.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.groups") { HubText.groups($0["groups"]?.array ?? []) }
        }
    }
}
