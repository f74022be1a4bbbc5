import JSONText
package import MemoryModel
package import MemoryStore

/// Skills, policies and world models as learning would leave them, for what is done with them afterwards. Ids are the
/// kind's prefix and the name.
extension Skill {
    package static func example(
        _ name: String, summary: String = "", guide: String, status: ItemStatus = .active, reliability: Double = 0.75,
        owner: Namespace = LearnedItems.owner, at time: Timestamp = TestClock.start
    ) -> Skill {
        Skill(
            id: SkillID("sk_\(name)"), owner: owner, status: status, createdAt: time, name: name, summary: summary,
            invocationGuide: guide, procedure: Procedure(steps: [guide], verification: "It works."),
            guidance: DecisionGuidance(antiPattern: [.init(text: "guessing", evidenceIDs: ["tr_1"])]),
            evidenceAnchors: [TraceID("tr_1")], reliability: reliability, support: 3, gain: 0.25,
            sourcePolicyIDs: [PolicyID("po_1")], sourceWorldModelIDs: [WorldModelID("wm_1")]
        )
    }
}

extension Policy {
    package static func example(
        _ name: String, trigger: String, procedure: String, status: ItemStatus = .active, gain: Double = 0.25,
        owner: Namespace = LearnedItems.owner, at time: Timestamp = TestClock.start
    ) -> Policy {
        Policy(
            id: PolicyID("po_\(name)"), owner: owner, status: status, createdAt: time, title: name, trigger: trigger,
            procedure: procedure, verification: "The command ends with 0.", boundary: "Not on other systems.",
            guidance: DecisionGuidance(
                preference: [.init(text: "the package manager", evidenceIDs: ["tr_1"])],
                antiPattern: [.init(text: "building from source")]),
            signature: "pip|alpine|Bash|_", support: 2, gain: gain, experience: .repairValidated,
            evidencePolarity: .positive, salience: 0.5, confidence: 0.8, isSkillEligible: true,
            sourceEpisodeIDs: [EpisodeID("ep_1"), EpisodeID("ep_2")], sourceFeedbackIDs: ["fb_1"],
            sourceTraceIDs: [TraceID("tr_1")], verifierMeta: ["by": "tests"]
        )
    }
}

extension WorldModel {
    package static func example(
        _ name: String, body: String, status: ItemStatus = .active, confidence: Double = 0.6,
        owner: Namespace = LearnedItems.owner, at time: Timestamp = TestClock.start
    ) -> WorldModel {
        WorldModel(
            id: WorldModelID("wm_\(name)"), owner: owner, status: status, createdAt: time, title: name, body: body,
            structure: Structure(
                environment: [Entry(label: "tests/", description: "holds the suites", evidenceIDs: ["tr_1"])],
                inference: [Entry(label: "config", description: "is read at the start only")],
                constraints: [Entry(label: "main", description: "is protected")]),
            confidence: confidence, domainTags: ["python", "pip"], policyIDs: [PolicyID("po_1")]
        )
    }
}

package enum LearnedItems {
    package static let owner = Namespace(agentKind: "claude", workspace: "/src/api")
}

extension TestMemory {
    /// Writes an item as its first version.
    package func write(_ item: some StoredItem) async throws {
        try await database.write { try $0.insert(item, reason: "learned from episodes") }
    }

    /// Three of the same home, one a kind, about different things.
    package func writeExamples() async throws {
        try await write(
            Skill.example(
                "rotate-staging-keys", summary: "Rotate the keys of the staging cluster.",
                guide: "Drain the node, run keytool rotate, then restart the gateway."))
        try await write(
            Policy.example(
                "Native build fails on alpine", trigger: "pg_config executable not found",
                procedure: "apk add postgresql-dev, then pip install psycopg2"))
        try await write(
            WorldModel.example(
                "The billing service", body: "The billing service listens on port 7443 and logs to journald."))
    }
}
