import ArgumentParser
import DaemonClient
import JSONText

/// The models that settings give a role, wherever they are.
extension ModelCommand {
    struct Roles: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "roles", abstract: "Show which model has which role, and how it does. Asks no model.")

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            output.print(try session.answer("models.list"), text: ModelText.roles)
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Ask models something small, and say exactly what is wrong when they do not answer.",
            discussion: """
                Asks for real, so it costs a few tokens of the budget. Without roles, every role that has a model is \
                asked. Ends with 1 when one does not answer.
                """
        )

        @Argument(help: ArgumentHelp("llm, l3Llm, skillEvolver, embedding or reranker.", valueName: "role"))
        var roles: [String] = []

        @Option(help: "What to ask instead, of models that answer in words.")
        var prompt: String?

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            var trials: [JSON] = []
            for role in try asked(session) {
                let parameters = JSON.object(present: [("role", .string(role)), ("prompt", prompt.map(JSON.string))])
                let answer = try session.answer("models.test", parameters, patience: Self.patience)
                trials += answer["trials"]?.array ?? []
            }
            output.print(["trials": .array(trials)], text: ModelText.trials)
            if trials.contains(where: { $0["ok"]?.bool != true }) { throw ExitCode.failure }
        }

        private func asked(_ session: DaemonSession) throws -> [String] {
            if !roles.isEmpty { return roles }
            let list = try session.answer("models.list")["roles"]?.array ?? []
            return list.filter { $0["configured"]?.bool == true }.compactMap { $0["role"]?.string }
        }

        /// Milliseconds: longer than the daemon waits for a model.
        private static let patience = 180_000
    }

    struct Usage: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "usage", abstract: "Show what models cost, and what is left of the budget.")

        @Option(help: "Days to show, today among them.")
        var days = 7

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !(1...366).contains(days) { throw ValidationError("--days takes a number from 1 to 366.") }
        }

        func run() throws {
            let session = try target.session()
            output.print(try session.answer("models.usage", ["days": JSON(days)]), text: ModelText.usage)
        }
    }
}

extension DaemonSession {
    /// Errors become a sentence, a hint and an exit code.
    fileprivate func answer(_ method: String, _ parameters: JSON = [:], patience: Int = 60_000) throws -> JSON {
        try reporting { () throws(ClientError) in try request(method, parameters, patience: patience) }
    }
}
