/// What is learned from traces: how to do something (skill), what worked in a kind of situation (policy), how an
/// environment is (world model). The raw value is the kind's name in the store and on the wire.
package enum ItemKind: String, Sendable, CaseIterable {
    case policy
    case worldModel = "world_model"
    case skill

    package var vectorKind: VectorKind {
        switch self {
        case .policy: .policy
        case .worldModel: .worldModel
        case .skill: .skill
        }
    }
}

/// Where an item is in its life. World models are never candidates; archived items stay and are not recalled.
package enum ItemStatus: String, Sendable, CaseIterable {
    case candidate
    case active
    case archived
}

/// What the three kinds have in common: an owner, versions, and words by which they are found.
package protocol LearnedItem: Sendable, Equatable {
    static var kind: ItemKind { get }

    var id: Identifier<Self> { get }
    var owner: Namespace { get set }
    var status: ItemStatus { get set }
    /// 1 when it was made; each revision adds one.
    var version: Int { get set }
    var createdAt: Timestamp { get }
    /// When this version began.
    var updatedAt: Timestamp { get set }
    /// When a person last changed it by hand.
    var editedAt: Timestamp? { get set }
    var share: ItemShare? { get set }
    /// In whose words it is told.
    var provenance: Provenance { get set }
    /// Who shared it; `nil` for what was learned or brought in here.
    var origin: ItemOrigin? { get set }

    /// Its name, or its title.
    var heading: String { get }
    /// One line for lists and for ranking.
    var summary: String { get }
    /// All it says, one part a line: what the full-text index and the vectors see.
    var words: String { get }
}

/// With whom an item is shared.
package struct ItemShare: Sendable, Equatable {
    package var scope: Reach
    package var target: String?
    package var sharedAt: Timestamp?

    package enum Reach: String, Sendable, CaseIterable {
        case `private`
        case `public`
        case hub
    }

    package init(scope: Reach, target: String? = nil, sharedAt: Timestamp? = nil) {
        self.scope = scope
        self.target = target
        self.sharedAt = sharedAt
    }
}

/// What to do rather than what, in a kind of situation, each with the evidence for it.
package struct DecisionGuidance: Sendable, Equatable {
    /// What has proved better.
    package var preference: [Entry]
    /// What has failed or was refused.
    package var antiPattern: [Entry]

    package struct Entry: Sendable, Equatable {
        package var text: String
        /// Traces, feedback or episodes.
        package var evidenceIDs: [String]

        package init(text: String, evidenceIDs: [String] = []) {
            self.text = text
            self.evidenceIDs = evidenceIDs
        }
    }

    package static let none = DecisionGuidance()

    package init(preference: [Entry] = [], antiPattern: [Entry] = []) {
        self.preference = preference
        self.antiPattern = antiPattern
    }

    var words: [String] { (preference + antiPattern).map(\.text) }
}

/// Text for lists and the index out of the parts of an item.
enum ItemText {
    /// The parts that say something, one a line.
    static func lines(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The first line that says something, at most 160 characters.
    static func opening(_ parts: String...) -> String {
        for part in parts {
            for line in part.split(whereSeparator: \.isNewline) {
                let line = line.drop { $0 == "#" || $0 == "-" || $0 == "*" || $0 == ">" || $0 == " " }
                if !line.isEmpty { return String(line.prefix(160)) }
            }
        }
        return ""
    }
}

/// One version of an item in its history.
package struct ItemVersion: Sendable, Equatable {
    package var number: Int
    package var validFrom: Timestamp
    /// `nil`: it is the present one.
    package var validTo: Timestamp?
    /// Why this version came to be.
    package var reason: String

    package init(number: Int, validFrom: Timestamp, validTo: Timestamp?, reason: String) {
        self.number = number
        self.validFrom = validFrom
        self.validTo = validTo
        self.reason = reason
    }
}
