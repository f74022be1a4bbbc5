import EpisodeRouting
import MemoryModel
import MemoryStore
import MessageReading
import TextAnalysis

/// A user message as it was understood: how it relates to what came before it, and what it says of that.
struct HeardMessage: Sendable {
    var words: String
    var at: Timestamp
    var relation: MessageRelation
    var said: MessageFeedback
    /// The answer that came before it; `nil` when the session has none.
    var answer: SessionAnswer?
    /// The session's latest episode, before the message.
    var latest: Episode?
}

extension TurnRecorder {
    /// Understands a message. Nothing is written.
    ///
    /// - Parameters:
    ///   - words: cleaned; empty for a turn that begins with its calls, which goes on with what there is.
    ///   - opinion: what a model holds the relation for; it counts where no rule decides.
    func hear(
        _ words: String, in session: SessionID, at time: Timestamp, opinion: MessageRelation? = nil,
        reader: MemoryReader
    ) throws -> HeardMessage {
        let latest = try reader.latestEpisode(of: session)
        guard !words.isEmpty, let latest, latest.turnCount > 0 else {
            let relation = MessageRelation(latest == nil ? .first : .followUp, confidence: 0, rule: "no_words")
            return HeardMessage(
                words: "", at: time, relation: relation, said: MessageFeedback(""), answer: nil, latest: latest)
        }
        let answer = try reader.lastAnswer(of: session)
        let gap = time - latest.lastActiveAt
        let mayBeAnother = gap > MessageRelation.longPause && latest.isOpen
        var relation = MessageRelation.read(
            message: words, lastAnswer: answer?.text, lastUserText: latest.preview, gap: gap,
            episodeTags: mayBeAnother ? try reader.tags(ofEpisode: latest.id) : [],
            messageTags: mayBeAnother ? Self.tags(of: words) : []
        )
        if let opinion, relation.confidence < MessageRelation.decisive || relation.rule == MessageRelation.noRule {
            relation = opinion
        }
        return HeardMessage(
            words: words, at: time, relation: relation,
            said: answer == nil ? MessageFeedback("") : MessageFeedback(words, relation: relation.relation),
            answer: answer, latest: latest
        )
    }

    private static func tags(of words: String) -> Set<String> {
        Set(
            Tags.derive(
                userText: words, agentText: nil, toolName: nil, toolInput: nil, toolOutput: nil, errors: []))
    }

    /// Keeps what a message says of the answer before it, if it says anything.
    ///
    /// - Parameters:
    ///   - turn: the one that the message begins. It gives one feedback at most, also when it is recorded again.
    ///   - isLive: whether the message was said just now.
    func keep(_ heard: HeardMessage, of turn: Turn, isLive: Bool, in transaction: MemoryTransaction) throws {
        guard let answer = heard.answer, let feedback = feedback(heard, on: answer, of: turn) else { return }
        try FeedbackIntake(context: context)
            .take(feedback, session: turn.sessionID, isLive: isLive, in: transaction)
    }

    private func feedback(_ heard: HeardMessage, on answer: SessionAnswer, of turn: Turn) -> Feedback? {
        let isRevision = heard.relation.relation == .revision && turn.episodeID == answer.episodeID
        // A task that comes late is not about an answer of another day.
        guard isRevision || abs(heard.at - answer.at) <= context.router.reach else { return nil }
        var reading = heard.said.reading
        switch reading.shape {
        case .positive, .negative: break
        case .preference, .instruction:
            // They are about the task that begins.
            if heard.relation.relation == .newTask { return nil }
        case .unknown:
            guard isRevision else { return nil }
            reading = FeedbackReading(shape: .negative, strength: Self.correction)
        }
        let verdict = reading.shape == .negative ? min(heard.said.verdict, -reading.strength) : heard.said.verdict
        return Feedback(
            id: "fb_" + ContentHash.of([turn.sessionID.rawValue, turn.key, "implicit"]), at: heard.at,
            episodeID: answer.episodeID, traceID: answer.traceID, channel: "implicit",
            polarity: verdict > 0 ? "positive" : verdict < 0 ? "negative" : "neutral", magnitude: reading.strength,
            rationale: String(String.UnicodeScalarView(heard.words.unicodeScalars.prefix(Self.longestRationale))),
            raw: nil, reading: reading
        )
    }

    /// How much a correction says against an answer when its words give no verdict, in [0, 1].
    private static let correction = 0.4
    /// In Unicode scalars.
    private static let longestRationale = 500
}
