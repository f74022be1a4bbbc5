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
            discussion: "A value that is JSON (true, 8, \"text\", [\"a\"], null) is taken as such, others as text."
        )

        @Argument(help: "A key such as viewer.port.")
        var key: String

        @Argument(help: "The new value.")
        var value: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if key.split(separator: ".", omittingEmptySubsequences: false).contains("") {
                throw ValidationError("A key is made of names with points between them, such as viewer.port.")
            }
        }

        func run() throws {
            let session = try target.session()
            let parsed = (try? JSON(parsing: value)) ?? .string(value)
            let patch = key.split(separator: ".").reversed().reduce(parsed) { inner, name in
                .object(JSONObject([JSONObject.Member(key: String(name), value: inner)]))
            }
            let result = try reporting { () throws(ClientError) in
                try session.request("config.patch", ["patch": patch])
            }
            output.print(result) { result in
                let keys = (result["restartRequired"]?.array ?? []).compactMap(\.string)
                if keys.isEmpty { return "Set \(key).\n" }
                return "Set \(key). Run `memos stop` so that the next start uses \(keys.joined(separator: ", ")).\n"
            }
        }
    }

    /// Leaves with the path that leads to them.
    private static func flattened(_ value: JSON, key: String) -> [[String]] {
        guard let members = value.object?.members else { return [[key, value.string ?? value.text]] }
        return members.flatMap { flattened($0.value, key: key.isEmpty ? $0.key : key + "." + $0.key) }
    }
}
