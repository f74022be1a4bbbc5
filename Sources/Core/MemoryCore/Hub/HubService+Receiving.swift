import JSONText
import MemoryModel
package import MemoryStore
package import SharedStatements
import Signing
import SkillPackages
import TraceCapture

/// What others have shared: it waits, is looked at, and a person says what becomes of it.
extension HubService {
    /// A version with what people want to know of it in a list.
    package struct Received: Sendable {
        package var entry: TeamEntry
        /// Name of the member, for people.
        package var memberName: String
        /// Of the device that signed it, as people compare it.
        package var fingerprint: String
        /// Whether another version of it is in use.
        package var isUpdate: Bool
        /// Nothing for one that was withdrawn.
        package var statement: ItemStatement?
        /// What came of it here; of skills with their own trials.
        package var local: (any StoredItem)?
        package var localID: String?
    }

    /// Newest first.
    package func received(in states: [TeamEntry.State]) async throws -> [Received] {
        try await read { standing, reader in
            try reader.teamEntries(of: nil, in: states, limit: Self.mostListed).map {
                try Self.received($0, standing, in: reader)
            }
        }
    }

    /// One of them whole, with how it differs from what is in use.
    ///
    /// - Throws: `not_found`.
    package func received(_ envelope: String) async throws -> (item: Received, diff: [LineChange]?) {
        try await read { standing, reader in
            let item = try Self.received(try Self.entry(envelope, in: reader), standing, in: reader)
            guard let statement = item.statement, item.isUpdate, let local = item.local else { return (item, nil) }
            let former = try Self.text(of: local, in: reader)
            return (item, LineChange.between(former, statement.text))
        }
    }

    private static func received(_ entry: TeamEntry, _ standing: Standing, in reader: MemoryReader) throws -> Received {
        let key = VerifyingKey(hex: entry.signer)
        var statement: ItemStatement?
        if entry.state != .withdrawn, let json = try reader.statement(entry.envelope),
            case .item(let item)? = (try? VerifiedEnvelope(stored: json))?.statement
        {
            statement = item
        }
        let inUse = try reader.teamEntries(ofItem: entry.item).first { $0.state == .approved }
        let localID = entry.localID ?? inUse?.localID
        let local = try localID.flatMap { try item($0, in: reader) }
        return Received(
            entry: entry, memberName: key.flatMap { standing.team.device($0)?.name } ?? entry.member,
            fingerprint: key?.fingerprint ?? "", isUpdate: inUse.map { $0.envelope != entry.envelope } ?? false,
            statement: statement, local: local, localID: local == nil ? nil : localID)
    }

    private static func item(_ id: String, in reader: MemoryReader) throws -> (any StoredItem)? {
        switch try reader.itemKind(of: id) {
        case .skill?: try reader.item(SkillID(id))
        case .policy?: try reader.item(PolicyID(id))
        case .worldModel?: try reader.item(WorldModelID(id))
        case nil: nil
        }
    }

    /// What is in use, as the text it came in, or as it is since a person changed it.
    private static func text(of item: any StoredItem, in reader: MemoryReader) throws -> String {
        if item.editedAt == nil, let origin = item.origin, let json = try reader.statement(origin.envelope),
            case .item(let statement)? = (try? VerifiedEnvelope(stored: json))?.statement
        {
            return statement.text
        }
        switch item {
        case let skill as Skill:
            let file = try SkillPackageService.folder(of: skill, in: reader).folder.files.first
            return String(decoding: file?.bytes ?? [], as: UTF8.self)
        case let policy as Policy: return SharedText.policy(SharedText.form(of: policy))
        case let world as WorldModel: return SharedText.worldModel(SharedText.form(of: world))
        default: return item.words
        }
    }

    private static func entry(_ envelope: String, in reader: MemoryReader) throws -> TeamEntry {
        guard let entry = try reader.teamEntry(envelope) else {
            throw MemoryError(
                .notFound, "Nobody has shared a version of this id with this device.",
                details: ["envelope": .string(envelope)], hint: "hub.review names those that wait.")
        }
        return entry
    }

    // MARK: Deciding

    /// Makes an item of a version that waits, or that was refused: a person has changed their mind.
    ///
    /// - Parameter name: in place of its own.
    /// - Throws: `not_found`; `conflict` when it was decided about or taken back; `invalid_argument` for a skill that
    ///   cannot be read.
    package func approve(_ envelope: String, as name: String?) async throws -> any StoredItem {
        try await write { transaction in
            let standing = try member(in: transaction.reader)
            let entry = try Self.entry(envelope, in: transaction.reader)
            guard entry.state == .waiting || entry.state == .refused else { throw Self.decided(entry) }
            guard standing.team.verdict(of: envelope).isValid, !standing.groups.isDisjoint(with: entry.groups),
                let json = try transaction.reader.statement(envelope),
                case .item(let statement)? = (try? VerifiedEnvelope(stored: json))?.statement
            else { throw Self.decided(entry) }
            let approval = try TeamApproval(entry, statement, standing: standing, in: transaction.reader)
            return try approval.run(as: name, by: .person, in: transaction).item
        }
    }

    /// Turns a version away. Nothing of it is ever recalled; a later version waits again.
    ///
    /// - Throws: `not_found`; `conflict` when it does not wait.
    package func refuse(_ envelope: String, reason: String?) async throws {
        let told = context.cleaning.words(reason ?? "")
        try await write { transaction in
            _ = try member(in: transaction.reader)
            var entry = try Self.entry(envelope, in: transaction.reader)
            guard entry.state == .waiting else { throw Self.decided(entry) }
            entry.state = .refused
            entry.decidedAt = transaction.now
            entry.decidedBy = .person
            entry.reason = told.isEmpty ? nil : told
            try transaction.keep(entry)
            let local = LocalItem.ids(of: entry.item, hub: entry.hub)
            // An export of another home must not bring it in; what is in use of it stays.
            if try local.allSatisfy({ try transaction.reader.itemKind(of: $0) == nil }) {
                try transaction.bury(local.map(Tombstone.id))
            }
        }
    }

    private static func decided(_ entry: TeamEntry) -> MemoryError {
        MemoryError(
            .conflict, "This version is \(entry.state.rawValue) and does not wait any more.",
            details: ["envelope": .string(entry.envelope), "state": .string(entry.state.rawValue)],
            hint: "hub.review names those that wait.")
    }

    // MARK: Trust

    /// From now on what this member shares in this group needs no person here, unless the screen is alarmed.
    ///
    /// - Throws: `unsupported`; `not_found` for a member or a group that the team does not have.
    package func trust(member: String, group: String) async throws {
        try await write { transaction in
            let standing = try self.member(in: transaction.reader)
            guard standing.team.members.contains(where: { $0.member == member }) else {
                throw MemoryError(
                    .notFound, "The team has no member of this name.", details: ["member": .string(member)],
                    hint: "hub.members names them.")
            }
            guard standing.groups.contains(group) else {
                throw MemoryError(
                    .notFound, "This device is not in this group.", details: ["group": .string(group)],
                    hint: "hub.status names its groups.")
            }
            try transaction.trust(member: member, group: group)
        }
    }

    /// - Returns: whether it was trusted.
    package func distrust(member: String, group: String) async throws -> Bool {
        try await write { transaction in
            _ = try self.member(in: transaction.reader)
            return try transaction.distrust(member: member, group: group)
        }
    }

    package func trusted() async throws -> [(trust: TeamTrust, name: String)] {
        let standing = try await member()
        return try await context.database.read { reader in
            let names = Dictionary(
                standing.team.members.map { ($0.member, $0.name) }, uniquingKeysWith: { first, _ in first })
            return try reader.teamTrust().map { ($0, names[$0.member] ?? $0.member) }
        }
    }

    private static let mostListed = 1000
}
