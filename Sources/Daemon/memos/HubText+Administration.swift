import DaemonClient
import JSONText

extension HubText {
    static func invitation(_ invite: JSON) -> String {
        var rows = [["code", Output.bold(visible(invite["code"]?.string ?? "?"))]]
        if let address = invite["address"]?.string { rows.append(["hub", visible(address)]) }
        if let fingerprint = invite["fingerprint"]?.string { rows.append(["its fingerprint", grouped(fingerprint)]) }
        if let until = invite["expiresAt"]?.int {
            rows.append(["good for", Output.duration(milliseconds: until - wallClockMilliseconds() + 999)])
        }
        return Output.table(rows) + "It is for one device, and gone after five wrong tries.\n"
    }

    static func invitations(_ invites: [JSON]) -> String {
        if invites.isEmpty { return "No code is good now.\n" }
        return Output.table(
            invites.map { invite in
                let left = (invite["expiresAt"]?.int).map { $0 - wallClockMilliseconds() } ?? 0
                return [
                    line(invite["handle"]), line(invite["role"]), words(invite["groups"]),
                    Output.duration(milliseconds: left), "\(invite["triesLeft"]?.int ?? 0)", short(invite["by"]),
                ]
            }, header: ["handle", "role", "groups", "good for", "tries", "by"], alignRight: [4])
    }

    static func tokens(_ tokens: [JSON]) -> String {
        if tokens.isEmpty { return "There is no token.\n" }
        return Output.table(
            tokens.map { token in
                [
                    line(token["id"]), short(token["device"]), token["createdAt"]?.int.map(Output.time) ?? "",
                    Output.ago(token["lastUsedAt"]?.int), token["current"]?.bool == true ? "this device's" : "",
                ]
            }, header: ["id", "device", "made", "used", ""])
    }

    static func audit(_ answer: JSON) -> String {
        let entries = answer["entries"]?.array ?? []
        if entries.isEmpty { return "Nothing is written there.\n" }
        let broken = answer["brokenAt"]?.int.map {
            Output.red("Entry \($0) does not follow from the one before it: the log was changed.") + "\n"
        }
        return (broken ?? "")
            + Output.table(
                entries.map { entry in
                    [
                        "\(entry["seq"]?.int ?? 0)", entry["at"]?.int.map(Output.time) ?? "", short(entry["actor"]),
                        line(entry["action"], columns: 30), line(entry["subject"], columns: 34),
                        details(entry["details"]),
                    ]
                }, header: ["number", "at", "by", "what", "whom", "more"], alignRight: [0])
    }

    private static func details(_ value: JSON?) -> String {
        let members = value?.object?.members ?? []
        return Output.oneLine(
            members.map { "\(visible($0.key)) \($0.value.string == nil ? words($0.value) : id($0.value))" }
                .joined(separator: ", "),
            columns: 60)
    }

    /// The beginning of a key or an address; other words whole.
    private static func id(_ value: JSON?) -> String {
        (value?.string ?? "").utf8.count >= itemDigits ? short(value) : line(value)
    }

    static func health(_ health: JSON) -> String {
        func number(_ key: String) -> String { "\(health[key]?.int ?? 0)" }
        var rows = [
            ["hub", health["ok"]?.bool == false ? Output.red("not well") : "well"],
            ["version", line(health["version"])],
            ["running since", health["startedAt"]?.int.map(Output.time) ?? "?"],
            ["database", "\(line(health["database"])), \(Output.bytes(health["bytes"]?.int ?? 0))"],
            ["members", number("members")], ["devices", number("devices")], ["items", number("items")],
            ["statements", number("statements")],
        ]
        if let milliseconds = health["p95Milliseconds"]?.double {
            rows.append(["95 of 100 answers within", "\(Output.decimal(milliseconds)) ms"])
        }
        var text = Output.table(rows.map { [Output.dim($0[0]), $0[1]] })
        let clients = health["clients"]?.array ?? []
        if !clients.isEmpty {
            let table = clients.map { client in
                [
                    short(client["device"]), "\(client["cursor"]?.int ?? 0)", Output.ago(client["lastSeenAt"]?.int),
                ]
            }
            text += "\n" + Output.table(table, header: ["device", "read up to", "seen"], alignRight: [1])
        }
        return text
    }
}
