import JSONText
import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import SkillScreening

/// What the team's state means for what is here: what waits, what is updated, what has to go. Works on single items within
/// one transaction; doing it again changes nothing.
struct TeamIntake {
    let standing: HubService.Standing
    let transaction: MemoryTransaction
    private let screened: ScreenedItems
    private let trust: Set<Trusted>
    private(set) var gone = Gone()
    private(set) var waiting = 0

    private struct Trusted: Hashable {
        var member: String
        var group: String
    }

    /// What was withdrawn, for what lies around the database.
    struct Gone: Sendable {
        /// Local ids that must not come back.
        var forGood: Set<String> = []
        var forNow: Set<String> = []
        /// Shared items.
        var items: Set<String> = []
        var since: Timestamp?
    }

    init(
        _ standing: HubService.Standing, _ screened: ScreenedItems = ScreenedItems(), in transaction: MemoryTransaction
    ) throws {
        self.standing = standing
        self.transaction = transaction
        self.screened = screened
        trust = Set(try transaction.reader.teamTrust().map { Trusted(member: $0.member, group: $0.group) })
    }

    private var reader: MemoryReader { transaction.reader }
    private var team: TeamState { standing.team }

    // MARK: One item

    mutating func settle(_ id: String) throws {
        guard let item = team.item(id) else { return }
        if isOwn(item) { return try settleOwn(item) }
        let verdicts = Dictionary(item.versions.map { ($0.id, $0.verdict) }, uniquingKeysWith: { first, _ in first })
        for entry in try reader.teamEntries(ofItem: id) where entry.state != .withdrawn {
            switch verdicts[entry.envelope] ?? .unknown {
            case .valid: if !isReadable(entry.groups) { try withdraw(entry, "not for this device's groups any more") }
            case .tombstoned(let reason): try withdraw(entry, "taken back by its maker", told: reason, forGood: true)
            case .revoked(let reason): try withdraw(entry, "revoked", told: reason, forGood: true)
            case .unauthorised: try withdraw(entry, "its maker may not share it any more", keepsStatement: true)
            case .unknown: break
            }
        }
        for version in item.versions where version.verdict.isFinal { try transaction.erase(statement: version.id) }
        if item.state.isFinal { gone.forGood.formUnion(LocalItem.ids(of: id, hub: standing.membership.hub)) }
        if item.state.isValid { try offer(item) }
    }

    /// Whatever is here of a hub that this device is no longer part of.
    mutating func withdrawAll(_ entries: [TeamEntry], reason: String) throws {
        for entry in entries { try withdraw(entry, reason) }
    }

    private func isOwn(_ item: TeamItem) -> Bool { item.maker == standing.key }

    /// What is shared from here stays here, whatever becomes of it in the team.
    private func settleOwn(_ item: TeamItem) throws {
        for version in item.versions {
            switch version.verdict {
            case .tombstoned: try transaction.mark(shared: version.id, .withdrawn, error: nil)
            case .revoked(let reason): try transaction.mark(shared: version.id, .withdrawn, error: "revoked: \(reason)")
            case .valid, .unauthorised, .unknown: break
            }
        }
    }

    private func isReadable(_ groups: [String]) -> Bool { !standing.groups.isDisjoint(with: groups) }

    // MARK: Coming

    /// Lets the head of an item wait, unless it is known.
    private mutating func offer(_ item: TeamItem) throws {
        let entries = try reader.teamEntries(ofItem: item.item)
        let known = entries.first { $0.envelope == item.head }
        let inUse = entries.first { $0.state == .approved }
        switch known?.state {
        case .waiting?, .approved?, .refused?: return
        case .superseded?: if inUse != nil { return }
        case .withdrawn?: if known?.mayReturn != true { return }
        case nil: break
        }
        guard let json = try reader.statement(item.head), let envelope = try? VerifiedEnvelope(stored: json),
            case .item(let statement) = envelope.statement, isReadable(statement.groups)
        else { return }
        for entry in entries where entry.state == .waiting { try transaction.remove(teamEntry: entry.envelope) }
        let findings = screened.findings(of: envelope.id, statement)
        let device = team.device(envelope.signer)
        var entry = TeamEntry(
            envelope: item.head, hub: envelope.hub, item: item.item, state: .waiting, kind: statement.kind.rawValue,
            name: statement.name, summary: statement.summary, member: device?.member ?? item.member ?? "",
            signer: envelope.signer.hex, groups: statement.groups, version: Int(statement.version),
            forkOf: statement.forkOf, findings: .array(findings.map(\.json)), receivedAt: transaction.now)
        try transaction.keep(entry)
        let isTrusted = statement.groups.contains {
            standing.groups.contains($0) && trust.contains(Trusted(member: entry.member, group: $0))
        }
        // What a person has turned away, or the team has just taken a version back of, is looked at.
        let local = LocalItem.ids(of: item.item, hub: envelope.hub)
        let isDoubtful =
            entries.contains { $0.state == .refused } || !gone.forGood.union(gone.forNow).isDisjoint(with: local)
        if isTrusted, !isDoubtful, !SkillScreen.isAlarming(findings),
            let approval = try? TeamApproval(entry, statement, standing: standing, in: reader)
        {
            entry = try approval.run(as: nil, by: .trust, in: transaction).entry
        } else {
            waiting += 1
            transaction.tell(MemoryFact(.hubItemWaiting, of: entry, isUpdate: inUse != nil))
        }
        if let origin = statement.forkOf, let original = team.item(of: origin) {
            try transaction.note(hub: "fork", "\(item.item) is a fork of \(original).")
        }
    }

    // MARK: Going

    private mutating func withdraw(
        _ entry: TeamEntry, _ reason: String, told: String = "", forGood: Bool = false, keepsStatement: Bool = false
    ) throws {
        let local = LocalItem.ids(of: entry.item, hub: entry.hub).union([entry.localID].compactMap { $0 })
        if entry.state == .superseded, let inUse = try inUse(beside: entry) {
            // The version in use stays; what it was before does not.
            if forGood { try LocalItem.dropFormerVersions(of: inUse, in: transaction) }
        } else if forGood {
            gone.forGood.formUnion(local)
        } else {
            gone.forNow.formUnion(local)
        }
        gone.since = min(gone.since ?? entry.receivedAt, entry.receivedAt)
        var rest = entry
        rest.state = .withdrawn
        (rest.name, rest.summary, rest.findings, rest.localID) = ("", "", [], nil)
        rest.decidedAt = transaction.now
        rest.decidedBy = .hub
        rest.reason = told.isEmpty ? reason : "\(reason): \(told)"
        rest.mayReturn = !forGood
        try transaction.keep(rest)
        if forGood {
            try transaction.erase(statement: entry.envelope)
        } else if !keepsStatement {
            try transaction.forget(statement: entry.envelope)
        }
        gone.items.insert(entry.item)
        transaction.tell(MemoryFact(.hubItemWithdrawn, of: rest, isUpdate: false))
    }

    private func inUse(beside entry: TeamEntry) throws -> String? {
        let inUse = try reader.teamEntries(ofItem: entry.item).first { $0.state == .approved }
        guard let inUse, team.verdict(of: inUse.envelope).isValid else { return nil }
        return inUse.localID
    }

    /// Removes from the memory what was withdrawn; once, for all of it, at the end.
    func removeGone() throws -> Forgotten {
        if !gone.items.isEmpty { try transaction.removeEvents(ofTeamItems: gone.items) }
        var forgotten = try transaction.withdraw(gone.forGood, since: gone.since, leavesMarks: true)
        let others = try transaction.withdraw(
            gone.forNow.subtracting(gone.forGood), since: gone.since, leavesMarks: false)
        forgotten.items.formUnion(others.items)
        forgotten.skillNames += others.skillNames
        for (noun, count) in others.counts { forgotten.add(noun, count) }
        return forgotten
    }
}

extension MemoryFact {
    /// Of an item that others have shared; one that was withdrawn is named by its ids alone.
    init(_ kind: Kind, of entry: TeamEntry, isUpdate: Bool) {
        let isGone = entry.state == .withdrawn
        self.init(
            kind,
            .object(present: [
                ("envelope", .string(entry.envelope)), ("item", .string(entry.item)), ("kind", .string(entry.kind)),
                ("name", isGone ? nil : .string(entry.name)), ("member", .string(entry.member)),
                ("version", JSON(entry.version)), ("localId", entry.localID.map(JSON.string)),
                ("by", entry.decidedBy.map { .string($0.rawValue) }), ("reason", isGone ? JSON(entry.reason) : nil),
                ("isUpdate", isUpdate ? true : nil),
            ]))
    }
}
