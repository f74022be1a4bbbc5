package import MemoryModel

/// What a place is like: where things are, how it responds, what must not be done in it. Steps show facts, facts that
/// were seen often enough become the entries of one world model a place, and what contradicts them takes them back.
package struct WorldModeling: Sendable {
    package struct Options: Sendable, Equatable {
        /// Tasks that must have shown a fact.
        package var minEpisodes = 2
        /// Or different paths of one task, for where things are.
        package var layoutTraces = 3
        /// Or steps of one task, for outputs that can mean one thing only.
        package var declaredTraces = 2
        /// Confidence of a new model, in [0, 1].
        package var initialConfidence = 0.5
        /// What a confirmation adds to it, and what a contradiction takes, for each entry.
        package var confidenceStep = 0.05
        package var highestConfidence = 0.95
        /// Evidence kept for an entry.
        package var mostEvidence = 5
        /// Entries of each of the three parts.
        package var mostEntries = 24
        /// Facts that are read for a model, the newest. What older ones have shown stands in its entries.
        package var mostFacts = 2_000

        package init() {}
    }

    /// All that there is of one place.
    package struct Evidence: Sendable {
        /// A project's id, or the workspace where there is none.
        package var place: String
        /// For the title.
        package var placeName: String
        package var owner: Namespace
        /// In any order.
        package var facts: [ObservedFact]
        /// Active ones, learned in this place.
        package var policies: [Policy]
        package var present: WorldModel?

        package init(
            place: String, placeName: String, owner: Namespace, facts: [ObservedFact], policies: [Policy] = [],
            present: WorldModel? = nil
        ) {
            self.place = place
            self.placeName = placeName
            self.owner = owner
            self.facts = facts
            self.policies = policies
            self.present = present
        }
    }

    package enum Change: Sendable, Equatable {
        case insert(WorldModel)
        /// With the version that it was read with; whoever writes it gives it the next.
        case revise(WorldModel, reason: String)
    }

    package var options: Options

    package init(options: Options = Options()) {
        self.options = options
    }

    /// What a task's steps and its person's words showed of the place. The same record gives the same facts.
    package func facts(of record: EpisodeRecord, place: String) -> [ObservedFact] {
        var mining = FactMining(place: place, root: record.owner.workspace)
        mining.read(record)
        return mining.facts
    }

    /// What the evidence comes to, as a change of the place's model.
    ///
    /// - Returns: `nil` when it says what it said before, when there is not enough to say anything, and when a person has
    ///   archived it.
    package func settle(_ evidence: Evidence, at now: Timestamp) -> Change? {
        WorldDraft(evidence, options: options).change(at: now)
    }

    /// Why a sentence says what to do and therefore belongs to a policy.
    ///
    /// - Returns: a sentence for people; `nil` when it says how something is.
    package static func refusal(of sentence: String) -> String? { Refusal.reason(for: sentence) }

    /// What is told of a place first, out of these entries.
    package static func body(of structure: WorldModel.Structure) -> String {
        let told = structure.environment.map(\.label)
        func labels(where isWanted: (FactTopic) -> Bool) -> Set<String> {
            let known = FactTopic.allCases.filter(isWanted).map { FactSentence.label(of: FactKey($0)) }
            return Set(told.filter { label in known.contains { label == $0 || label.hasPrefix($0 + " in `") } })
        }
        return ModelSummary.body(
            of: structure, layout: labels(where: \.isLayout), commands: labels(where: \.isCommand))
    }

    /// The id of a place's model: an agent has one of each place.
    package static func id(of owner: Namespace, place: String) -> WorldModelID {
        WorldModelID("wm_" + ContentHash.of([owner.agentKind, owner.profile, place]))
    }
}
