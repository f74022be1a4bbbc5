extension Settings {
    /// What is looked up and handed to the agent.
    package struct Recall: Sendable, Equatable {
        /// Hand memories to the agent at all.
        package var enabled = true
        /// Whose memories are searched.
        package var scope = Scope.agent
        /// Which projects' memories are handed over.
        package var projects = Projects.current
        /// Milliseconds after which what was found so far is used.
        package var deadlineMs = 300
        /// Tokens handed over with one prompt.
        package var promptTokens = 600
        /// Characters handed over at most, whatever the tokens.
        package var maxCharacters = 6000
        /// Memories handed over of each kind.
        package var topK = TopK()
        /// Memories ranked a channel.
        package var candidates = 120
        /// Share of the best score below which a memory is left out.
        package var relativeFloor = 0.02
        /// 1 ranks by relevance alone, 0 by difference from what was already chosen.
        package var mmrLambda = 0.7
        /// Words in more than this share of all memories are not searched for.
        package var documentFrequencyCap = 0.02
        /// Weight of meaning beside words, 1 as fitted.
        package var meaningWeight = 1.0
        /// Weight of a hit's neighbours in the same conversation, 1 as fitted.
        package var neighbourWeight = 1.0
        /// Weight of the session a hit belongs to, 1 as fitted.
        package var sessionWeight = 1.0
        /// Weight of what the team has shared beside what was learned here.
        package var teamWeight = 0.9
        /// Names of agents that are handed nothing.
        package var exceptAgents: [String] = []

        package init() {}

        package enum Scope: String, Sendable, CaseIterable {
            /// The memories of the agent that asks.
            case agent
            /// Everything in this home.
            case home
        }

        package enum Projects: String, Sendable, CaseIterable {
            /// The one that the session works in, with all its worktrees and clones.
            case current
            case all
        }

        /// Memories handed over of each kind.
        package struct TopK: Sendable, Equatable {
            /// Skills.
            package var tier1 = 3
            /// Traces and episodes.
            package var tier2 = 5
            /// World models.
            package var tier3 = 2

            package init() {}
        }
    }
}

extension Settings.Recall {
    static let section = SettingsSection("recall", "What is looked up and handed to the agent before it answers.")
    static let topKSection = SettingsSection("recall.topK", "How many memories of each kind are handed over.")

    static let options: [SettingsOption] = [
        .flag("recall.enabled", \.recall.enabled, "Hand memories to the agent."),
        .choice(
            "recall.scope", \.recall.scope,
            "Whose memories are searched: those of the agent that asks, or those of all agents in this home."),
        .choice(
            "recall.projects", \.recall.projects,
            "Which projects they come from: the one that the session works in, with all its worktrees, or all."),
        .integer(
            "recall.deadlineMs", \.recall.deadlineMs, in: 20...5000,
            "Milliseconds a lookup may take; then what was found so far is used."),
        .integer(
            "recall.promptTokens", \.recall.promptTokens, in: 50...4000,
            "Tokens handed over with one prompt, at most."),
        .integer(
            "recall.maxCharacters", \.recall.maxCharacters, in: 200...9500,
            "Characters handed over, at most, whatever the tokens; no more than 6000 count, for hosts cut."),
        .integer("recall.topK.tier1", \.recall.topK.tier1, in: 0...50, "Skills handed over, at most."),
        .integer("recall.topK.tier2", \.recall.topK.tier2, in: 0...50, "Traces and episodes handed over, at most."),
        .integer("recall.topK.tier3", \.recall.topK.tier3, in: 0...50, "World models handed over, at most."),
        .integer(
            "recall.candidates", \.recall.candidates, in: 10...2000,
            "Memories each search channel puts up for ranking."),
        .number(
            "recall.relativeFloor", \.recall.relativeFloor, in: 0...1,
            "Share of the best score below which a memory is left out."),
        .number(
            "recall.mmrLambda", \.recall.mmrLambda, in: 0...1,
            "1 chooses by relevance alone, 0 by difference from what was chosen before."),
        .number(
            "recall.documentFrequencyCap", \.recall.documentFrequencyCap, in: 0.0001...1,
            "Words found in more than this share of all memories are not searched for."),
        .number(
            "recall.meaningWeight", \.recall.meaningWeight, in: 0...2,
            "How much a hit by meaning counts beside hits by words: 1 as fitted, 0 searches by words alone."),
        .number(
            "recall.neighbourWeight", \.recall.neighbourWeight, in: 0...2,
            "How much a memory gains from hits right beside it in the same conversation: 1 as fitted."),
        .number(
            "recall.sessionWeight", \.recall.sessionWeight, in: 0...2,
            "How much a memory gains from hits elsewhere in its session: 1 as fitted."),
        .number(
            "recall.teamWeight", \.recall.teamWeight, in: 0...2,
            "How much what others of a team have shared counts beside what was learned here: 1 as much."),
        .texts(
            "recall.exceptAgents", \.recall.exceptAgents,
            "Agents that are handed nothing before a turn, although their turns are kept; they can still search."),
    ]
}
