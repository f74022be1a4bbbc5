package import MemoryModel
package import Ranking

/// What is asked for, by whom, and what the asker can see already.
package struct RecallQuery: Sendable {
    package var entry: RecallEntry
    package var text: String
    package var scope: Scope
    package var session: SessionID?
    package var workspace: String?
    /// The branch that is checked out there now.
    package var branch: String?
    package var at: Timestamp
    /// Hits wanted from each tier.
    package var topK: TopK
    /// Items not to be returned: those this session has been shown.
    package var excluded: Set<String>
    /// Since when the session's own turns are still before the model's eyes; they need no recall. `nil`: not known.
    package var visibleSince: Timestamp?
    /// Whether the answer may be empty because nothing fits well enough. Tools that ask want the best there is.
    package var mayAbstain: Bool
    /// Whether the explanation tells of all candidates and not only of the hits.
    package var isTraced = false

    package init(
        entry: RecallEntry, text: String, scope: Scope, session: SessionID? = nil, workspace: String? = nil,
        branch: String? = nil, at: Timestamp, topK: TopK, excluded: Set<String> = [], visibleSince: Timestamp? = nil,
        mayAbstain: Bool
    ) {
        self.entry = entry
        self.text = text
        self.scope = scope
        self.session = session
        self.workspace = workspace
        self.branch = branch
        self.at = at
        self.topK = topK
        self.excluded = excluded
        self.visibleSince = visibleSince
        self.mayAbstain = mayAbstain
    }
}

/// How many hits of each tier: skills, traces and episodes, world models.
package struct TopK: Sendable, Equatable {
    package var skills: Int
    package var traces: Int
    package var worldModels: Int

    package init(skills: Int = 3, traces: Int = 5, worldModels: Int = 2) {
        self.skills = skills
        self.traces = traces
        self.worldModels = worldModels
    }

    /// Whether anything learned is wanted; policies come with the traces they were learned from.
    var wantsItems: Bool { skills > 0 || traces > 0 || worldModels > 0 }
}

/// The knobs of retrieval with their defaults. Ranges are checked where they are read from a file.
package struct RecallOptions: Sendable {
    /// When the answer must be there; what is late is left out and named.
    package var deadline: Duration = .milliseconds(300)
    /// Hits of the keyword index that are ranked further.
    package var candidates = 120
    /// Hits below this share of the best one's relevance are dropped.
    package var relativeFloor = 0.02
    /// λ of maximal marginal relevance.
    package var mmrLambda = 0.7
    /// A term in more than this share of the documents is not searched for (the two rarest always are).
    package var documentFrequencyCap = 0.02
    /// How much meaning counts, 1 being what was fitted; 0 searches by words alone. In [0, 2].
    package var meaningWeight = 1.0
    /// How much a turn's neighbours count, 1 being what was fitted; in [0, 2].
    package var neighbourWeight = 1.0
    /// How much a turn's session counts, 1 being what was fitted; in [0, 2].
    package var sessionWeight = 1.0
    /// How much what others of the team have shared counts beside what was learned here, in [0, 2].
    package var teamWeight = 0.9
    /// What was learned about ranking.
    package var fit = RecallFit.current
    package var promptTokens = 600
    package var maxCharacters = 6000

    package init() {}
}
