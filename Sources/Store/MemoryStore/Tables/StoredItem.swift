import GRDB
package import JSONText
package import MemoryModel

/// An item as the row of its table: what is written, read, kept of former versions and exported.
package protocol StoredItem: LearnedItem {
    /// What only this kind has, by column. Lists and nested values are JSON in a column of text.
    var ownColumns: [(String, JSON)] { get }

    /// Columns that are counted as things happen and belong to no version.
    static var counted: Set<String> { get }

    init(columns: ItemColumns)
}

extension StoredItem {
    package static var counted: Set<String> { [] }

    /// The whole row but its number.
    ///
    /// - Parameter length: number of terms of its words.
    func columns(length: Int) -> JSONObject {
        let common: [(String, JSON)] = [
            ("id", .string(id.rawValue)), ("agent_kind", .string(owner.agentKind)), ("profile", .string(owner.profile)),
            ("workspace", JSON(owner.workspace)), ("status", .string(status.rawValue)), ("version", JSON(version)),
            ("created_at", .integer(createdAt)), ("updated_at", .integer(updatedAt)), ("edited_at", JSON(editedAt)),
            ("length", JSON(length)), ("summary", .string(summary)), ("words", .string(words)),
            ("share", share?.stored ?? .null), ("provenance", JSON(provenance.stored)),
            ("origin", origin?.stored ?? .null),
        ]
        return JSONObject((common + ownColumns).map { JSONObject.Member(key: $0.0, value: $0.1) })
    }
}

extension ItemKind {
    var table: String {
        switch self {
        case .policy: "policies"
        case .worldModel: "world_models"
        case .skill: "skills"
        }
    }

    /// Its full-text index.
    var index: String { "\(rawValue)_terms" }

    var vocabulary: String { "\(rawValue)_vocabulary" }
}

/// The columns of one item, read with their types. Every row is of our own writing and checked by its table, so what is
/// absent reads as empty.
package struct ItemColumns {
    private let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    init(row: Row) {
        object = JSONObject(row: row)
    }

    func text(_ key: String) -> String { object[key]?.string ?? "" }

    func optionalText(_ key: String) -> String? { object[key]?.string }

    func integer(_ key: String) -> Int { Int(object[key]?.int ?? 0) }

    func time(_ key: String) -> Timestamp { object[key]?.int ?? 0 }

    func optionalTime(_ key: String) -> Timestamp? { object[key]?.int }

    func number(_ key: String) -> Double { object[key]?.double ?? 0 }

    func optionalNumber(_ key: String) -> Double? { object[key]?.double }

    func optionalFlag(_ key: String) -> Bool? { object[key]?.int.map { $0 != 0 } }

    func nested(_ key: String) -> JSON { JSON(stored: object[key]?.string) }

    func texts(_ key: String) -> [String] { nested(key).texts }

    func ids<Noun>(_ key: String) -> [Identifier<Noun>] { texts(key).map(Identifier.init) }

    var owner: Namespace {
        Namespace(agentKind: text("agent_kind"), profile: text("profile"), workspace: optionalText("workspace"))
    }

    var status: ItemStatus { ItemStatus(rawValue: text("status")) ?? .archived }

    var share: ItemShare? {
        let stored = nested("share")
        guard let scope = stored["scope"]?.string.flatMap(ItemShare.Reach.init(rawValue:)) else { return nil }
        return ItemShare(scope: scope, target: stored["target"]?.string, sharedAt: stored["sharedAt"]?.int)
    }

    var provenance: Provenance { Provenance(text: optionalText("provenance")) }

    var origin: ItemOrigin? { ItemOrigin(stored: nested("origin")) }

    var guidance: DecisionGuidance {
        func entries(_ value: JSON?) -> [DecisionGuidance.Entry] {
            (value?.array ?? []).map {
                DecisionGuidance.Entry(
                    text: $0["text"]?.string ?? "", evidenceIDs: $0["evidence"]?.texts ?? [])
            }
        }
        let stored = nested("guidance")
        return DecisionGuidance(
            preference: entries(stored["preference"]), antiPattern: entries(stored["antiPattern"]))
    }
}

extension ItemShare {
    fileprivate var stored: JSON {
        .object(present: [
            ("scope", .string(scope.rawValue)), ("target", target.map(JSON.string)),
            ("sharedAt", sharedAt.map(JSON.integer)),
        ])
    }
}

extension ItemOrigin {
    var stored: JSON {
        [
            "hub": .string(hub), "hubName": .string(hubName), "member": .string(member),
            "memberName": .string(memberName), "item": .string(item), "envelope": .string(envelope),
            "version": JSON(version), "groups": JSON(groups),
        ]
    }

    init?(stored: JSON) {
        guard let hub = stored["hub"]?.string, let item = stored["item"]?.string else { return nil }
        func text(_ key: String) -> String { stored[key]?.string ?? "" }
        self.init(
            hub: hub, hubName: text("hubName"), member: text("member"), memberName: text("memberName"), item: item,
            envelope: text("envelope"), version: Int(stored["version"]?.int ?? 1),
            groups: stored["groups"]?.texts ?? [])
    }
}

extension DecisionGuidance {
    var stored: JSON {
        func list(_ entries: [Entry]) -> JSON {
            .array(entries.map { ["text": .string($0.text), "evidence": JSON($0.evidenceIDs)] })
        }
        return ["preference": list(preference), "antiPattern": list(antiPattern)]
    }
}

extension JSON {
    /// The strings of a list.
    var texts: [String] { array?.compactMap(\.string) ?? [] }

    init<Noun>(ids: [Identifier<Noun>]) {
        self.init(ids.map(\.rawValue))
    }
}
