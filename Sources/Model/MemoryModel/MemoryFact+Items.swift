import JSONText

/// What the timeline is told of something learned, whoever changes it.
extension MemoryFact {
    /// - Parameters:
    ///   - reason: why; left out where there is none.
    ///   - correlation: the session of the task that it comes of.
    package init(_ kind: Kind, of policy: Policy, reason: String? = nil, correlation: String? = nil) {
        self.init(
            kind,
            .object(present: [
                ("policyId", .string(policy.id.rawValue)), ("title", .string(policy.title)),
                ("status", .string(policy.status.rawValue)), ("support", JSON(policy.support)),
                ("gain", .double(policy.gain)), ("reason", reason.map(JSON.string)),
            ]),
            correlation: correlation)
    }

    package init(_ kind: Kind, of model: WorldModel) {
        self.init(
            kind,
            [
                "worldModelId": .string(model.id.rawValue), "title": .string(model.title),
                "version": JSON(model.version), "confidence": .double(model.confidence),
            ])
    }

    /// - Parameter reason: why; left out where there is none.
    package init(_ kind: Kind, of skill: Skill, reason: String?) {
        self.init(
            kind,
            .object(present: [
                ("skillId", .string(skill.id.rawValue)), ("name", .string(skill.name)),
                ("status", .string(skill.status.rawValue)), ("eta", .double(skill.reliability)),
                ("version", JSON(skill.version)), ("reason", reason.map(JSON.string)),
            ]))
    }
}
