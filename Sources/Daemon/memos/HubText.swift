import DaemonClient
import JSONText

/// What a hub tells of its team, for people.
enum HubText {
    static let envelopeDigits = 64
    static let keyDigits = 64
    static let itemDigits = 32
    /// Of ids that are shown in lists; commands take beginnings.
    static let shownDigits = 12

    /// Words of others as they are: what a terminal would obey or not show is written as `\u{…}`.
    static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n" && scalar != "\t", .format, .privateUse, .surrogate, .unassigned:
                shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// On one line, as `visible`.
    static func line(_ value: JSON?, columns: Int = 60) -> String {
        Output.oneLine(visible(value?.string ?? ""), columns: columns)
    }

    static func short(_ value: JSON?) -> String { String(visible(value?.string ?? "?").prefix(shownDigits)) }

    /// A fingerprint in groups of four; long ones by their beginning, which is what is compared.
    static func grouped(_ text: String) -> String {
        let plain = Array(visible(text).filter { !$0.isWhitespace }.prefix(32))
        return stride(from: 0, to: plain.count, by: 4)
            .map { String(plain[$0..<min($0 + 4, plain.count)]) }.joined(separator: " ")
    }

    static func words(_ value: JSON?) -> String {
        (value?.array ?? []).compactMap(\.string).map(visible).joined(separator: ", ")
    }

    static func deviceID(_ device: JSON) -> String { device["id"]?.string ?? "" }

    static func sightings(_ hubs: [JSON]) -> String {
        Output.table(
            hubs.map { hub in
                [line(hub["name"], columns: 40), line(hub["address"]), grouped(hub["fingerprint"]?.string ?? "")]
            }, header: ["hub", "address", "fingerprint"])
    }

    static func members(_ answer: JSON) -> String {
        var rows: [[String]] = []
        for member in answer["members"]?.array ?? [] {
            let devices = member["devices"]?.array ?? []
            for (index, device) in devices.enumerated() {
                let person = index == 0 ? ["\(line(member["name"])) (\(line(member["member"])))"] : [""]
                rows.append(
                    person + [
                        line(device["role"]), words(member["groups"]),
                        line(device["name"], columns: 30),
                        line(device["state"]), String(deviceID(device).prefix(shownDigits)),
                        Output.ago(device["lastSeenAt"]?.int),
                    ])
            }
        }
        let header = ["member", "role", "groups", "device", "state", "id", "seen"]
        var text = rows.isEmpty ? "Nobody is here yet.\n" : Output.table(rows, header: header)
        let pending = answer["pending"]?.array ?? []
        if !pending.isEmpty {
            text += "\n" + Output.bold("Waiting for approval") + "\n"
            text += Output.table(pending.map(waiting), header: ["owner", "device", "id", "fingerprint"])
            text += "memos hub grant ID lets one in, after its owner has read out the same fingerprint.\n"
        }
        return text
    }

    private static func waiting(_ device: JSON) -> [String] {
        [
            line(device["name"]), line(device["deviceName"], columns: 30), String(deviceID(device).prefix(shownDigits)),
            grouped(device["fingerprint"]?.string ?? ""),
        ]
    }

    /// One device before something is granted to it.
    static func device(_ id: String, in answer: JSON) -> String {
        let members = (answer["members"]?.array ?? []).flatMap { member in
            (member["devices"]?.array ?? []).map { (member["name"], $0) }
        }
        let pending = (answer["pending"]?.array ?? []).map { ($0["name"], $0) }
        guard let (owner, device) = (members + pending).first(where: { deviceID($0.1) == id }) else { return "" }
        return Output.table([
            ["owner", line(owner)], ["device", line(device["deviceName"] ?? device["name"])],
            ["fingerprint", grouped(device["fingerprint"]?.string ?? "")],
        ])
    }

    static func groups(_ groups: [JSON]) -> String {
        if groups.isEmpty { return "There is no group but everyone.\n" }
        return Output.table(
            groups.map { group in
                let names = (group["members"]?.array ?? []).map { line($0["member"]) }
                return [line(group["name"]), "\(group["items"]?.int ?? 0)", names.joined(separator: ", ")]
            }, header: ["group", "items", "members"], alignRight: [1])
    }

    static func trusted(_ trusts: [JSON]) -> String {
        if trusts.isEmpty { return "Nobody is trusted; all that comes waits for review.\n" }
        return Output.table(
            trusts.map { [line($0["member"]), line($0["group"])] }, header: ["member", "in group"])
    }

    static func revocations(_ list: [JSON]) -> String {
        if list.isEmpty { return "Nothing was revoked or taken back.\n" }
        return Output.table(
            list.map { entry in
                let kind = entry["kind"]?.string == "tombstone" ? "taken back" : line(entry["kind"])
                return [
                    kind, short(entry["id"]), line(entry["by"]?["member"], columns: 30),
                    entry["at"]?.int.map(Output.time) ?? "", line(entry["reason"]),
                ]
            }, header: ["what", "id", "by", "at", "reason"])
    }
}
