import GRDB
import JSONText
import MemoryModel

/// Items that rest on something that goes, before it is gone.
struct LearnedRemains {
    var policies: Set<String> = []
    var worldModels: Set<String> = []
    /// By world model, what its facts are told of.
    var places: [String: Set<String>] = [:]
    var skills: Set<String> = []
}

extension MemoryTransaction {
    /// What was learned from things that go, and from lessons of their tasks.
    func learnedItems(from doomed: Doomed, in episodes: Set<EpisodeID>) throws -> LearnedRemains {
        let ids = JSON(doomed.all.union(episodes.map(\.rawValue)).sorted()).text
        func resting(_ table: String, _ columns: [String]) throws -> Set<String> {
            let mentions = columns.map {
                "EXISTS (SELECT 1 FROM json_tree(\($0)) WHERE atom IN (SELECT value FROM json_each(?1)))"
            }
            return try String.fetchSet(
                connection, sql: "SELECT id FROM \(table) WHERE \(mentions.joined(separator: " OR "))",
                arguments: [ids])
        }
        var learned = LearnedRemains()
        learned.policies = try resting(
            "policies", ["source_episode_ids", "source_feedback_ids", "source_trace_ids", "guidance"])
        learned.policies.formUnion(
            try reader.ids(
                "SELECT DISTINCT policy_id FROM lessons WHERE policy_id IS NOT NULL AND episode_id", episodes))
        learned.worldModels = try resting("world_models", ["structure"])
        for id in learned.worldModels { learned.places[id] = try places(of: id) }
        learned.skills = try resting("skills", ["evidence_anchors", "guidance"])
        learned.skills.formUnion(try skills(from: learned.policies.union(doomed.items[.policy] ?? [])))
        return learned
    }

    private func places(of worldModel: String) throws -> Set<String> {
        try String.fetchSet(
            connection,
            sql: """
                SELECT DISTINCT place FROM observed_facts WHERE trace_id IN (
                SELECT atom FROM world_models, json_tree(structure)
                WHERE world_models.id = ? AND atom IS NOT NULL)
                """,
            arguments: [worldModel])
    }

    private func skills(from policies: Set<String>) throws -> Set<String> {
        try String.fetchSet(
            connection,
            sql: """
                SELECT id FROM skills WHERE EXISTS (SELECT 1 FROM json_each(source_policy_ids)
                WHERE value IN (SELECT value FROM json_each(?)))
                """,
            arguments: [JSON(policies.sorted()).text])
    }

    /// Keeps of the items what may stay: without the ids that are gone, without versions that quote them.
    func settle(
        _ learned: LearnedRemains, without doomed: Doomed, words: Set<String>, into forgotten: inout Forgotten
    ) throws {
        let gone = doomed.all
        var removed: [ItemKind: Set<String>] = [:]
        for id in learned.policies.sorted() {
            guard let policy = try reader.item(PolicyID(id)) else { continue }
            let next = policy.without(gone)
            if next.sourceEpisodeIDs.isEmpty || quotes(policy, words) {
                removed[.policy, default: []].insert(id)
                forgotten.unsettled += next.sourceEpisodeIDs
            } else {
                try keep(next, former: policy, isBorneOut: next.sourceEpisodeIDs.count >= 2, words: words)
            }
        }
        for id in learned.worldModels.sorted() {
            guard let world = try reader.item(WorldModelID(id)) else { continue }
            let next = world.without(gone)
            if next.structure.size < world.structure.size || quotes(world, words) {
                removed[.worldModel, default: []].insert(id)
                for place in learned.places[id] ?? [] {
                    forgotten.places.insert(
                        WorldPlace(agentKind: world.owner.agentKind, profile: world.owner.profile, name: place))
                }
            } else {
                try keep(next, former: world, isBorneOut: true, words: words)
            }
        }
        let lostPolicies = removed[.policy] ?? []
        for id in learned.skills.sorted() {
            guard let skill = try reader.item(SkillID(id)) else { continue }
            let next = skill.without(gone.union(lostPolicies))
            let isGroundless = next.sourcePolicyIDs.isEmpty && !skill.sourcePolicyIDs.isEmpty
            if isGroundless || quotes(skill, words) {
                removed[.skill, default: []].insert(id)
            } else {
                try keep(next, former: skill, isBorneOut: true, words: words)
            }
        }
        try removeItems(removed, into: &forgotten)
    }

    /// Removes items with their history, their index entries and, by the work noted for them, their vectors.
    func removeItems(_ items: [ItemKind: Set<String>], into forgotten: inout Forgotten) throws {
        for kind in ItemKind.allCases {
            for id in (items[kind] ?? []).sorted() {
                forgotten.items.insert(id)
                if kind == .skill, let skill = try reader.item(SkillID(id)) {
                    forgotten.skillNames.append(skill.name)
                    try connection.execute(sql: "DELETE FROM skill_packages WHERE skill_id = ?", arguments: [id])
                }
                try refuseTeamEntry(ofLocalItem: id)
                try connection.execute(sql: "DELETE FROM \(kind.table) WHERE id = ?", arguments: [id])
                forgotten.add(kind.noun, connection.changesCount)
            }
            if items[kind]?.isEmpty == false { try merge(index: kind.index) }
        }
    }

    /// Writes an item without what is gone, in place: a version of before would still say it.
    private func keep<Item: StoredItem>(
        _ item: Item, former: Item, isBorneOut: Bool, words: Set<String>
    ) throws {
        for version in try reader.history(of: Item.self, id: item.id.rawValue) where version.version.validTo != nil {
            guard item.words != former.words || quotes(version.item, words) else { continue }
            try connection.execute(
                sql: "DELETE FROM item_versions WHERE kind = ? AND item_id = ? AND version = ?",
                arguments: [Item.kind.rawValue, item.id.rawValue, version.version.number])
        }
        if item != former { try overwrite(item) }
        if !isBorneOut { try archive(item.id, reason: "too little of what it was learned from is left") }
    }

    private func quotes(_ item: some StoredItem, _ words: Set<String>) -> Bool {
        ForgottenWords.isAny(of: words, in: ForgottenWords.text(of: .object(item.columns(length: 0))))
    }
}

extension ItemKind {
    /// As the wire counts them.
    fileprivate var noun: String {
        switch self {
        case .policy: "policies"
        case .worldModel: "worldModels"
        case .skill: "skills"
        }
    }
}

extension DecisionGuidance {
    /// Sentences that rested on nothing else go with what they rested on.
    fileprivate func without(_ ids: Set<String>) -> DecisionGuidance {
        func kept(_ entries: [Entry]) -> [Entry] {
            entries.compactMap { entry in
                let left = entry.evidenceIDs.filter { !ids.contains($0) }
                return left.isEmpty && !entry.evidenceIDs.isEmpty ? nil : Entry(text: entry.text, evidenceIDs: left)
            }
        }
        return DecisionGuidance(preference: kept(preference), antiPattern: kept(antiPattern))
    }
}

extension Policy {
    fileprivate func without(_ ids: Set<String>) -> Policy {
        var policy = self
        policy.sourceEpisodeIDs.removeAll { ids.contains($0.rawValue) }
        policy.sourceTraceIDs.removeAll { ids.contains($0.rawValue) }
        policy.sourceFeedbackIDs.removeAll(where: ids.contains)
        policy.support = max(0, support - (sourceEpisodeIDs.count - policy.sourceEpisodeIDs.count))
        policy.guidance = guidance.without(ids)
        return policy
    }
}

extension Skill {
    fileprivate func without(_ ids: Set<String>) -> Skill {
        var skill = self
        skill.evidenceAnchors.removeAll { ids.contains($0.rawValue) }
        skill.sourcePolicyIDs.removeAll { ids.contains($0.rawValue) }
        skill.sourceWorldModelIDs.removeAll { ids.contains($0.rawValue) }
        skill.guidance = guidance.without(ids)
        if skill != self { skill.procedure.wordedFrom = nil }
        return skill
    }
}

extension WorldModel {
    fileprivate func without(_ ids: Set<String>) -> WorldModel {
        func kept(_ entries: [Entry]) -> [Entry] {
            entries.compactMap { entry in
                let left = entry.evidenceIDs.filter { !ids.contains($0) }
                if left.isEmpty, !entry.evidenceIDs.isEmpty { return nil }
                guard left.count < entry.evidenceIDs.count else { return entry }
                // What a model made of all of it may say what is gone.
                if !entry.basis.isEmpty { return nil }
                return Entry(label: entry.label, description: entry.description, evidenceIDs: left)
            }
        }
        var world = self
        world.structure = Structure(
            environment: kept(structure.environment), inference: kept(structure.inference),
            constraints: kept(structure.constraints))
        return world
    }
}

extension WorldModel.Structure {
    fileprivate var size: Int { environment.count + inference.count + constraints.count }
}
