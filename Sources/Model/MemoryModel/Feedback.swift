package import JSONText

/// Feedback of a person or of the environment on a step or a task.
package struct Feedback: Sendable, Equatable {
    package var id: String
    package var at: Timestamp
    package var episodeID: EpisodeID?
    package var traceID: TraceID?
    package var channel: String
    package var polarity: String
    /// Strength in [0, 1].
    package var magnitude: Double
    package var rationale: String?
    package var raw: JSON?
    /// What its words mean; `nil` when it has none.
    package var reading: FeedbackReading?

    package init(
        id: String, at: Timestamp, episodeID: EpisodeID?, traceID: TraceID?, channel: String, polarity: String,
        magnitude: Double, rationale: String?, raw: JSON?, reading: FeedbackReading? = nil
    ) {
        self.id = id
        self.at = at
        self.episodeID = episodeID
        self.traceID = traceID
        self.channel = channel
        self.polarity = polarity
        self.magnitude = magnitude
        self.rationale = rationale
        self.raw = raw
        self.reading = reading
    }
}

/// What somebody's words say of the work before them.
package struct FeedbackReading: Sendable, Equatable {
    package var shape: Shape
    /// What is to be done or used instead; only of a preference, without quotes: `ripgrep`.
    package var prefer: String?
    /// What is to be left: `find`.
    package var avoid: String?
    /// How sure and how strong, in [0, 1].
    package var strength: Double

    package enum Shape: String, Sendable, CaseIterable {
        case positive
        case negative
        /// This rather than that.
        case preference
        /// What to do from now on, without a word on what was done.
        case instruction
        case unknown
    }

    package init(shape: Shape, prefer: String? = nil, avoid: String? = nil, strength: Double) {
        self.shape = shape
        self.prefer = prefer
        self.avoid = avoid
        self.strength = strength
    }
}
