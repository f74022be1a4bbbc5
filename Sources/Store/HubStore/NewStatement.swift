import JSONText
package import SharedStatements
import Signing

/// A statement that the hub has checked, as it is to be kept.
package struct NewStatement: Sendable, Equatable {
    /// The content address.
    package let id: String
    package let type: StatementType
    package let item: String?
    /// The key of the device that signed it, in hexadecimal digits.
    package let signer: String
    /// Of an item: skill, policy, world model or excerpt.
    package let kind: String?
    package let name: String?
    package let summary: String?
    package let groups: [String]
    /// The envelope's JSON, as it is handed on.
    package let envelope: String
    /// What it is found by; `nil` when it is not to be found.
    let words: SearchWords?

    package init(_ envelope: VerifiedEnvelope) {
        id = envelope.id
        type = envelope.statement.type
        signer = envelope.signer.hex
        self.envelope = envelope.json.text
        switch envelope.statement {
        case .item(let statement):
            item = statement.item
            kind = statement.kind.rawValue
            name = statement.name
            summary = statement.summary
            groups = statement.groups
            words = SearchWords(name: statement.name, summary: statement.summary, text: statement.text)
        case .tombstone(let statement):
            item = statement.item
            (kind, name, summary, groups, words) = (nil, nil, nil, [], nil)
        case .grant(let statement):
            groups = statement.groups
            (item, kind, name, summary, words) = (nil, nil, nil, nil, nil)
        case .revocation:
            (item, kind, name, summary, groups, words) = (nil, nil, nil, nil, [], nil)
        }
    }
}
