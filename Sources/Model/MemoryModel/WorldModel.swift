/// How an environment is (L3): where things are, how it responds, what must not be done. It states and does not advise;
/// what to do belongs to a policy.
package struct WorldModel: LearnedItem {
    package static let kind = ItemKind.worldModel

    package var id: WorldModelID
    package var owner: Namespace
    package var status: ItemStatus
    package var version: Int
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var editedAt: Timestamp?
    package var share: ItemShare?

    package var title: String
    package var body: String
    package var structure: Structure
    /// In [0, 1]; below 0.2 it is not recalled.
    package var confidence: Double
    /// The tags that its policies share.
    package var domainTags: [String]
    package var policyIDs: [PolicyID]
    package var provenance: Provenance
    package var origin: ItemOrigin?

    package struct Structure: Sendable, Equatable {
        /// Where things are.
        package var environment: [Entry]
        /// How the environment responds.
        package var inference: [Entry]
        /// What must not be done.
        package var constraints: [Entry]

        package init(environment: [Entry] = [], inference: [Entry] = [], constraints: [Entry] = []) {
            self.environment = environment
            self.inference = inference
            self.constraints = constraints
        }

        var words: [String] {
            (environment + inference + constraints).map { ItemText.lines([$0.label, $0.text]) }
        }
    }

    package struct Entry: Sendable, Equatable {
        package var label: String
        package var description: String
        /// Traces or policies.
        package var evidenceIDs: [String]
        /// The same in a model's words; `nil` where no model was asked since it was first said so.
        package var told: String?
        /// Labels of the entries that a model has concluded it from; empty for what was seen.
        package var basis: [String]

        package init(
            label: String, description: String, evidenceIDs: [String] = [], told: String? = nil, basis: [String] = []
        ) {
            self.label = label
            self.description = description
            self.evidenceIDs = evidenceIDs
            self.told = told
            self.basis = basis
        }

        /// What people and agents read.
        package var text: String { told ?? description }
    }

    package init(
        id: WorldModelID, owner: Namespace, status: ItemStatus = .active, version: Int = 1, createdAt: Timestamp,
        updatedAt: Timestamp? = nil, editedAt: Timestamp? = nil, share: ItemShare? = nil, title: String,
        body: String, structure: Structure = Structure(), confidence: Double = 0.5, domainTags: [String] = [],
        policyIDs: [PolicyID] = [], provenance: Provenance = .rules, origin: ItemOrigin? = nil
    ) {
        self.id = id
        self.owner = owner
        self.status = status
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.editedAt = editedAt
        self.share = share
        self.title = title
        self.body = body
        self.structure = structure
        self.confidence = confidence
        self.domainTags = domainTags
        self.policyIDs = policyIDs
        self.provenance = provenance
        self.origin = origin
    }

    package var heading: String { title }

    package var summary: String { ItemText.opening(body, title) }

    package var words: String { ItemText.lines([title, body] + structure.words) }
}
