/// All that learning reads of one task: its turns, its steps in the order in which they happened, and what was said of it.
package struct EpisodeRecord: Sendable, Equatable {
    package var episode: Episode
    package var owner: Namespace
    /// The project that its workspace is of; `nil` outside of any.
    package var project: ProjectID?
    /// In the order of their beginning.
    package var turns: [Turn]
    /// Tool steps and answers, in the order of turns and places.
    package var steps: [Trace]
    /// Oldest first.
    package var feedback: [Feedback]

    package init(
        episode: Episode, owner: Namespace, project: ProjectID? = nil, turns: [Turn], steps: [Trace],
        feedback: [Feedback] = []
    ) {
        self.episode = episode
        self.owner = owner
        self.project = project
        self.turns = turns
        self.steps = steps
        self.feedback = feedback
    }
}
