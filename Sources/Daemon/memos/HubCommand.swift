import ArgumentParser
import DaemonClient
import JSONText

struct HubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Share skills with a team: signed, reviewed before they are used, revocable.",
        discussion: """
            Off until this memory joins a hub. Nothing is sent that you did not see and confirm, nothing that comes is \
            told to an agent before you approved it, and no turn ever waits for a hub. docs/HUB.md begins with a set-up \
            of ten minutes.
            """,
        subcommands: [
            Status.self, Join.self, Leave.self, Discover.self, Sync.self, Share.self, Unshare.self, Shared.self,
            Review.self, Show.self, Approve.self, Refuse.self, Received.self, Trust.self, Untrust.self, Search.self,
            Members.self, Grant.self, Reject.self, Revoke.self, Revocations.self, Groups.self, Invite.self,
            Invites.self, Tokens.self, Audit.self, Health.self, Serve.self, Backup.self, Move.self, Verify.self,
        ],
        defaultSubcommand: Status.self
    )
}

/// Which memory, and in which form to answer.
struct HubOptions: ParsableArguments {
    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func open() throws -> HubConversation { HubConversation(session: try target.session(), output: output) }

    /// One request and its answer.
    func show(_ method: String, _ parameters: JSON = [:], text: (JSON) -> String) throws {
        let hub = try open()
        output.print(try hub.ask(method, parameters), text: text)
    }
}

/// Requests about the hub to the daemon, which may ask the hub in turn.
struct HubConversation {
    let session: DaemonSession
    let output: OutputOptions

    func ask(_ method: String, _ parameters: JSON = [:]) throws -> JSON {
        try reporting { () throws(ClientError) in try session.request(method, parameters) }
    }

    /// - Parameters:
    ///   - question: printed before ` [y/N] `.
    ///   - refusal: what is so when the answer is no.
    func confirm(_ question: String, isConfirmed: Bool, refusal: String) throws {
        if isConfirmed { return }
        if Output.isTerminal, Output.isInputTerminal, !output.json {
            Output.write(question + " [y/N] ")
            if ["y", "yes"].contains((readLine() ?? "").lowercased()) { return }
        }
        throw ExitCode(complain(refusal, hint: "Add --yes to answer beforehand.", status: ExitStatus.failure))
    }

    /// The id of an envelope by its beginning: what is listed shows the first letters of it only.
    func envelope(_ text: String) throws -> String {
        if text.utf8.count == HubText.envelopeDigits { return text }
        var found: [String] = []
        for state in ["waiting", "approved", "refused", "withdrawn"] {
            let items = try ask("hub.review", ["state": .string(state)])["items"]?.array ?? []
            found += items.compactMap { $0["envelope"]?.string }.filter { $0.hasPrefix(text.lowercased()) }
        }
        return try only(found, text, noun: "item", list: "memos hub review")
    }

    /// The key of a device by its beginning or by its fingerprint.
    func device(_ text: String) throws -> String {
        if text.utf8.count == HubText.keyDigits { return text }
        let answer = try ask("hub.members")
        let members = answer["members"]?.array ?? []
        let devices = members.flatMap { $0["devices"]?.array ?? [] } + (answer["pending"]?.array ?? [])
        func plain(_ text: String) -> String { text.lowercased().filter { !$0.isWhitespace } }
        let wanted = plain(text)
        let found = devices.filter { device in
            HubText.deviceID(device).hasPrefix(wanted)
                || plain(device["fingerprint"]?.string ?? "").hasPrefix(wanted)
        }
        return try only(found.map(HubText.deviceID), text, noun: "device", list: "memos hub members")
    }

    private func only(_ found: [String], _ text: String, noun: String, list: String) throws -> String {
        let distinct = Set(found)
        if distinct.count == 1, let one = distinct.first { return one }
        let message =
            distinct.isEmpty ? "There is no \(noun) \(text)" : "\(distinct.count) \(noun)s begin with \(text)"
        throw ExitCode(complain(message, hint: "\(list) names them.", status: ExitStatus.failure))
    }
}
