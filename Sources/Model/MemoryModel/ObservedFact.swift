/// One thing that a step showed of the environment it ran in: that tests are in `tests/`, that a command builds.
package struct ObservedFact: Sendable, Equatable {
    /// The project, or the workspace where there is none: what is true in one need not be in another.
    package var place: String
    package var kind: Kind
    /// What it is about; one place has one value a key. Such as `tests`, `test_command`, `port:api`.
    package var key: String
    /// Such as `tests/`, `pytest`, `8080`.
    package var value: String
    package var traceID: TraceID
    package var episodeID: EpisodeID
    package var at: Timestamp

    package enum Kind: String, Sendable, CaseIterable {
        /// Where things are.
        case environment
        /// How the environment responds.
        case inference
        /// What must not be done.
        case constraint
    }

    package init(
        place: String, kind: Kind, key: String, value: String, traceID: TraceID, episodeID: EpisodeID, at: Timestamp
    ) {
        self.place = place
        self.kind = kind
        self.key = key
        self.value = value
        self.traceID = traceID
        self.episodeID = episodeID
        self.at = at
    }
}
