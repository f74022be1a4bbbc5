package import JSONText
package import MemoryModel
import MemoryStore
package import Retrieval
import TraceCapture

/// Recall as the outside asks for it, with a record of what was shown and why.
package struct RecallService: Sendable {
    private let context: CoreContext
    private let rules: @Sendable () -> Rules

    /// How to recall. Asked for at each recall, so that a changed setting counts from the next one on.
    package struct Rules: Sendable {
        package var isEnabled: Bool
        /// Whether recall before a turn sees the whole home or only what the asking agent did.
        package var seesWholeHome: Bool
        package var topK: TopK
        package var options: RecallOptions

        package init(isEnabled: Bool, seesWholeHome: Bool, topK: TopK, options: RecallOptions) {
            self.isEnabled = isEnabled
            self.seesWholeHome = seesWholeHome
            self.topK = topK
            self.options = options
        }
    }

    package init(context: CoreContext, rules: @escaping @Sendable () -> Rules) {
        self.context = context
        self.rules = rules
    }

    package struct Answer: Sendable {
        package var hits: [RecallHit]
        /// The fenced block for the host; empty when nothing fits.
        package var injectedContext: String
        package var explanation: JSON
        package var milliseconds: Double

        package static let empty = Answer(
            hits: [], injectedContext: "", explanation: .object(JSONObject()), milliseconds: 0
        )
    }

    /// Recall before a turn. A turn asked for twice gets the first answer again.
    ///
    /// - Parameter visibleSince: since when the session's turns are still before the model's eyes; `nil` when unknown.
    package func beforeTurn(
        _ turn: TurnService.Opened, owner: Namespace, visibleSince: Timestamp?
    ) async throws -> Answer {
        let rules = rules()
        guard rules.isEnabled, turn.mayRecall else { return .empty }
        let (known, shown, compactedAt) = try await context.database.read { reader in
            (
                try turn.turn.flatMap(reader.injection(ofTurn:)), try reader.shownItems(in: turn.session),
                try reader.session(turn.session)?.compactedAt
            )
        }
        if let known {
            return Answer(
                hits: [], injectedContext: known.text, explanation: known.explanation,
                milliseconds: known.latencyMilliseconds
            )
        }
        let query = RecallQuery(
            entry: .turnStart, text: turn.userText,
            scope: rules.seesWholeHome ? .home : Scope(agentKind: owner.agentKind, profile: owner.profile),
            session: turn.session, workspace: owner.workspace, at: context.now(), topK: rules.topK, excluded: shown,
            visibleSince: visibleSince.map { max($0, compactedAt ?? $0) }, mayAbstain: true
        )
        return try await answer(query, turn: turn.turn, episode: turn.episode, isShown: true)
    }

    /// Recall because an agent or a person asked: the best there is, also when it is not much.
    package func search(_ query: RecallQuery, episode: EpisodeID?) async throws -> Answer {
        try await answer(query, turn: nil, episode: episode, isShown: false)
    }

    /// The tiers' sizes where the asker names none.
    package var defaultTopK: TopK { rules().topK }

    /// - Parameter isShown: whether the block is put before the model; a tool's answer may be shown again.
    private func answer(
        _ query: RecallQuery, turn: TurnID?, episode: EpisodeID?, isShown: Bool
    ) async throws -> Answer {
        let start = ContinuousClock.now
        let options = rules().options
        let result = try await Retriever(database: context.database, options: options).recall(query)
        let renderer = InjectionRenderer(tokens: options.promptTokens, characters: options.maxCharacters)
        let block = renderer.render(result.hits, nonce: context.identifiers.nonce())
        let elapsed = ContinuousClock.now - start
        let milliseconds = Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1000
        let explanation = result.explanation.json
        let injection = Injection(
            id: context.identifiers.next("in", at: query.at), sessionID: query.session, episodeID: episode,
            turnID: turn, at: query.at, entry: query.entry,
            query: context.isRecording ? context.cleaning.words(query.text) : "", text: isShown ? block.text : "",
            tokens: isShown ? block.tokens : 0, shown: isShown ? block.shown : [], explanation: explanation,
            latencyMilliseconds: milliseconds
        )
        try await record(injection, hits: result.hits.count)
        return Answer(
            hits: result.hits, injectedContext: block.text, explanation: explanation, milliseconds: milliseconds
        )
    }

    private func record(_ injection: Injection, hits: Int) async throws {
        try await context.database.write { transaction in
            try transaction.insert(injection)
            transaction.tell(
                MemoryFact(
                    hits == 0 ? .retrievalEmpty : .retrievalTriggered,
                    [
                        "injectionId": .string(injection.id.rawValue), "entry": .string(injection.entry.rawValue),
                        "hits": JSON(hits), "shown": JSON(injection.shown), "tokens": JSON(injection.tokens),
                        "sessionId": JSON(injection.sessionID?.rawValue), "ms": .double(injection.latencyMilliseconds),
                    ],
                    correlation: injection.sessionID?.rawValue
                )
            )
        }
    }
}
