package import SharedStatements

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

    /// - Parameter text: an item's body, of which as much as is needed is made searchable; `nil` for what is no item.
    package init(
        id: String, type: StatementType, item: String? = nil, signer: String, kind: String? = nil, name: String? = nil,
        summary: String? = nil, groups: [String], envelope: String, text: String? = nil
    ) {
        self.id = id
        self.type = type
        self.item = item
        self.signer = signer
        self.kind = kind
        self.name = name
        self.summary = summary
        self.groups = groups
        self.envelope = envelope
        words = text.map { SearchWords(name: name ?? "", summary: summary ?? "", text: $0) }
    }
}
