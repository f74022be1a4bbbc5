/// One memory that was handed over with an injection, and what became of it.
package struct InjectionItem: Sendable, Equatable {
    package var injectionID: InjectionID
    package var itemID: String
    package var kind: Kind
    /// Its place in the block, from 1.
    package var place: Int
    package var verdict: Verdict
    /// Why it was judged so: a code and, where there is one, what was found, as `command: npm test`; `nil` while pending.
    package var reason: String?
    package var judgedAt: Timestamp?

    package enum Kind: String, Sendable, CaseIterable {
        case trace
        case policy
        case worldModel = "world_model"
        case skill
        case note

        /// - Returns: `nil` for an id of something that is not handed over.
        package init?(idOf item: String) {
            switch item.prefix(3) {
            case "tr_": self = .trace
            case "po_": self = .policy
            case "wm_": self = .worldModel
            case "sk_": self = .skill
            case "gn_": self = .note
            default: return nil
            }
        }
    }

    /// What became of a memory after it was handed over. Whoever reads it as praise should know that *ignored* also means:
    /// nothing that can be recognised.
    package enum Verdict: String, Sendable, CaseIterable {
        /// Its task is not over.
        case pending
        case used
        case ignored
        case contradicted
    }

    package init(
        injectionID: InjectionID, itemID: String, kind: Kind, place: Int, verdict: Verdict = .pending,
        reason: String? = nil, judgedAt: Timestamp? = nil
    ) {
        self.injectionID = injectionID
        self.itemID = itemID
        self.kind = kind
        self.place = place
        self.verdict = verdict
        self.reason = reason
        self.judgedAt = judgedAt
    }
}
