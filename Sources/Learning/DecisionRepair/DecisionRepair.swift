package import MemoryModel

/// Turns a mistake that was just made into advice for the turn that comes next: out of a burst of failures, out of what
/// a person said, or out of two ways whose worth differs. What it says was seen in the evidence or said by the user;
/// output of tools is only quoted, cut and screened.
package struct DecisionRepair: Sendable {
    package let options: Options

    package struct Options: Sendable {
        /// Failures that make a burst.
        package var burst = 3
        /// The calls of one tool and context among which they must be.
        package var window = 5
        /// For so long one context gives no second note, in milliseconds.
        package var cooldown: Int64 = 60_000
        /// Least difference of the mean values of two ways, in [0, 2].
        package var contrast = 0.5
        /// Steps on each side of a contrast, at least.
        package var contrastSupport = 2
        /// Strength of a person's words below which nothing follows from them, in [0, 1].
        package var leastStrength = 0.3

        package init() {}
    }

    /// A note before it belongs to anybody.
    package struct Draft: Sendable, Equatable {
        package var origin: GuidanceNote.Origin
        /// What makes two situations one: the tool, what it runs, the family of the fault and the workspace, between
        /// bars.
        package var context: String
        /// Words by which the situation is known again.
        package var cues: [String]
        package var guidance: DecisionGuidance
        /// One sentence for the agent.
        package var text: String
        /// Traces and feedback.
        package var evidenceIDs: [String]

        /// The context as a note keeps it.
        package var contextHash: String { ContentHash.of([context]) }
    }

    package init(options: Options = Options()) {
        self.options = options
    }

    /// Whether the context of a draft was spoken of too short a time ago. A note of the future, which a clock that was
    /// set back leaves behind, does not count. What a person says is never held back.
    package func isCooling(_ draft: Draft, at time: Timestamp, after notes: [GuidanceNote]) -> Bool {
        guard draft.origin != .feedback else { return false }
        let context = draft.contextHash
        return notes.contains { note in
            guard note.context == context, note.at <= time else { return false }
            let (age, overflows) = time.subtractingReportingOverflow(note.at)
            return !overflows && age < options.cooldown
        }
    }

    /// The note of a draft. Its id goes by the session, the origin, the context and the first evidence: a burst that is
    /// read again once its remedy is known gives the same note with more to say.
    package static func note(
        from draft: Draft, owner: Namespace, session: SessionID, episode: EpisodeID?, at time: Timestamp,
        policies: [PolicyID] = []
    ) -> GuidanceNote {
        let parts = [session.rawValue, draft.origin.rawValue, draft.context, draft.evidenceIDs.first ?? ""]
        return GuidanceNote(
            id: "gn_" + ContentHash.of(parts), at: time, owner: owner, sessionID: session, episodeID: episode,
            origin: draft.origin, context: draft.contextHash, cues: draft.cues, guidance: draft.guidance,
            text: draft.text, policyIDs: policies
        )
    }
}
