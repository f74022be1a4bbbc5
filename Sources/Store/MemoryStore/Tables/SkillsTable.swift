import GRDB
package import JSONText
package import MemoryModel

extension Skill: StoredItem {
    package static let counted: Set<String> = ["uses", "last_used_at", "trials_attempted", "trials_passed"]

    package var ownColumns: [(String, JSON)] {
        [
            ("name", .string(name)), ("invocation_guide", .string(invocationGuide)), ("procedure", procedure.stored),
            ("guidance", guidance.stored), ("evidence_anchors", JSON(ids: evidenceAnchors)),
            ("reliability", .double(reliability)), ("support", JSON(support)), ("gain", .double(gain)),
            ("source_policy_ids", JSON(ids: sourcePolicyIDs)),
            ("source_world_model_ids", JSON(ids: sourceWorldModelIDs)), ("uses", JSON(usage.uses)),
            ("last_used_at", JSON(usage.lastUsedAt)), ("trials_attempted", JSON(usage.trialsAttempted)),
            ("trials_passed", JSON(usage.trialsPassed)),
        ]
    }

    package init(columns: ItemColumns) {
        self.init(
            id: SkillID(columns.text("id")), owner: columns.owner, status: columns.status,
            version: columns.integer("version"), createdAt: columns.time("created_at"),
            updatedAt: columns.time("updated_at"), editedAt: columns.optionalTime("edited_at"), share: columns.share,
            name: columns.text("name"), summary: columns.text("summary"),
            invocationGuide: columns.text("invocation_guide"),
            procedure: Procedure(stored: columns.nested("procedure")), guidance: columns.guidance,
            evidenceAnchors: columns.ids("evidence_anchors"), reliability: columns.number("reliability"),
            support: columns.integer("support"), gain: columns.number("gain"),
            sourcePolicyIDs: columns.ids("source_policy_ids"),
            sourceWorldModelIDs: columns.ids("source_world_model_ids"),
            usage: Usage(
                uses: columns.integer("uses"), lastUsedAt: columns.optionalTime("last_used_at"),
                trialsAttempted: columns.integer("trials_attempted"), trialsPassed: columns.integer("trials_passed")
            ), provenance: columns.provenance, origin: columns.origin
        )
    }
}

extension Skill.Procedure {
    fileprivate var stored: JSON {
        let parameters = parameters.map { parameter -> JSON in
            ["name": .string(parameter.name), "description": .string(parameter.description)]
        }
        let scope: JSON = [
            "applies": .string(scope.applies), "doesNotApply": .string(scope.doesNotApply),
            "boundary": .string(scope.boundary),
        ]
        return .object(present: [
            ("preconditions", JSON(preconditions)), ("parameters", .array(parameters)), ("steps", JSON(steps)),
            ("verification", .string(verification)), ("scope", scope), ("examples", JSON(examples)),
            ("tools", JSON(tools)), ("domainModel", .string(domainModel)), ("cues", JSON(cues)),
            ("imagined", imagined.isEmpty ? nil : JSON(imagined)), ("wordedFrom", wordedFrom.map(JSON.string)),
        ])
    }

    fileprivate init(stored: JSON) {
        func text(_ value: JSON?) -> String { value?.string ?? "" }
        let parameters = stored["parameters"]?.array ?? []
        let scope = stored["scope"]
        self.init(
            preconditions: stored["preconditions"]?.texts ?? [],
            parameters: parameters.map { Parameter(name: text($0["name"]), description: text($0["description"])) },
            steps: stored["steps"]?.texts ?? [], verification: text(stored["verification"]),
            scope: Scope(
                applies: text(scope?["applies"]), doesNotApply: text(scope?["doesNotApply"]),
                boundary: text(scope?["boundary"])
            ),
            examples: stored["examples"]?.texts ?? [], tools: stored["tools"]?.texts ?? [],
            domainModel: text(stored["domainModel"]), cues: stored["cues"]?.texts ?? [],
            imagined: stored["imagined"]?.texts ?? [], wordedFrom: stored["wordedFrom"]?.string
        )
    }
}

extension MemoryTransaction {
    /// Counts that a skill was loaded. The task in which it was becomes a trial, once, when it is known: as told, or
    /// that of the trace, or the one that is open in the session.
    ///
    /// - Returns: the skill as it is now; `nil` when there is none.
    package func count(_ use: SkillUse, of skill: SkillID) throws -> Skill? {
        try connection.cachedStatement(
            sql: "UPDATE skills SET uses = uses + 1, last_used_at = max(coalesce(last_used_at, ?1), ?1) WHERE id = ?2"
        ).execute(arguments: [now, skill.rawValue])
        guard connection.changesCount > 0 else { return nil }
        if use.isTrial, let episode = try reader.episode(of: use) { try begin(use, in: episode, of: skill, at: now) }
        return try reader.item(skill)
    }

    func begin(_ use: SkillUse, in episode: EpisodeID, of skill: SkillID, at time: Timestamp) throws {
        try connection.execute(
            sql: """
                INSERT INTO skill_trials (skill_id, episode_id, at, session_id, trace_id, turn_at, call_id)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                skill.rawValue, episode.rawValue, time, use.sessionID?.rawValue, use.traceID?.rawValue, use.turnAt,
                use.callID,
            ]
        )
        guard connection.changesCount > 0 else { return }
        try connection.execute(
            sql: "UPDATE skills SET trials_attempted = trials_attempted + 1 WHERE id = ?", arguments: [skill.rawValue]
        )
    }
}

extension MemoryReader {
    fileprivate func episode(of use: SkillUse) throws -> EpisodeID? {
        if let told = use.episodeID, let episode = try episode(told) { return episode.id }
        if let id = use.traceID, let episode = try trace(id)?.episodeID { return episode }
        return try use.sessionID.flatMap { try openEpisode(of: $0)?.id }
    }
}
