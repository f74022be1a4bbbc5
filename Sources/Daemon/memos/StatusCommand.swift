import ArgumentParser
import DaemonClient
import JSONText

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the daemon is doing and how much it remembers.",
        discussion: "Does not start a daemon; without one it ends with code 69."
    )

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session(mayStart: false)
        var status = try reporting { () throws(ClientError) in try session.request("core.status") }
        // A daemon of an earlier version knows of no hub.
        if let hub = try? session.request("hub.status"), hub["state"]?.string != "off" { status["hub"] = hub }
        output.print(status, text: Self.text)
    }

    private static func text(_ status: JSON) -> String {
        func number(_ value: JSON?) -> String { String(value?.int ?? 0) }
        var rows: [[String]] = [
            ["daemon", "memosd \(status["version"]?.string ?? "?")"],
            ["running for", Output.duration(milliseconds: status["uptimeMs"]?.int ?? 0)],
            ["home", status["home"]?.string ?? "?"],
            ["agent", status["agent"]?.string ?? "?"],
            ["memory used", Output.bytes(status["rssBytes"]?.int ?? 0)],
            ["viewer", status["viewer"]?["url"]?.string ?? "off"],
            ["last capture", Output.ago(status["lastCapture"]?["ts"]?.int)],
            ["last recall", Output.ago(status["lastRecall"]?["ts"]?.int)],
            ["clients", number(status["clients"])],
            ["spool", "\(number(status["spool"]?["pending"])) waiting"],
            [
                "database",
                Output.bytes(status["bytes"]?["database"]?.int ?? 0) + " + "
                    + Output.bytes(status["bytes"]?["wal"]?.int ?? 0) + " log",
            ],
        ]
        if let embedding = status["embedding"] {
            let model = embedding["serving"]?["model"]?.string.map { "\($0), " } ?? ""
            rows.append(["meaning", model + VectorsCommand.spoken(embedding["state"]?.string ?? "")])
            if let problem = embedding["problem"]?["message"]?.string { rows.append(["", problem]) }
        }
        if let models = status["models"] { rows.append(["models", ModelText.status(models)]) }
        if let hub = status["hub"] { rows.append(["hub", HubStatusText.brief(hub)]) }
        rows += (status["hosts"]?.array ?? []).flatMap(delivery)
        for member in status["counts"]?.object?.members ?? [] {
            rows.append([spaced(member.key), number(member.value)])
        }
        return Output.table(rows.map { [Output.dim($0[0]), $0[1]] })
    }

    /// How one host does, with what is wrong and what to do about it.
    private static func delivery(_ host: JSON) -> [[String]] {
        let times = [("prompt", "lastPrompt"), ("capture", "lastCapture"), ("recall", "lastRecall")].compactMap {
            name, key in host[key]?.int.map { "\(name) \(Output.ago($0))" }
        }
        let failure = host["lastFailure"]?["ts"]?.int.map { ["failure \(Output.ago($0))"] } ?? []
        let state = host["state"]?.string ?? ""
        var rows = [[host["host"]?.string ?? "", ([state] + times + failure).joined(separator: ", ")]]
        if let complaint = host["complaint"]?.string {
            rows.append(["", Output.red("✗ ") + Output.printable(complaint)])
            if let mend = host["mend"]?.string { rows.append(["", "  " + mend]) }
        }
        return rows
    }

    /// `errorSignatures` → `error signatures`.
    private static func spaced(_ key: String) -> String {
        key.reduce(into: "") { text, character in
            text += character.isUppercase ? " " + character.lowercased() : String(character)
        }
    }
}
