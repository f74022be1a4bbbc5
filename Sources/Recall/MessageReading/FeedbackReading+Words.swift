package import MemoryModel

/// What a message says of the work before it, and on which side it is.
package struct MessageFeedback: Sendable, Equatable {
    package var reading: FeedbackReading
    /// The verdict on what was done, also where the reading's shape says what to do instead. In [-1, 1]; 0 without one.
    package var verdict: Double

    /// - Parameter relation: how the message relates to that work. Of one that begins a new task, only what is said
    ///   before that counts.
    package init(_ text: String, relation: Relation = .followUp) {
        var tokens = MessageTokens(text)
        if relation == .newTask { tokens = tokens.prefix(RelationPhrases.newTaskStart(tokens)) }
        verdict = Verdict(tokens).value
        reading = Self.reading(tokens, verdict: verdict)
    }

    private static func reading(_ tokens: MessageTokens, verdict: Double) -> FeedbackReading {
        if let preference = PreferenceReading.of(tokens) {
            return FeedbackReading(
                shape: .preference, prefer: preference.prefer, avoid: preference.avoid, strength: preference.strength)
        }
        if verdict != 0 { return FeedbackReading(shape: verdict > 0 ? .positive : .negative, strength: abs(verdict)) }
        if PreferencePhrases.standing.matches(in: tokens).contains(where: \.meaning) {
            return FeedbackReading(shape: .instruction, strength: 0.7)
        }
        return FeedbackReading(shape: .unknown, strength: 0)
    }
}

extension FeedbackReading {
    /// What these words say of the work before them. A plain request says nothing of it.
    package static func of(_ text: String) -> FeedbackReading { MessageFeedback(text).reading }
}

/// Praise and complaint of a message, weighed.
struct Verdict {
    /// In [-1, 1]; 0 when neither side says enough.
    let value: Double

    /// Below this nothing was said.
    private static let enough = 0.4
    /// What is left of what was said before a “but”.
    private static let takenBack = 0.4
    /// Denied praise is a complaint and denied complaint praise, both milder.
    private static let denied = 0.7

    init(_ tokens: MessageTokens) {
        var praise = 1.0
        var complaint = 1.0
        for said in Self.statements(tokens) {
            if said > 0 { praise *= 1 - said } else { complaint *= 1 + said }
        }
        let (good, bad) = (1 - praise, 1 - complaint)
        if max(good, bad) < Self.enough {
            value = 0
        } else {
            let side = good > bad ? good * (1 - bad / 2) : -bad * (1 - good / 2)
            value = (side * 100).rounded() / 100
        }
    }

    /// The weight of every phrase as it is meant where it stands.
    private static func statements(_ tokens: MessageTokens) -> [Double] {
        let contrast = tokens.items.indices.last { ClauseSense.isContrast(tokens, at: $0) }
        let ends = tokens.items.indices.filter { tokens.items[$0].endsSentence }
        let head = ends.count >= 3 ? ends[2] : tokens.items.count
        return FeedbackPhrases.verdicts.matches(in: tokens).compactMap { match in
            let place = match.range.lowerBound
            guard match.meaning != 0, !ClauseSense.isSupposed(tokens, at: place) else { return nil }
            var weight = match.meaning
            // Nobody denies thanks.
            if abs(weight) > 0.5, ClauseSense.isDenied(tokens, at: place) { weight *= -denied }
            if let contrast, place < contrast { weight *= takenBack }
            // Further down, a message tells of its own task.
            if place >= head { weight *= 0.5 }
            return weight
        }
    }
}
