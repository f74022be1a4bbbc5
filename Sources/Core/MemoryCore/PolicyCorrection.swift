import MemoryModel

/// What a person changes in a policy; what is `nil` stays.
package struct PolicyCorrection: Sendable, Equatable {
    package var title: String?
    package var trigger: String?
    package var procedure: String?
    package var verification: String?
    package var boundary: String?
    package var preference: [String]?
    package var antiPattern: [String]?

    package init(
        title: String? = nil, trigger: String? = nil, procedure: String? = nil, verification: String? = nil,
        boundary: String? = nil, preference: [String]? = nil, antiPattern: [String]? = nil
    ) {
        self.title = title
        self.trigger = trigger
        self.procedure = procedure
        self.verification = verification
        self.boundary = boundary
        self.preference = preference
        self.antiPattern = antiPattern
    }

    func mapped(_ transform: (String) -> String) -> PolicyCorrection {
        PolicyCorrection(
            title: title.map(transform), trigger: trigger.map(transform), procedure: procedure.map(transform),
            verification: verification.map(transform), boundary: boundary.map(transform),
            preference: preference?.map(transform), antiPattern: antiPattern?.map(transform)
        )
    }

    /// Sentences that stay keep what they rest on.
    func applied(to policy: Policy) -> Policy {
        var policy = policy
        if let title, !title.isEmpty { policy.title = title }
        policy.trigger = trigger ?? policy.trigger
        policy.procedure = procedure ?? policy.procedure
        policy.verification = verification ?? policy.verification
        policy.boundary = boundary ?? policy.boundary
        func entries(_ texts: [String]?, _ present: [DecisionGuidance.Entry]) -> [DecisionGuidance.Entry] {
            texts?.filter { !$0.isEmpty }.map { text in present.first { $0.text == text } ?? .init(text: text) }
                ?? present
        }
        policy.guidance.preference = entries(preference, policy.guidance.preference)
        policy.guidance.antiPattern = entries(antiPattern, policy.guidance.antiPattern)
        return policy
    }
}
