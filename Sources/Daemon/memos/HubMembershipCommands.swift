import ArgumentParser
import DaemonClient
import JSONText

extension HubCommand {
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show whether this memory belongs to a hub, and how they get on.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.status", text: HubStatusText.whole)
        }
    }

    struct Join: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "join", abstract: "Join a hub with the code that somebody told you.",
            discussion: """
                The code proves hub and device to each other; who listens or guesses learns nothing of it. On a terminal \
                what is missing is asked for. A device that was not approved beforehand waits for an admin, who compares \
                its fingerprint with the one printed here.
                """)

        @Argument(help: "host, host:port or [v6]:port.")
        var address: String?

        @Argument(help: "As memos hub invite prints it: HHHH-SSSS-SSSS.")
        var code: String?

        @Option(help: "Your name, as the team sees it.")
        var name: String?

        @Option(name: .customLong("device-name"), help: "What to call this machine; its host name without it.")
        var deviceName: String?

        @Flag(help: "Wait up to a minute for an admin's approval; 75 when none came.")
        var wait = false

        @OptionGroup var options: HubOptions

        /// Milliseconds.
        private static let patience: Int64 = 60_000
        private static let pace = 500

        func run() throws {
            let hub = try options.open()
            let address = try given(address, "the address") { try Self.askForAddress(hub) }
            let code = try given(code, "the code") { Self.ask("Code: ") }
            let name = try given(name, "your name (--name)") { Self.ask("Your name, as the team sees it: ") }
            var status = try hub.ask(
                "hub.join",
                .object(present: [
                    ("address", .string(address)), ("code", .string(code)), ("name", .string(name)),
                    ("deviceName", (deviceName ?? FrontContext.hostName).map(JSON.string)),
                ]))
            if wait, status["state"]?.string == "pending" {
                if !options.output.json { Output.write(HubStatusText.pending(status) + "Waiting for it …\n") }
                status = try waitForApproval(hub, status)
            }
            options.output.print(status, text: HubStatusText.joined)
            if wait, status["state"]?.string == "pending" {
                throw ExitCode(
                    complain(
                        "Nobody has approved this device yet",
                        hint: "It joins by itself when an admin does; memos hub status tells.",
                        status: ExitStatus.temporary))
            }
        }

        private func waitForApproval(_ hub: HubConversation, _ first: JSON) throws -> JSON {
            let deadline = wallClockMilliseconds() + Self.patience
            var status = first
            while status["state"]?.string == "pending", wallClockMilliseconds() < deadline {
                sleepMilliseconds(Self.pace)
                status = try hub.ask("hub.status")
            }
            return status
        }

        private func given(_ value: String?, _ what: String, ask: () throws -> String?) throws -> String {
            if let value { return value }
            let isAsked = Output.isTerminal && Output.isInputTerminal && !options.output.json
            if isAsked, let answer = try ask(), !answer.isEmpty { return answer }
            throw ExitCode(
                complain(
                    "What is missing is \(what)",
                    hint: "As in: memos hub join hub.example:18912 ABCD-EFGH-JKMN --name Ann",
                    status: ExitStatus.usage))
        }

        /// With the hubs of the network as proposals.
        private static func askForAddress(_ hub: HubConversation) throws -> String? {
            let hubs = (try? hub.session.request("hub.discover"))?["hubs"]?.array ?? []
            if !hubs.isEmpty { Output.write(HubText.sightings(hubs)) }
            let usual = hubs.count == 1 ? hubs[0]["address"]?.string : nil
            let answer = ask(usual.map { "Address [\(Output.printable($0))]: " } ?? "Address: ")
            return answer?.isEmpty == true ? usual : answer
        }

        private static func ask(_ prompt: String) -> String? {
            Output.write(prompt)
            let line = readLine() ?? ""
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.joined(separator: " ")
        }
    }

    struct Leave: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "leave", abstract: "Leave the hub: this device is revoked, its key and token are deleted.",
            discussion: "What was approved stays, unless --forget is given; what waits goes.")

        @Flag(help: "Also remove what was approved.")
        var forget = false

        @Flag(help: "Do not ask.")
        var yes = false

        @OptionGroup var options: HubOptions

        func run() throws {
            let hub = try options.open()
            let fate = forget ? "What was approved goes with it" : "What was approved stays"
            try hub.confirm(
                "Leave the hub? \(fate); coming back needs a new code.", isConfirmed: yes, refusal: "Nothing was left")
            options.output.print(try hub.ask("hub.leave", ["forget": .bool(forget)])) { answer in
                "This memory belongs to no hub any more.\n"
                    + (answer["told"]?.bool == false
                        ? "The hub could not be told: an admin should revoke this device (memos hub revoke device).\n"
                        : "")
            }
        }
    }

    struct Discover: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discover", abstract: "Look for hubs in this network for two seconds.",
            discussion: "What a hub says of itself proves nothing before the code was exchanged.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.discover") { answer in
                let hubs = answer["hubs"]?.array ?? []
                return hubs.isEmpty
                    ? "No hub makes itself known in this network. One that does not may be joined by its address.\n"
                    : HubText.sightings(hubs)
            }
        }
    }

    struct Sync: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sync", abstract: "Exchange with the hub now; it happens by itself as well.")

        @OptionGroup var options: HubOptions

        func run() throws {
            try options.show("hub.sync", text: HubStatusText.whole)
        }
    }
}
