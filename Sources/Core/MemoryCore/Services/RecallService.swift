package import JSONText
package import LanguageModels
package import MemoryModel
import MemoryStore
import MessageReading
package import Retrieval
import TextAnalysis
import TraceCapture
package import VectorColumn

/// Recall as the outside asks for it, with a record of what was shown and why.
package struct RecallService: Sendable {
    let context: CoreContext
    let models: ForegroundModels
    let vectors: @Sendable () -> VectorSet?
    let kinship: @Sendable () -> (any WordKinship)?
    let rules: @Sendable () -> Rules
    /// Sessions whose model was told how to take memories.
    let introduced = SessionSet()

    /// How to recall. Asked for at each recall, so that a changed setting counts from the next one on.
    package struct Rules: Sendable {
        package var isEnabled: Bool
        /// Whether recall before a turn sees the whole home or only what the asking agent did.
        package var seesWholeHome: Bool
        /// Whether recall before a turn sees all projects or only the one that the session works in.
        package var seesAllProjects: Bool
        /// Agents that are handed nothing before a turn.
        package var exceptAgents: Set<String> = []
        package var topK: TopK
        package var options: RecallOptions

        package init(
            isEnabled: Bool, seesWholeHome: Bool, seesAllProjects: Bool = false, topK: TopK, options: RecallOptions
        ) {
            self.isEnabled = isEnabled
            self.seesWholeHome = seesWholeHome
            self.seesAllProjects = seesAllProjects
            self.topK = topK
            self.options = options
        }
    }

    /// - Parameters:
    ///   - vectors: those that serve now; without any, recall goes by words.
    ///   - kinship: what knows, beside vectors, which words are akin.
    ///   - models: may leave out, before a turn, what only shares words with the question.
    package init(
        context: CoreContext, models: ForegroundModels = .none, vectors: @escaping @Sendable () -> VectorSet?,
        kinship: @escaping @Sendable () -> (any WordKinship)?,
        rules: @escaping @Sendable () -> Rules
    ) {
        self.context = context
        self.models = models
        self.vectors = vectors
        self.kinship = kinship
        self.rules = rules
    }

    package struct Answer: Sendable {
        package var result: RecallResult
        /// The fenced block for the host; empty when nothing fits.
        package var injectedContext: String
        package var explanation: JSON
        package var milliseconds: Double

        package var hits: [RecallHit] { result.hits }

        package static let empty = Answer(
            result: .empty, injectedContext: "", explanation: .object(JSONObject()), milliseconds: 0
        )
    }

    /// Lets the model begin with a question while its turn is still being written down. Nothing waits for it here, and
    /// what goes wrong shows when the recall asks.
    ///
    /// - Parameter text: cleaned, as the recall will ask with it.
    package func anticipate(_ text: String) {
        let rules = rules()
        guard rules.isEnabled, rules.options.meaningWeight > 0, Intent.of(text).wantsRecall,
            let embedder = vectors()?.embedder
        else { return }
        Task { _ = try? await embedder.embed([text], as: .query) }
    }

    /// Recall before a turn. A turn asked for twice gets the first answer again.
    ///
    /// - Parameters:
    ///   - visibleSince: since when the session's turns are still before the model's eyes; `nil` when unknown.
    ///   - deadlineAt: when the host stops waiting, if it says so and that is before our own deadline.
    package func beforeTurn(
        _ turn: TurnService.Opened, owner: Namespace, visibleSince: Timestamp?, deadlineAt: Timestamp?
    ) async throws -> Answer {
        let rules = rules()
        guard rules.isEnabled, turn.wantsRecall, !rules.exceptAgents.contains(owner.agentKind) else { return .empty }
        let intent = Intent.of(turn.userText)
        if !intent.wantsRecall { return .empty }
        let owner = try await context.located(owner, in: turn.session)
        if let known = try await context.database.read({ try turn.turn.flatMap($0.injection) }) {
            return Answer(
                result: .empty, injectedContext: known.text, explanation: known.explanation,
                milliseconds: known.latencyMilliseconds
            )
        }
        let sight = try await sight(of: owner, in: turn.session, by: rules)
        var topK = rules.topK
        // Who asks what was done is not helped by what the surroundings are like.
        if turn.beginsEpisode, intent == .memoryProbe { topK.worldModels = 0 }
        var query = sight.query(turn.userText, entry: .turnStart, topK: topK, at: context.now())
        query.visibleSince = visibleSince.map { max($0, sight.compactedAt ?? $0) }
        return try await answer(query, turn: turn, owner: owner, deadlineAt: deadlineAt)
    }

    /// Recall because an agent or a person asked: the best there is, also when it is not much.
    ///
    /// - Parameter isRecorded: lists of a viewer are not worth a record.
    package func search(_ query: RecallQuery, episode: EpisodeID?, isRecorded: Bool = true) async throws -> Answer {
        let asker = Namespace(agentKind: query.scope.agentKind ?? "", workspace: query.workspace)
        if try await context.isPrivate(asker, in: query.session) { return .empty }
        var clean = query
        clean.text = context.cleaning.words(query.text)
        let (result, milliseconds) = try await measured(clean, options: rules().options)
        let answer = rendered(result, milliseconds: milliseconds)
        guard isRecorded else { return answer.answer }
        try await record(
            Injection(
                id: context.identifiers.next("in", at: query.at), sessionID: query.session, episodeID: episode,
                turnID: nil, at: query.at, entry: query.entry, query: context.keepsWords(of: asker) ? clean.text : "",
                text: "",
                tokens: 0, shown: [],
                explanation: result.explanation.recorded(hits: result.hits).json, latencyMilliseconds: milliseconds
            ),
            of: result
        )
        return answer.answer
    }

    /// The tiers' sizes where the asker names none.
    package var defaultTopK: TopK { rules().topK }

    private func answer(
        _ query: RecallQuery, turn: TurnService.Opened, owner: Namespace, deadlineAt: Timestamp?
    ) async throws -> Answer {
        var options = rules().options
        if let deadlineAt { options.deadline = min(options.deadline, .milliseconds(max(1, deadlineAt - query.at))) }
        var (result, milliseconds) = try await measured(query, options: options)
        result = await checked(result, for: query, until: deadlineAt)
        result.notes = try await notes(for: query, turn: turn.turn, owner: owner)
        let isIntroduced = query.session.map(introduced.contains) ?? false
        let (answer, block) = rendered(
            result, milliseconds: milliseconds,
            preamble: isIntroduced ? InjectionFence.shortPreamble : InjectionFence.preamble)
        try await record(
            Injection(
                id: context.identifiers.next("in", at: query.at), sessionID: query.session, episodeID: turn.episode,
                turnID: turn.turn, at: query.at, entry: query.entry,
                query: context.keepsWords(of: owner) ? query.text : "", text: block.text,
                tokens: block.tokens, shown: block.shown, explanation: answer.explanation,
                latencyMilliseconds: milliseconds
            ),
            of: result
        )
        return answer
    }

    func measured(_ query: RecallQuery, options: RecallOptions) async throws -> (RecallResult, Double) {
        let start = ContinuousClock.now
        let result = try await Retriever(
            database: context.database, vectors: vectors(), kinship: kinship(), options: options
        ).recall(query)
        return (result, start.elapsed)
    }

    func rendered(
        _ result: RecallResult, milliseconds: Double, options: RecallOptions? = nil,
        preamble: String = InjectionFence.preamble
    ) -> (answer: Answer, block: InjectionRenderer.Block) {
        let options = options ?? rules().options
        let block = InjectionRenderer(tokens: options.promptTokens, characters: options.maxCharacters)
            .render(result, nonce: context.identifiers.nonce(), preamble: preamble)
        let answer = Answer(
            result: result, injectedContext: block.text, explanation: result.explanation.json,
            milliseconds: milliseconds
        )
        return (answer, block)
    }

    private func record(_ injection: Injection, of result: RecallResult) async throws {
        try await context.database.write(outliving: .process) { transaction in
            try transaction.insert(injection)
            try transaction.markTold(result.notes.map(\.id).filter(injection.shown.contains), at: injection.at)
            for fact in injection.facts(of: result) { transaction.tell(fact) }
        }
    }
}

extension Injection {
    /// That there was a recall, and in which tiers it found something.
    fileprivate func facts(of result: RecallResult) -> [MemoryFact] {
        let common: [(String, JSON)] = [
            ("injectionId", .string(id.rawValue)), ("entry", .string(entry.rawValue)),
            ("sessionId", JSON(sessionID?.rawValue)),
        ]
        func fact(_ kind: MemoryFact.Kind, _ members: [(String, JSON)]) -> MemoryFact {
            MemoryFact(kind, .object(present: common + members), correlation: sessionID?.rawValue)
        }
        let outcome = fact(
            result.count == 0 ? .retrievalEmpty : .retrievalTriggered,
            [
                ("hits", JSON(result.count)), ("shown", JSON(shown)), ("tokens", JSON(tokens)),
                ("ms", .double(latencyMilliseconds)),
            ])
        let tiers: [(MemoryFact.Kind, [String])] = [
            (.retrievalFirstTierHit, result.skills.map(\.head.id)),
            (
                .retrievalSecondTierHit,
                result.hits.map(\.trace.id.rawValue) + result.policies.map(\.head.id)
                    + result.episodes.map(\.episode.rawValue)
            ),
            (.retrievalThirdTierHit, result.worldModels.map(\.head.id)),
        ]
        return [outcome] + tiers.filter { !$0.1.isEmpty }.map { fact($0.0, [("refIds", JSON($0.1))]) }
    }
}
