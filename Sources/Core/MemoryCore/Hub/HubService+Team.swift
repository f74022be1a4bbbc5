package import JSONText
import LearningPipeline
package import MemoryModel
import MemoryStore
package import SharedStatements
import Signing
import TraceCapture

/// Who is in the team, and an admin's word on it.
extension HubService {
    package struct Team: Sendable {
        package var members: [TeamMember]
        /// When a device was last at the hub, by its key; as the hub says, empty when it does not answer.
        package var lastSeen: [String: Timestamp]
        /// Devices that wait for an admin, as the hub says.
        package var pending: [JSON]
        /// Live items by group.
        package var itemsOfGroup: [String: Int]
    }

    /// The team as its statements say, with what only the hub knows where it answers in time.
    package func members(asksHub: Bool = true) async throws -> Team {
        let standing = try await member()
        var team = Team(members: standing.team.members, lastSeen: [:], pending: [], itemsOfGroup: [:])
        for entry in try await context.database.read({
            try $0.teamEntries(of: standing.membership.hub, in: [.waiting, .approved], limit: Int(Int32.max))
        }) {
            for group in entry.groups { team.itemsOfGroup[group, default: 0] += 1 }
        }
        guard asksHub else { return team }
        let answer = try? await link.ask(HubCall(.get, ["devices"], limit: Self.patience), at: standing.place)
        for device in answer?["devices"]?.array ?? [] {
            guard let key = device["device"]?.string else { continue }
            if let seen = device["lastSeenAt"]?.int { team.lastSeen[key] = seen }
            if device["state"] == "pending" { team.pending.append(device) }
        }
        return team
    }

    /// Grants, revocations and tombstones that count, newest first.
    package func revocations() async throws -> [(envelope: VerifiedEnvelope, by: TeamDevice?)] {
        let standing = try await member()
        var found: [(envelope: VerifiedEnvelope, by: TeamDevice?)] = []
        var row: Int64 = 0
        while true {
            let page = try await context.database.read { [row] in
                try $0.removals(of: standing.membership.hub, after: row, limit: 500)
            }
            for statement in page {
                row = statement.row
                guard let envelope = try? VerifiedEnvelope(stored: statement.envelope),
                    standing.team.verdict(of: envelope.id).isValid
                else { continue }
                found.append((envelope, standing.team.device(envelope.signer)))
            }
            if page.count < 500 { return found.reversed() }
        }
    }

    // MARK: An admin's word

    package struct Grant: Sendable {
        package var device: String
        package var member: String?
        package var name: String?
        package var role: TeamRole
        package var groups: [String]?

        package init(device: String, member: String?, name: String?, role: TeamRole, groups: [String]?) {
            self.device = device
            self.member = member
            self.name = name
            self.role = role
            self.groups = groups
        }
    }

    /// Lets a device take part, or changes what it may; what is not told stays as it is.
    ///
    /// - Returns: the device as the team has it now.
    /// - Throws: `unsupported` for anybody but an admin; `invalid_argument`; `not_found` for a device that nobody knows.
    package func grant(_ grant: Grant) async throws -> TeamDevice {
        let standing = try await admin()
        guard let key = VerifyingKey(hex: grant.device) else { throw Self.noDevice(grant.device) }
        var asked: JSON?
        if standing.team.device(key) == nil {
            asked = try await members().pending.first { $0["device"]?.string == grant.device }
            guard asked != nil || grant.name != nil else { throw Self.noDevice(grant.device) }
        }
        let device = try await write { [asked] transaction in
            let standing = try admin(in: transaction.reader)
            return try sign(grant, for: key, asked: asked, as: standing, in: transaction)
        }
        try await sweep()
        link.wake()
        return device
    }

    func sign(
        _ grant: Grant, for key: VerifyingKey, asked: JSON?, as standing: Standing, in transaction: MemoryTransaction
    ) throws -> TeamDevice {
        let present = standing.team.device(key)
        let name = grant.name ?? present?.name ?? asked?["name"]?.string ?? "member"
        let member =
            grant.member ?? present?.member
            ?? MemberSlug.free(for: name, taken: Set(standing.team.members.map(\.member)))
        let groups = grant.groups ?? present.map { Array($0.groups) } ?? []
        for word in groups + [member] where !StatementRules.isSlug(word) {
            throw MemoryError(
                .invalidArgument, "“\(BookText.line(word))” is no name for a member or a group.",
                hint: "Small letters, digits, dots, hyphens and underscores, at most 63.")
        }
        let statement = GrantStatement(
            device: key, member: member, name: OfferStatement.line(name, bytes: 200),
            deviceName: OfferStatement.line(
                present?.deviceName ?? asked?["deviceName"]?.string ?? "device", bytes: 200),
            role: grant.role, groups: groups.filter { $0 != StatementRules.everyone },
            version: (present?.grantVersion ?? 0) + 1)
        let (_, team) = try say(.grant(statement), as: standing, at: transaction.now, in: transaction)
        guard let device = team.device(key), device.grantVersion == statement.version else {
            throw MemoryError(
                .conflict, "Your grant does not count for this device.", details: ["device": .string(key.hex)],
                hint: "It is revoked, or an admin above you decides about it.")
        }
        transaction.tell(MemoryFact(.hubMemberChanged, ["member": .string(member), "device": .string(key.hex)]))
        return device
    }

    /// Turns a device away that waits.
    package func reject(_ device: String) async throws {
        let standing = try await admin()
        guard VerifyingKey(hex: device) != nil else { throw Self.noDevice(device) }
        _ = try await link.ask(HubCall(.delete, ["devices", device, "pending"]), at: standing.place)
    }

    /// Says that something counts no longer, for everybody and for good.
    ///
    /// - Parameters:
    ///   - kind: `device`, `member`, `item` or `envelope`.
    ///   - keeps: whether what a device or member has shared until now stays.
    ///   - isCompromised: whether a device's or member's key may be in foreign hands, so that whom it let in is out too.
    /// - Returns: the envelope's id.
    package func revoke(
        _ kind: String, _ id: String, reason: String, keeps: Bool, isCompromised: Bool = false
    ) async throws -> EnvelopeID {
        let told = OfferStatement.line(context.cleaning.words(reason.isEmpty ? "no reason told" : reason), bytes: 1000)
        let envelope = try await write { transaction in
            let standing = try member(in: transaction.reader)
            let subject = try Self.subject(kind, id)
            if isCompromised { try Self.holdsKey(subject) }
            guard standing.device?.role == .admin || Self.isSelf(subject, standing) else { throw Self.notAnAdmin }
            let kept = keeps ? Self.valid(of: subject, in: standing.team) : []
            let statement = RevocationStatement(
                subject: subject, reason: told, keeps: Array(kept.prefix(Self.mostKept)),
                isCompromised: isCompromised)
            let (envelope, team) = try say(.revocation(statement), as: standing, at: transaction.now, in: transaction)
            guard team.verdict(of: envelope.id).isValid else { throw Self.notAnAdmin }
            transaction.tell(MemoryFact(.hubMemberChanged, ["revoked": .string(kind), "id": .string(id)]))
            return envelope
        }
        try await sweep()
        link.wake()
        return envelope.id
    }

    private static func subject(_ kind: String, _ id: String) throws -> RevocationStatement.Subject {
        switch kind {
        case "device": if let key = VerifyingKey(hex: id) { return .device(key) }
        case "member": if StatementRules.isSlug(id) { return .member(id) }
        case "item": if StatementRules.isHexadecimal(id, count: 32) { return .item(id) }
        default: if StatementRules.isHexadecimal(id, count: 64) { return .envelope(id) }
        }
        throw MemoryError(
            .invalidArgument, "This is no id of a \(kind).", details: ["id": .string(id)],
            hint: "hub.members and hub.review name them.")
    }

    private static func holdsKey(_ subject: RevocationStatement.Subject) throws {
        switch subject {
        case .device, .member: return
        case .item, .envelope:
            throw MemoryError(
                .invalidArgument, "Only the key of a device can be in foreign hands.",
                hint: "Leave `compromised` out, or revoke the device that shared this.")
        }
    }

    private static func isSelf(_ subject: RevocationStatement.Subject, _ standing: Standing) -> Bool {
        switch subject {
        case .device(let key): key == standing.key
        case .member(let member): member == standing.device?.member
        case .item(let item): standing.team.item(item)?.maker == standing.key
        case .envelope: false
        }
    }

    private static func valid(of subject: RevocationStatement.Subject, in team: TeamState) -> [EnvelopeID] {
        let versions = team.items.flatMap(\.versions).filter(\.verdict.isValid)
        switch subject {
        case .device(let key): return versions.filter { $0.signer == key }.map(\.id)
        case .member(let member): return versions.filter { team.device($0.signer)?.member == member }.map(\.id)
        case .item, .envelope: return []
        }
    }

    // MARK: Rights

    func admin(in reader: MemoryReader) throws -> Standing {
        let standing = try member(in: reader)
        guard standing.isActive else { throw Self.notYet }
        guard standing.device?.role == .admin else { throw Self.notAnAdmin }
        return standing
    }

    func admin() async throws -> Standing {
        try await write { try admin(in: $0.reader) }
    }

    static let notAnAdmin = MemoryError(
        .unsupported, "Only an admin of the team may do this.", hint: "hub.members names the admins.")

    private static func noDevice(_ device: String) -> MemoryError {
        MemoryError(
            .notFound, "The team knows no device of this key.", details: ["device": .string(device)],
            hint: "hub.members names devices, and those that wait.")
    }
}
