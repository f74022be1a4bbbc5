package import JSONText
import MemoryModel
package import MemoryStore
import SharedStatements
import Signing
package import SkillScreening
import TraceCapture

/// Sharing: a person sees byte for byte what would leave, says so, and it leaves.
extension HubService {
    package struct Preview: Sendable {
        /// The payload whose bytes are signed.
        package var statement: JSON
        package var bytes: Int
        /// SHA-256 of the bytes: what the person confirms, and the id of the version.
        package var digest: String
        /// What those who receive it are told of it.
        package var findings: [ScreeningFinding]
        package var redactions: [(kind: String, place: String, count: Int)]
    }

    private struct Prepared {
        var envelope: VerifiedEnvelope
        var statement: ItemStatement
        var draft: OfferDraft
        var redaction: SharedRedaction
    }

    /// What would leave this machine. Nothing leaves.
    ///
    /// - Throws: `unsupported` without a membership, for a reader or a group this device is not in; `not_found` codes;
    ///   `conflict` for what is of a private project, is somebody else's, or is out of use; `invalid_argument` for what is
    ///   too large.
    package func preview(_ offer: SharingOffer) async throws -> Preview {
        let prepared = try await prepare(offer)
        let value = try? JSON(parsing: prepared.envelope.payload)
        return Preview(
            statement: value ?? .null, bytes: prepared.envelope.payload.count, digest: prepared.envelope.id,
            findings: ItemScreening.findings(of: prepared.statement),
            redactions: prepared.redaction.found.map { ($0.kind, $0.place, $0.count) })
    }

    /// Signs what a person has seen and lets it go out.
    ///
    /// - Parameter confirmed: the digest of the preview.
    /// - Throws: as `preview`; `conflict` when it would not be what the person has seen.
    package func share(_ offer: SharingOffer, confirmed: String) async throws -> SharedVersion {
        let prepared = try await prepare(offer)
        guard prepared.envelope.id == confirmed else { throw Self.notWhatWasSeen }
        let shared = SharedVersion(
            envelope: prepared.envelope.id, hub: prepared.envelope.hub, item: prepared.statement.item,
            localID: prepared.draft.localID, kind: prepared.statement.kind.rawValue, name: prepared.statement.name,
            version: Int(prepared.statement.version), groups: prepared.statement.groups, at: context.now())
        try await write { transaction in
            let standing = try member(in: transaction.reader)
            guard standing.membership.hub == shared.hub, !standing.team.contains(shared.envelope) else {
                throw Self.notWhatWasSeen
            }
            _ = try say(prepared.envelope, as: standing, in: transaction)
            try transaction.keep(shared)
            try Self.mark(prepared.draft, in: transaction)
        }
        link.wake()
        return shared
    }

    /// Takes back what was shared from here, in all versions. Those who had it lose it.
    ///
    /// - Parameter item: id of the shared item, or of the local one.
    /// - Returns: the shared item's id.
    /// - Throws: `not_found`, `unsupported`.
    package func unshare(_ item: String, reason: String) async throws -> String {
        let told = context.cleaning.words(reason)
        let item = try await write { transaction in
            let standing = try member(in: transaction.reader)
            let all =
                try transaction.reader.sharedVersions(ofItem: item)
                + transaction.reader.sharedVersions(ofLocalItem: item)
            guard let last = all.first(where: { $0.state != .withdrawn }) else {
                throw MemoryError(
                    .notFound, "Nothing of this id is shared from here.", details: ["id": .string(item)],
                    hint: "hub.shared names what is.")
            }
            let tombstone = TombstoneStatement(item: last.item, reason: OfferStatement.line(told, bytes: 1000))
            _ = try say(.tombstone(tombstone), as: standing, at: transaction.now, in: transaction)
            for version in all where version.item == last.item {
                try transaction.mark(shared: version.envelope, .withdrawn, error: nil)
            }
            try transaction.erase(statementsOfItem: last.item)
            try Self.unmark(last.localID, in: transaction)
            return last.item
        }
        link.wake()
        return item
    }

    /// Newest first. A version has changed when it is the newest that was shared and the item has other words here by now.
    package func shared() async throws -> [(version: SharedVersion, hasChanged: Bool)] {
        try await context.database.read { [cleaning = context.cleaning] reader in
            guard try reader.membership() != nil else { throw Self.notAMember }
            var newest: Set<String> = []
            return try reader.sharedVersions().map { version in
                let isNewest = newest.insert(version.item).inserted
                return (version, try isNewest && Self.hasChanged(version, cleaning, in: reader))
            }
        }
    }

    /// What is gone from here, or cannot be shared any more, has not changed.
    private static func hasChanged(
        _ version: SharedVersion, _ cleaning: TurnCleaning, in reader: MemoryReader
    ) throws -> Bool {
        guard version.state != .withdrawn, version.kind != ItemStatement.Kind.excerpt.rawValue,
            let json = try reader.statement(version.envelope),
            case .item(let shared)? = try? VerifiedEnvelope(stored: json).statement
        else { return false }
        let offer = SharingOffer(
            id: version.localID, isExcerpt: false, groups: version.groups, traces: [], licence: shared.licence)
        var redaction = SharedRedaction(cleaning: cleaning)
        guard let draft = try? OfferDraft.read(offer, in: reader),
            let words = try? SharedWords(of: draft, redaction: &redaction)
        else { return false }
        return !words.areThose(of: shared)
    }

    // MARK: Preparing

    private func prepare(_ offer: SharingOffer) async throws -> Prepared {
        let standing = try await member()
        try Self.check(offer, standing)
        let (draft, former) = try await context.database.read { reader in
            let draft = try OfferDraft.read(offer, in: reader)
            return (draft, try reader.sharedVersions(ofLocalItem: draft.localID))
        }
        if let origin = draft.origin, !draft.isEdited {
            throw MemoryError(
                .conflict, "This came \(origin.label) and is theirs to share.",
                details: ["id": .string(draft.localID)], hint: "Change it first; then it is shared as a fork of theirs."
            )
        }
        try await refusePrivate(draft)
        let project = try await project(of: draft.owner)
        var maker = OfferStatement(
            standing: standing, offer: offer, former: former, project: project, cleaning: context.cleaning)
        let statement = try maker.statement(of: draft)
        let key = try link.signingKey(for: standing.membership.hub)
        // The time of what is shared, not of sharing: the same thing previewed twice is the same bytes.
        let envelope = try Self.sign(.item(statement), by: key, standing, at: draft.updatedAt)
        return Prepared(envelope: envelope, statement: statement, draft: draft, redaction: maker.redaction)
    }

    private static func check(_ offer: SharingOffer, _ standing: Standing) throws(MemoryError) {
        guard let device = standing.device, standing.isActive else { throw notYet }
        guard device.role != .reader else {
            throw MemoryError(
                .unsupported, "This device may read what the team shares, and share nothing.",
                hint: "An admin can change that: hub.grant.")
        }
        if let group = offer.groups.first(where: { !device.groups.contains($0) }) {
            throw MemoryError(
                .unsupported, "This device is not in the group \(BookText.line(group)).",
                hint: "It is in " + device.groups.sorted().joined(separator: ", ") + ".")
        }
    }

    /// Nothing of a private project leaves, not even what was learned before it became one.
    private func refusePrivate(_ draft: OfferDraft) async throws {
        for workspace in draft.workspaces {
            var owner = draft.owner
            owner.workspace = workspace
            if try await context.isPrivate(owner, in: nil) {
                throw MemoryError(
                    .conflict, "This is of a private project and stays here.",
                    details: ["id": .string(draft.localID)], hint: "privacy.privateProjects names such projects.")
            }
        }
    }

    private func project(of owner: Namespace) async throws -> SharedProject? {
        guard let workspace = owner.workspace else { return nil }
        return try await context.database.read { reader in
            guard let project = try reader.project(ofWorkspace: workspace) else { return nil }
            let print = try reader.keys(of: project.id).compactMap(ProjectFingerprint.of).min()
            return print.map { SharedProject(name: OfferStatement.line(project.name, bytes: 200), fingerprint: $0) }
        }
    }

    // MARK: The local item

    private static func mark(_ draft: OfferDraft, in transaction: MemoryTransaction) throws {
        try setShare(of: draft.localID, to: .hub, reason: "shared with the team", in: transaction)
    }

    private static func unmark(_ id: String, in transaction: MemoryTransaction) throws {
        try setShare(of: id, to: .private, reason: "taken back from the team", in: transaction)
    }

    private static func setShare(
        of id: String, to scope: ItemShare.Reach, reason: String, in transaction: MemoryTransaction
    ) throws {
        guard let kind = try transaction.reader.itemKind(of: id) else { return }
        try setShare(of: kind.model, id, to: scope, reason: reason, in: transaction)
    }

    private static func setShare<Item: StoredItem>(
        of type: Item.Type, _ id: String, to scope: ItemShare.Reach, reason: String, in transaction: MemoryTransaction
    ) throws {
        guard var item = try transaction.reader.item(Identifier<Item>(id)), item.share?.scope != scope else { return }
        item.share = ItemShare(scope: scope, sharedAt: scope == .hub ? transaction.now : nil)
        _ = try transaction.revise(item, reason: reason)
    }

    static let notWhatWasSeen = MemoryError(
        .conflict, "This is not what was shown: it, or what is known of the team, has changed meanwhile.",
        hint: "Look at the preview again and confirm its digest.")
}
