package import JSONText
package import MemoryModel

/// Skills, policies and world models as the wire has them. Guidance is lists of sentences there, as hosts know it; what
/// they rest on comes beside it.
package enum ItemWire {
    package static func json(_ policy: Policy) -> JSON {
        .object(
            present: [
                ("id", .string(policy.id.rawValue)), ("title", .string(policy.title)),
                ("trigger", .string(policy.trigger)), ("procedure", .string(policy.procedure)),
                ("verification", .string(policy.verification)), ("boundary", .string(policy.boundary)),
                ("support", JSON(policy.support)), ("gain", .double(policy.gain)),
                ("status", .string(policy.status.rawValue)),
                ("experienceType", policy.experience.map { .string($0.rawValue) }),
                ("evidencePolarity", policy.evidencePolarity.map { .string($0.rawValue) }),
                ("salience", policy.salience.map(JSON.double)), ("confidence", policy.confidence.map(JSON.double)),
                ("skillEligible", policy.isSkillEligible.map(JSON.bool)), ("signature", .string(policy.signature)),
                ("preference", texts(policy.guidance.preference)),
                ("antiPattern", texts(policy.guidance.antiPattern)),
                ("guidanceEvidenceIds", evidence(policy.guidance)),
                ("sourceEpisodeIds", ids(policy.sourceEpisodeIDs)),
                ("sourceFeedbackIds", JSON(policy.sourceFeedbackIDs)),
                ("sourceTraceIds", ids(policy.sourceTraceIDs)), ("verifierMeta", policy.verifierMeta),
            ] + life(of: policy))
    }

    package static func json(_ world: WorldModel) -> JSON {
        let structure: JSON = [
            "environment": entries(world.structure.environment), "inference": entries(world.structure.inference),
            "constraints": entries(world.structure.constraints),
        ]
        return .object(
            present: [
                ("id", .string(world.id.rawValue)), ("title", .string(world.title)), ("body", .string(world.body)),
                ("structure", structure), ("policyIds", ids(world.policyIDs)),
                ("status", .string(world.status.rawValue)), ("confidence", .double(world.confidence)),
                ("domainTags", JSON(world.domainTags)),
            ] + life(of: world))
    }

    package static func json(_ skill: Skill) -> JSON {
        let guidance: JSON = [
            "preference": texts(skill.guidance.preference), "antiPattern": texts(skill.guidance.antiPattern),
        ]
        return .object(
            present: [
                ("id", .string(skill.id.rawValue)), ("name", .string(skill.name)),
                ("status", .string(skill.status.rawValue)), ("summary", .string(skill.summary)),
                ("invocationGuide", .string(skill.invocationGuide)), ("procedure", json(skill.procedure)),
                ("decisionGuidance", guidance), ("guidanceEvidenceIds", evidence(skill.guidance)),
                ("evidenceAnchors", ids(skill.evidenceAnchors)), ("eta", .double(skill.reliability)),
                ("support", JSON(skill.support)), ("gain", .double(skill.gain)),
                ("trialsAttempted", JSON(skill.usage.trialsAttempted)),
                ("trialsPassed", JSON(skill.usage.trialsPassed)), ("sourcePolicyIds", ids(skill.sourcePolicyIDs)),
                ("sourceWorldModelIds", ids(skill.sourceWorldModelIDs)), ("usageCount", JSON(skill.usage.uses)),
                ("lastUsedAt", skill.usage.lastUsedAt.map(JSON.integer)),
            ] + life(of: skill))
    }

    /// Any of the three.
    package static func json(_ item: any LearnedItem) -> JSON {
        switch item {
        case let policy as Policy: json(policy)
        case let world as WorldModel: json(world)
        case let skill as Skill: json(skill)
        default: .null
        }
    }

    package static func json(_ version: ItemVersion) -> JSON {
        .object(present: [
            ("version", JSON(version.number)), ("validFrom", .integer(version.validFrom)),
            ("validTo", version.validTo.map(JSON.integer)), ("reason", .string(version.reason)),
        ])
    }

    /// Who worded an item, or why rules did although a model was asked.
    package static func json(_ provenance: Provenance) -> JSON {
        switch provenance {
        case .rules: ["path": "rules"]
        case .model(let prompt, let model):
            ["path": "model", "prompt": .string(prompt), "model": .string(model)]
        case .rulesInstead(let prompt, let reason):
            ["path": "rules", "prompt": .string(prompt), "reason": .string(reason)]
        }
    }

    /// Who shared it, with the words that stand beside it wherever it is told.
    package static func json(_ origin: ItemOrigin) -> JSON {
        [
            "hub": .string(origin.hubName), "hubId": .string(origin.hub), "member": .string(origin.member),
            "name": .string(origin.memberName), "item": .string(origin.item), "envelope": .string(origin.envelope),
            "version": JSON(origin.version), "groups": JSON(origin.groups), "label": .string(origin.label),
        ]
    }

    private static func life(of item: some LearnedItem) -> [(String, JSON?)] {
        let share: JSON? = item.share.map { share in
            .object(present: [
                ("scope", .string(share.scope.rawValue)), ("target", share.target.map(JSON.string)),
                ("sharedAt", share.sharedAt.map(JSON.integer)),
            ])
        }
        return [
            ("version", JSON(item.version)), ("createdAt", .integer(item.createdAt)),
            ("updatedAt", .integer(item.updatedAt)), ("editedAt", item.editedAt.map(JSON.integer)), ("share", share),
            ("madeBy", json(item.provenance)),
            ("ownerAgentKind", .string(item.owner.agentKind)), ("ownerProfileId", .string(item.owner.profile)),
            ("ownerWorkspaceId", item.owner.workspace.map(JSON.string)), ("origin", item.origin.map { json($0) }),
        ]
    }

    private static func json(_ procedure: Skill.Procedure) -> JSON {
        [
            "preconditions": JSON(procedure.preconditions),
            "parameters": .array(
                procedure.parameters.map { ["name": .string($0.name), "description": .string($0.description)] }),
            "steps": JSON(procedure.steps), "verification": .string(procedure.verification),
            "scope": [
                "applies": .string(procedure.scope.applies), "doesNotApply": .string(procedure.scope.doesNotApply),
                "boundary": .string(procedure.scope.boundary),
            ],
            "examples": JSON(procedure.examples), "tools": JSON(procedure.tools),
            "domainModel": .string(procedure.domainModel),
        ]
    }

    private static func entries(_ entries: [WorldModel.Entry]) -> JSON {
        .array(
            entries.map { entry in
                .object(present: [
                    ("label", .string(entry.label)), ("description", .string(entry.text)),
                    ("evidenceIds", entry.evidenceIDs.isEmpty ? nil : JSON(entry.evidenceIDs)),
                    ("concludedFrom", entry.basis.isEmpty ? nil : JSON(entry.basis)),
                ])
            })
    }

    private static func texts(_ entries: [DecisionGuidance.Entry]) -> JSON { JSON(entries.map(\.text)) }

    /// Each once, in the order of the sentences.
    private static func evidence(_ guidance: DecisionGuidance) -> JSON {
        var seen: Set<String> = []
        return JSON(
            (guidance.preference + guidance.antiPattern).flatMap(\.evidenceIDs).filter { seen.insert($0).inserted })
    }

    private static func ids<Noun>(_ ids: [Identifier<Noun>]) -> JSON { JSON(ids.map(\.rawValue)) }
}
