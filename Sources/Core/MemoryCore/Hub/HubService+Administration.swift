import Digest
package import JSONText
package import MemoryModel
import MemoryStore
package import SharedStatements

/// What only the hub itself can answer.
extension HubService {
    package struct Invitation: Sendable {
        package var handle: String
        package var code: String
        package var expiresAt: Timestamp
        package var address: String
        package var fingerprint: String
    }

    /// A code for one device.
    ///
    /// - Parameter isApproved: whether the device that comes with it needs no further word.
    package func invite(role: TeamRole, groups: [String], minutes: Int, isApproved: Bool) async throws -> Invitation {
        let standing = try await admin()
        let answer = try await link.ask(
            HubCall(
                .post, ["invites"],
                body: [
                    "role": .string(role.rawValue), "groups": JSON(groups), "minutes": JSON(minutes),
                    "approved": .bool(isApproved),
                ]), at: standing.place)
        guard let code = answer["code"]?.string, let handle = answer["handle"]?.string,
            let expiresAt = answer["expiresAt"]?.int
        else { throw Self.nonsense }
        if isApproved {
            try await write { transaction in
                try transaction.keep(
                    OpenInvite(handle: handle, role: role.rawValue, groups: groups, expiresAt: expiresAt))
            }
            link.wake()
        }
        return Invitation(
            handle: handle, code: code, expiresAt: expiresAt, address: standing.place.address,
            fingerprint: SHA256.hexDigest(of: standing.place.certificate))
    }

    package func invites() async throws -> JSON {
        let standing = try await admin()
        return ["invites": try await link.ask(HubCall(.get, ["invites"]), at: standing.place)["invites"] ?? []]
    }

    package func cancelInvite(_ handle: String) async throws {
        let standing = try await admin()
        _ = try await link.ask(HubCall(.delete, ["invites", handle]), at: standing.place)
        try await write { try $0.remove(invite: handle) }
    }

    package func tokens() async throws -> JSON {
        let standing = try await member()
        return ["tokens": try await link.ask(HubCall(.get, ["tokens"]), at: standing.place)["tokens"] ?? []]
    }

    package func rotateToken() async throws {
        try await link.rotateToken(at: try await member().place)
    }

    package func revokeToken(_ id: String) async throws {
        let standing = try await member()
        _ = try await link.ask(HubCall(.delete, ["tokens", id]), at: standing.place)
    }

    package func health() async throws -> JSON {
        let standing = try await member()
        return try await link.ask(HubCall(.get, ["health"], limit: Self.patience), at: standing.place)
    }

    /// What the hub holds of what this device may read, by words.
    package func search(_ query: String, kinds: [String], limit: Int) async throws -> JSON {
        let standing = try await member()
        var parameters = [(name: "q", value: query), (name: "limit", value: String(limit))]
        if !kinds.isEmpty { parameters.append((name: "kinds", value: kinds.joined(separator: ","))) }
        let answer = try await link.ask(
            HubCall(.get, ["search"], query: parameters, limit: .seconds(2)), at: standing.place)
        return ["hits": answer["hits"] ?? []]
    }

    package func discover() async throws -> [HubSighting] { try await link.discover() }

    /// Exchanges with the hub at once; nobody waits for it.
    package func sync() async throws {
        _ = try await member()
        link.wake()
    }

    // MARK: The audit log

    /// A page of the audit log, with whether its entries follow from each other.
    package func audit(after: Int64, limit: Int) async throws -> JSON {
        let standing = try await admin()
        let answer = try await auditPage(after: after, limit: limit, at: standing.place)
        var chain = AuditChain(startsAtBeginning: after == 0)
        for entry in answer["entries"]?.array ?? [] { chain.add(entry) }
        return .object(present: [
            ("entries", answer["entries"] ?? []), ("head", answer["head"]), ("verified", .bool(chain.brokenAt == nil)),
            ("brokenAt", chain.brokenAt.map(JSON.integer)),
        ])
    }

    /// The whole audit log as lines of JSON, once its chain was found whole.
    ///
    /// - Returns: number of entries.
    /// - Throws: `hub_untrusted` when an entry was changed or left out; `path_not_writable`.
    package func exportAudit(to path: String) async throws -> Int {
        let standing = try await admin()
        var chain = AuditChain(startsAtBeginning: true)
        var (after, lines): (Int64, [String]) = (0, [])
        while true {
            let entries = try await auditPage(after: after, limit: Self.auditPage, at: standing.place)["entries"]?.array
            for entry in entries ?? [] {
                chain.add(entry)
                after = max(after, entry["seq"]?.int ?? after + 1)
                lines.append(entry.text)
            }
            if let broken = chain.brokenAt {
                throw MemoryError(
                    .hubUntrusted, "The hub's audit log was changed at entry \(broken).",
                    details: ["seq": .integer(broken)], hint: "Ask who runs the hub; keep what was exported before.")
            }
            if entries?.count ?? 0 < Self.auditPage { break }
        }
        try link.save(lines.map { "\($0)\n" }.joined(), at: path)
        return lines.count
    }

    private func auditPage(after: Int64, limit: Int, at place: HubPlace) async throws -> JSON {
        try await link.ask(
            HubCall(.get, ["audit"], query: [("after", String(after)), ("limit", String(limit))]), at: place)
    }

    private static let auditPage = 500
    private static let nonsense = MemoryError(
        .hubUnavailable, "The hub gave an answer that makes no sense.", hint: "Its version may be another; update both."
    )
}

/// Whether entries of an audit log follow from each other.
struct AuditChain {
    private var last: String?
    private var seq = 0
    /// Number of the first entry that does not follow.
    private(set) var brokenAt: Int64?

    init(startsAtBeginning: Bool) {
        if startsAtBeginning { last = HashChain.start }
    }

    mutating func add(_ told: JSON) {
        guard brokenAt == nil else { return }
        let number = told["seq"]?.int.flatMap(Int.init(exactly:)) ?? seq + 1
        guard let entry = Self.entry(told, number), last.map(entry.follows) ?? true, seq == 0 || number == seq + 1
        else {
            brokenAt = Int64(number)
            return
        }
        (last, seq) = (entry.hash, number)
    }

    private static func entry(_ told: JSON, _ number: Int) -> AuditEntry? {
        guard let hash = told["hash"]?.string, let at = told["at"]?.int, let actor = told["actor"]?.string,
            let action = told["action"]?.string, let subject = told["subject"]?.string,
            let details = told["details"]?.object
        else { return nil }
        return AuditEntry(
            seq: number, at: at, actor: actor, action: action, subject: subject, details: details, hash: hash)
    }
}
