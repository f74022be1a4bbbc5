import ArgumentParser
import DaemonClient
import JSONText

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Read and change settings.", subcommands: [Get.self, Set.self])

    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Show settings; secrets are masked.")

        @Argument(help: "A key such as viewer.port; all settings without one.")
        var key: String?

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let parameters = JSON.object(present: [("key", key.map(JSON.string))])
            let result = try reporting { () throws(ClientError) in try session.request("config.get", parameters) }
            output.print(result) { result in
                let rows = ConfigCommand.flattened(result["config"] ?? .null, key: "")
                return Output.table(rows) + Output.dim(result["path"]?.string ?? "") + "\n"
            }
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Change one setting.",
            discussion: """
                A value that is JSON (true, 8, "text", ["a"], null) is taken as such, others as text. The value - is read \
                from standard input, one line of text, so that a key is not in the shell's history.
                """
        )

        @Argument(help: "A key such as viewer.port.")
        var key: String

        /// One; a list, so that a negative number is not taken for an option.
        @Argument(
            parsing: .allUnrecognized,
            help: ArgumentHelp("The new value, or - for a line of standard input.", valueName: "value"))
        var values: [String] = []

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if values.isEmpty { throw ValidationError("Missing expected argument '<value>'") }
            if let more = values.dropFirst().first { throw ValidationError("Unexpected argument '\(more)'") }
            if key.split(separator: ".", omittingEmptySubsequences: false).contains("") {
                throw ValidationError("A key is made of names with points between them, such as viewer.port.")
            }
        }

        func run() throws {
            let value = values[0]
            let parsed = value == "-" ? try Self.typed(key) : (try? JSON(parsing: value)) ?? .string(value)
            let session = try target.session()
            let patch = key.split(separator: ".").reversed().reduce(parsed) { inner, name in
                .object(JSONObject([JSONObject.Member(key: String(name), value: inner)]))
            }
            let result = try reporting { () throws(ClientError) in
                try session.request("config.patch", ["patch": patch])
            }
            output.print(result) { result in
                let warnings = (result["warnings"]?.array ?? []).map(ModelText.warning).joined()
                let keys = (result["restartRequired"]?.array ?? []).compactMap(\.string)
                if keys.isEmpty { return "Set \(key).\n" + warnings }
                return "Set \(key). Run `memos stop` so that the next start uses \(keys.joined(separator: ", ")).\n"
                    + warnings
            }
        }

        /// What is typed on a terminal is not shown.
        private static func typed(_ key: String) throws -> JSON {
            guard let line = HiddenLine.read(prompt: "Value of \(key): "), !line.isEmpty else {
                throw ExitCode(
                    complain(
                        "Standard input holds no value", hint: "As in: printf %s \"$KEY\" | memos config set \(key) -",
                        status: ExitStatus.usage))
            }
            return .string(line)
        }
    }

    /// Leaves with the path that leads to them.
    private static func flattened(_ value: JSON, key: String) -> [[String]] {
        guard let members = value.object?.members else { return [[key, value.string ?? value.text]] }
        return members.flatMap { flattened($0.value, key: key.isEmpty ? $0.key : key + "." + $0.key) }
    }
}
