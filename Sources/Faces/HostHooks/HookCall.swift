package import JSONText

/// A hook's event, translated: requests of the catalogue to make in order, and what to make of the answers.
package struct HookPlan: Sendable, Equatable {
    package struct Call: Sendable, Equatable {
        package var method: String
        package var params: JSON
    }

    package var calls: [Call]
    /// Whether the last answer is a recall that the host wants to see; the event's name then.
    package var showsRecallOf: String?

    package static let nothing = HookPlan(calls: [], showsRecallOf: nil)
}
