import DaemonClient
import JSONText

/// How this memory and its hub get on, in words.
enum HubStatusText {
    static func whole(_ status: JSON) -> String {
        switch status["state"]?.string {
        case "pending": pending(status)
        case "revoked": revoked(status)
        case "active": active(status)
        default:
            """
            This memory belongs to no hub, and shares nothing.
            memos hub discover looks for hubs in this network; memos hub join ADDRESS CODE --name NAME joins one.

            """
        }
    }

    static func joined(_ status: JSON) -> String {
        guard status["state"]?.string == "active" else { return whole(status) }
        return
            "Joined \(Output.bold(hubName(status))) as \(printable(status["member"]?["name"])), \(printable(status["role"])).\n"
            + Output.table(fingerprints(status))
    }

    static func pending(_ status: JSON) -> String {
        "An admin of \(Output.bold(hubName(status))) has to approve this device, and sees its fingerprint. Compare both:\n"
            + Output.table(fingerprints(status))
    }

    /// One line for `memos status`.
    static func brief(_ status: JSON) -> String {
        let name = Output.printable(hubName(status))
        switch status["state"]?.string {
        case "pending": return "\(name), waits for an admin to approve this device"
        case "revoked": return "\(name), this device was revoked"
        default:
            let waiting = status["counts"]?["waiting"]?.int ?? 0
            let review = waiting == 0 ? "" : "; \(waiting) to review (memos hub review)"
            return "\(name), \(exchange(status))\(review)"
        }
    }

    private static func revoked(_ status: JSON) -> String {
        """
        \(Output.red("This device was revoked")) by an admin of \(Output.bold(hubName(status))).
        What came from the hub is gone here; what was learned here is untouched.
        memos hub leave, then memos hub join with a new code, comes back as another device.

        """
    }

    private static func active(_ status: JSON) -> String {
        let groups = (status["groups"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
        let counts = status["counts"]
        func count(_ key: String) -> Int64 { counts?[key]?.int ?? 0 }
        var rows = [
            ["hub", "\(hubName(status)), \(printable(status["hub"]?["address"]))"],
            ["you", "\(printable(status["member"]?["name"])), \(printable(status["role"]))"],
            ["groups", Output.printable(groups)],
            ["exchange", exchange(status)],
        ]
        if let problem = status["sync"]?["lastError"], !problem.isNull, isTroubled(status) {
            rows.append(["", Output.red("✗ ") + HubText.visible(problem["message"]?.string ?? "")])
            if let hint = problem["hint"]?.string { rows.append(["", "  " + Output.printable(hint)]) }
            rows.append(["", "  Nothing here waits for it: what is approved is recalled as before."])
        }
        if status["sync"]?["state"]?.string == "rolled_back" {
            rows.append(["", "It was put back to an older copy. What it lost is sent to it again;"])
            rows.append(["", "what was revoked stays revoked."])
        }
        let outbox = status["sync"]?["outbox"]?.int ?? 0
        if outbox > 0 { rows.append(["to be sent", "\(outbox)"]) }
        rows.append(["to review", count("waiting") == 0 ? "nothing" : "\(count("waiting")): memos hub review"])
        rows.append(["in use from others", "\(count("approved"))"])
        rows.append(["shared by you", "\(count("shared"))"])
        if count("withdrawn") > 0 { rows.append(["withdrawn again", "\(count("withdrawn"))"]) }
        return Output.table((rows + fingerprints(status)).map { [Output.dim($0[0]), $0[1]] })
    }

    private static func isTroubled(_ status: JSON) -> Bool {
        ["failing", "rolled_back"].contains(status["sync"]?["state"]?.string)
    }

    private static func exchange(_ status: JSON) -> String {
        let sync = status["sync"]
        let last = sync?["lastSyncAt"]?.int.map { "last in step \(Output.ago($0))" } ?? "never in step yet"
        switch sync?["state"]?.string {
        case "failing":
            let next = sync?["nextTryAt"]?.int.map { next in
                "; tries again in " + Output.duration(milliseconds: next - wallClockMilliseconds())
            }
            return "does not work now, \(last)\(next ?? "")"
        case "rolled_back": return "the hub has forgotten what it knew, \(last)"
        case "syncing": return "at it now, \(last)"
        default:
            return sync?["lastSyncAt"]?.int == nil ? last : "in step, as of \(Output.ago(sync?["lastSyncAt"]?.int))"
        }
    }

    private static func fingerprints(_ status: JSON) -> [[String]] {
        [
            ("this device's fingerprint", status["device"]?["fingerprint"]),
            ("the hub's fingerprint", status["hub"]?["fingerprint"]),
        ].compactMap { name, value in value?.string.map { [name, HubText.grouped($0)] } }
    }

    private static func hubName(_ status: JSON) -> String { printable(status["hub"]?["name"]) }

    private static func printable(_ value: JSON?) -> String { HubText.visible(value?.string ?? "?") }
}
