import MemoryModel
import MemoryStore
import SharedStatements

/// The items of this home that come of shared ones. Their ids follow from the shared item's, so that the same thing is
/// known again however it comes: by approval, by an export of another home of the same person, or after it was taken back.
enum LocalItem {
    static func id(of item: String, hub: String, as kind: ItemKind) -> String {
        let prefix =
            switch kind {
            case .skill: "sk_"
            case .policy: "po_"
            case .worldModel: "wm_"
            }
        return prefix + ContentHash.of(["hub", hub, item])
    }

    /// Under whichever kind it may be here.
    static func ids(of item: String, hub: String) -> Set<String> {
        Set(ItemKind.allCases.map { id(of: item, hub: hub, as: $0) })
    }

    static func kind(of kind: ItemStatement.Kind) -> ItemKind {
        switch kind {
        case .skill: .skill
        case .policy: .policy
        // What was seen somewhere tells what it is like there.
        case .worldModel, .excerpt: .worldModel
        }
    }

    static func dropFormerVersions(of id: String, in transaction: MemoryTransaction) throws {
        switch try transaction.reader.itemKind(of: id) {
        case .skill?: try transaction.dropFormerVersions(of: SkillID(id))
        case .policy?: try transaction.dropFormerVersions(of: PolicyID(id))
        case .worldModel?: try transaction.dropFormerVersions(of: WorldModelID(id))
        case nil: break
        }
    }
}

/// Files that came with a shared skill.
enum SharedFiles {
    /// - Parameter envelope: the version in use; nothing comes of one that is not here any longer.
    static func of(_ envelope: EnvelopeID, in reader: MemoryReader) throws -> [SharedFile] {
        guard let json = try reader.statement(envelope), let statement = try? VerifiedEnvelope(stored: json),
            case .item(let item) = statement.statement
        else { return [] }
        return item.files
    }
}
