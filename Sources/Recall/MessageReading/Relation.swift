/// How a user message relates to what came before it in its session.
package enum Relation: String, Sendable, CaseIterable {
    /// It corrects or constrains the last answer.
    case revision
    /// The next part of the same work.
    case followUp = "follow_up"
    /// Another goal.
    case newTask = "new_task"
    /// Nothing came before it.
    case first
}

/// A relation with how sure it is and the rule that says so.
package struct MessageRelation: Sendable, Equatable {
    package var relation: Relation
    /// In [0, 1].
    package var confidence: Double
    /// In a stable word, such as `correction_words`; of several rules their words with `+`.
    package var rule: String

    package init(_ relation: Relation, confidence: Double, rule: String) {
        self.relation = relation
        self.confidence = confidence
        self.rule = rule
    }

    /// From this confidence on a rule decides alone.
    package static let decisive = 0.80
    /// In the place of a rule where none says anything.
    package static let noRule = "no_rule"
    /// A silence longer than this, in milliseconds, speaks for a new task.
    package static let longPause: Int64 = 30 * 60_000

    /// - Parameters:
    ///   - message: what the user says now.
    ///   - lastAnswer: what the agent answered last in the session, if it did.
    ///   - lastUserText: what the user said before, if anything.
    ///   - gap: milliseconds of silence since then; not positive when the clock was put back.
    ///   - episodeTags: what the task so far is about; without any, tags say nothing.
    ///   - messageTags: what the message is about; without any, tags say nothing.
    ///
    /// What the words say goes before the circumstances. Circumstances that point the same way add up as independent
    /// evidence, `1 - ∏(1 - c)`. What stays below `decisive` is a follow-up.
    package static func read(
        message: String, lastAnswer: String?, lastUserText: String?, gap: Int64, episodeTags: Set<String>,
        messageTags: Set<String>
    ) -> MessageRelation {
        let tokens = MessageTokens(message)
        if lastAnswer == nil, lastUserText == nil { return RelationRule.first.relation }
        if let said = said(tokens) { return said.relation }
        if let lastAnswer, QuotedAnswer.isQuoted(lastAnswer, in: message) {
            // Not sure enough for a correction, but it is about the answer.
            return MessageRelation(
                .followUp, confidence: RelationRule.quotesAnswer.confidence, rule: RelationRule.quotesAnswer.rawValue)
        }

        var circumstances: [RelationRule] = []
        if gap > longPause { circumstances.append(.longPause) }
        if !episodeTags.isEmpty, !messageTags.isEmpty, episodeTags.isDisjoint(with: messageTags) {
            circumstances.append(.noCommonTag)
        }
        let newTask = hundredths(1 - circumstances.reduce(1) { $0 * (1 - $1.confidence) })
        if newTask >= decisive {
            return MessageRelation(
                .newTask, confidence: newTask, rule: circumstances.map(\.rawValue).joined(separator: "+"))
        }
        return MessageRelation(
            .followUp, confidence: hundredths(1 - newTask), rule: circumstances.first?.rawValue ?? noRule)
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// The strongest rule whose words are in the message.
    private static func said(_ tokens: MessageTokens) -> RelationRule? {
        var strongest: RelationRule?
        for match in RelationPhrases.rules.matches(in: tokens) {
            guard let rule = match.meaning else { continue }
            if rule == .correctionWords, ClauseSense.isSupposed(tokens, at: match.range.lowerBound) { continue }
            strongest = min(strongest ?? rule, rule)
        }
        if let strongest, strongest <= .correctionWords { return strongest }
        // “Use this instead of that” constrains the answer, whatever else is said.
        return PreferenceReading.of(tokens)?.isRevision == true ? .correctionWords : strongest
    }
}

/// The rules in the order in which they win.
enum RelationRule: String, Sendable, Comparable {
    case newTopicWords = "new_topic_words"
    case correctionWords = "correction_words"
    case nextWords = "next_words"
    case quotesAnswer = "quotes_answer"
    case first = "first_message"
    case longPause = "long_pause"
    case noCommonTag = "no_common_tag"

    var confidence: Double {
        switch self {
        case .newTopicWords, .correctionWords: 0.85
        case .nextWords: 0.80
        case .quotesAnswer, .first: 0.75
        case .longPause: 0.60
        case .noCommonTag: 0.55
        }
    }

    var relation: MessageRelation {
        let relation: Relation =
            switch self {
            case .newTopicWords, .longPause, .noCommonTag: .newTask
            case .correctionWords, .quotesAnswer: .revision
            case .nextWords: .followUp
            case .first: .first
            }
        return MessageRelation(relation, confidence: confidence, rule: rawValue)
    }

    private var place: Int {
        switch self {
        case .newTopicWords: 0
        case .correctionWords: 1
        case .nextWords: 2
        case .quotesAnswer: 3
        case .first: 4
        case .longPause: 5
        case .noCommonTag: 6
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.place < right.place }
}
