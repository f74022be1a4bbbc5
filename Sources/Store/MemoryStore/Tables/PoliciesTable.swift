package import JSONText
package import MemoryModel

extension Policy: StoredItem {
    package var ownColumns: [(String, JSON)] {
        [
            ("title", .string(title)), ("trigger", .string(trigger)), ("procedure", .string(procedure)),
            ("verification", .string(verification)), ("boundary", .string(boundary)), ("guidance", guidance.stored),
            ("signature", .string(signature)), ("support", JSON(support)), ("gain", .double(gain)),
            ("experience", JSON(experience?.rawValue)), ("evidence_polarity", JSON(evidencePolarity?.rawValue)),
            ("salience", salience.map(JSON.double) ?? .null), ("confidence", confidence.map(JSON.double) ?? .null),
            ("skill_eligible", isSkillEligible.map(JSON.bool) ?? .null),
            ("source_episode_ids", JSON(ids: sourceEpisodeIDs)), ("source_feedback_ids", JSON(sourceFeedbackIDs)),
            ("source_trace_ids", JSON(ids: sourceTraceIDs)),
            ("verifier_meta", verifierMeta.map { .string($0.text) } ?? .null),
        ]
    }

    package init(columns: ItemColumns) {
        let meta = columns.nested("verifier_meta")
        self.init(
            id: PolicyID(columns.text("id")), owner: columns.owner, status: columns.status,
            version: columns.integer("version"), createdAt: columns.time("created_at"),
            updatedAt: columns.time("updated_at"), editedAt: columns.optionalTime("edited_at"), share: columns.share,
            title: columns.text("title"), trigger: columns.text("trigger"), procedure: columns.text("procedure"),
            verification: columns.text("verification"), boundary: columns.text("boundary"),
            guidance: columns.guidance, signature: columns.text("signature"), support: columns.integer("support"),
            gain: columns.number("gain"),
            experience: columns.optionalText("experience").flatMap(Experience.init(rawValue:)),
            evidencePolarity: columns.optionalText("evidence_polarity").flatMap(Polarity.init(rawValue:)),
            salience: columns.optionalNumber("salience"), confidence: columns.optionalNumber("confidence"),
            isSkillEligible: columns.optionalFlag("skill_eligible"),
            sourceEpisodeIDs: columns.ids("source_episode_ids"),
            sourceFeedbackIDs: columns.texts("source_feedback_ids"),
            sourceTraceIDs: columns.ids("source_trace_ids"), verifierMeta: meta.isNull ? nil : meta,
            provenance: columns.provenance, origin: columns.origin
        )
    }
}
