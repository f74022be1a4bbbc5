import ArgumentParser
import DaemonClient
import JSONText

/// What scripts show instead of a browser's session.
struct ViewerTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens that let scripts ask the viewer's interface.",
        subcommands: [New.self, List.self, Revoke.self], defaultSubcommand: List.self)

    enum Scope: String, ExpressibleByArgument, CaseIterable {
        case read, write, admin
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Make a token and print it, this once.")

        @Argument(help: "What you will recognise it by.")
        var name: String

        @Option(name: .customLong("scope"), help: "read, write (changes) or admin (settings, access); may be repeated.")
        var scopes: [Scope] = [.read]

        @Option(name: .customLong("days"), help: "How long it is good; for ever without.")
        var days: Int?

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [
                ("name", .string(name)), ("scopes", JSON(scopes.map(\.rawValue))), ("days", days.map { JSON($0) }),
            ])
            let made = try reporting { () throws(ClientError) in
                try session.request("access.make_token", parameters)
            }
            output.print(made) { ($0["token"]?.string ?? "") + "\n" }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show tokens, and the sessions of browsers.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in try session.request("access.list") }
            output.print(answer) { answer in
                let tokens = (answer["tokens"]?.array ?? []).map { token in
                    let scopes = (token["scopes"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
                    return Self.row(token, name: token["name"], more: scopes)
                }
                let sessions = (answer["sessions"]?.array ?? []).map {
                    Self.row($0, name: $0["label"], more: "session")
                }
                return tokens.isEmpty && sessions.isEmpty
                    ? "Nobody is let in yet.\n" : Output.table(tokens + sessions)
            }
        }

        private static func row(_ entry: JSON, name: JSON?, more: String) -> [String] {
            let used = entry["lastUsedAt"]?.int.map { "used " + Output.time($0) } ?? "never used"
            return [entry["id"]?.string ?? "", name?.string ?? "", more, used]
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Revoke a token, or end a browser's session.")

        @Argument(help: "Its id, as `memos viewer token list` shows it.")
        var id: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in
                try session.request("access.revoke", ["id": .string(id)])
            }
            output.print(answer) { _ in "It lets nobody in any more.\n" }
        }
    }
}

/// The password that stands behind the link.
struct ViewerPasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "A password that is asked for behind the link.",
        subcommands: [Set.self, Remove.self])

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Read a password from standard input and set it; all browsers log in again.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            guard let password = HiddenLine.read(prompt: "New password: "), !password.isEmpty else {
                throw ExitCode(
                    complain("Standard input holds no password", hint: nil, status: ExitStatus.usage))
            }
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in
                try session.request("access.set_password", ["password": .string(password)])
            }
            output.print(answer) { _ in "The viewer asks for it from now on.\n" }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Do without a password; the link is enough again.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let answer = try reporting { () throws(ClientError) in try session.request("access.remove_password") }
            output.print(answer) { $0["removed"]?.bool == true ? "The link is enough again.\n" : "There was none.\n" }
        }
    }
}
