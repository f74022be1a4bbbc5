import JSONText
import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import SkillPackages

/// From something shared to an item of this home: a candidate that has proved nothing here, said by whom it came, kept to
/// its project where that project is here too. What is read is what was shown to a person; what stands beside it counts
/// only where it says the same.
struct TeamApproval {
    private let entry: TeamEntry
    private let statement: ItemStatement
    private let standing: HubService.Standing
    private let skill: ImportedSkill?
    private let owner: Namespace

    /// - Throws: `invalid_argument` for a skill whose `SKILL.md` cannot be read.
    init(
        _ entry: TeamEntry, _ statement: ItemStatement, standing: HubService.Standing, in reader: MemoryReader
    ) throws {
        self.entry = entry
        self.statement = statement
        self.standing = standing
        skill = statement.kind == .skill ? try ImportedSkill.read(markdown: Array(statement.text.utf8)) : nil
        owner = .team(
            hub: standing.membership.hub, workspace: try Self.workspace(of: statement.project, in: reader))
    }

    /// - Parameter name: in place of its own.
    /// - Returns: what came of it, and its entry as it is now.
    func run(
        as name: String?, by decider: TeamEntry.Decider, in transaction: MemoryTransaction
    ) throws -> (item: any StoredItem, entry: TeamEntry) {
        let kind = LocalItem.kind(of: statement.kind)
        let id = LocalItem.id(of: entry.item, hub: entry.hub, as: kind)
        try transaction.exhume(id)
        let item: any StoredItem =
            switch kind {
            case .skill: try install(try skill(SkillID(id), named: name, in: transaction), in: transaction)
            case .policy: try install(policy(PolicyID(id), named: name, at: transaction.now), in: transaction)
            case .worldModel: try install(world(WorldModelID(id), named: name, at: transaction.now), in: transaction)
            }
        for former in try transaction.reader.teamEntries(ofItem: entry.item) where former.state == .approved {
            var former = former
            former.state = .superseded
            try transaction.keep(former)
        }
        var approved = entry
        approved.state = .approved
        approved.localID = id
        approved.decidedAt = transaction.now
        approved.decidedBy = decider
        approved.reason = nil
        try transaction.keep(approved)
        transaction.tell(MemoryFact(.hubItemApproved, of: approved, isUpdate: item.version > 1))
        return (item, approved)
    }

    // MARK: Writing

    private func install<Item: StoredItem>(_ item: Item, in transaction: MemoryTransaction) throws -> Item {
        let reason = "approved: version \(statement.version) \(origin.label)"
        guard let present = try transaction.reader.item(item.id) else {
            try transaction.insert(item, reason: reason)
            if let skill = item as? Skill {
                transaction.tell(MemoryFact(.skillCrystallized, of: skill, reason: reason))
            }
            return item
        }
        var next = item
        next.version = present.version
        next.updatedAt = present.updatedAt
        if let former = present as? Skill, former.words != item.words {
            try transaction.restartTrials(of: former.id)
        }
        let revised = try transaction.revise(next, reason: reason)
        for fact in ItemFacts.revision(from: present, to: revised, reason: reason) { transaction.tell(fact) }
        return revised
    }

    private var origin: ItemOrigin {
        ItemOrigin(
            hub: standing.membership.hub, hubName: standing.membership.name, member: entry.member,
            memberName: VerifyingKey(hex: entry.signer).flatMap { standing.team.device($0)?.name } ?? entry.member,
            item: entry.item, envelope: entry.envelope, version: entry.version, groups: entry.groups)
    }

    private var provenance: Provenance {
        if case .model(let name?) = statement.provenance { .model(prompt: "shared", model: name) } else { .rules }
    }

    private func skill(_ id: SkillID, named name: String?, in transaction: MemoryTransaction) throws -> Skill {
        guard let skill else {
            throw MemoryError(.internal, "A skill without its text.", details: ["envelope": .string(entry.envelope)])
        }
        let present = try transaction.reader.item(id)
        var taken = try transaction.reader.skillNames()
        if let own = present?.name { taken.remove(own) }
        let wanted = name.map(ImportedSkill.slug) ?? present?.name ?? skill.name
        var item = skill.skill(
            named: SkillPackageService.freeName(wanted, taken: taken), owner: owner, at: transaction.now, id: id)
        item.origin = origin
        item.provenance = provenance
        guard let present, present.words == item.words else { return item }
        // The same text under another version keeps what it has proved here.
        item.reliability = present.reliability
        item.status = present.status
        return item
    }

    private func policy(_ id: PolicyID, named name: String?, at now: Timestamp) -> Policy {
        let form = agreedForm(SharedText.policy)
        func text(_ key: String) -> String { form.map { SharedText.text($0, key) } ?? "" }
        func entries(_ key: String) -> [DecisionGuidance.Entry] {
            form.map { SharedText.texts($0, key).map { .init(text: $0) } } ?? []
        }
        return Policy(
            id: id, owner: owner, status: .active, createdAt: now, title: title(name),
            trigger: text("trigger"), procedure: form == nil ? statement.text : text("procedure"),
            verification: text("verification"), boundary: text("boundary"),
            guidance: DecisionGuidance(preference: entries("prefer"), antiPattern: entries("avoid")),
            confidence: 0.5, isSkillEligible: false, provenance: provenance, origin: origin)
    }

    private func world(_ id: WorldModelID, named name: String?, at now: Timestamp) -> WorldModel {
        let form = statement.kind == .worldModel ? agreedForm(SharedText.worldModel) : nil
        func entries(_ key: String) -> [WorldModel.Entry] {
            (form?[key]?.array ?? []).map {
                WorldModel.Entry(label: SharedText.text($0, "label"), description: SharedText.text($0, "text"))
            }
        }
        return WorldModel(
            id: id, owner: owner, status: .active, createdAt: now, title: title(name),
            body: form.map { SharedText.text($0, "body") } ?? statement.text,
            structure: WorldModel.Structure(
                environment: entries("environment"), inference: entries("inference"),
                constraints: entries("constraints")),
            confidence: 0.5, domainTags: form.map { SharedText.texts($0, "tags") } ?? [], provenance: provenance,
            origin: origin)
    }

    private func title(_ name: String?) -> String { OfferStatement.line(name ?? statement.name, bytes: 200) }

    /// The form, when it says what the text says and nothing else.
    private func agreedForm(_ render: (JSON) -> String) -> JSON? {
        guard let form = statement.form, render(form) == statement.text else { return nil }
        return form
    }

    /// Where the project that it names lies here.
    private static func workspace(of project: SharedProject?, in reader: MemoryReader) throws -> String? {
        guard let project else { return nil }
        for candidate in try reader.projects() {
            guard
                try reader.keys(of: candidate.id).contains(where: { ProjectFingerprint.of($0) == project.fingerprint })
            else { continue }
            return try reader.workspaces(of: candidate.id).min()
        }
        return nil
    }
}
