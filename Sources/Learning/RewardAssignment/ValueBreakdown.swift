package import MemoryModel

/// The terms of a step's value, for whoever asks “why is this −0.4”.
package struct ValueBreakdown: Sendable, Equatable {
    package let traceID: TraceID
    /// V in [-1, 1].
    package let value: Double
    /// α in [0, 1].
    package let weight: Double
    /// The rule that gave α.
    package let rule: String
    /// R of the task, in [-1, 1].
    package let reward: Double
    /// γ.
    package let discount: Double
    /// V of the step after it; `nil` for the last, whose value is the reward.
    package let next: Double?

    /// What comes of the reward directly; all of it for the last step.
    package var direct: Double { next == nil ? reward : weight * reward }

    /// What comes of the step after it.
    package var passedBack: Double { next.map { (1 - weight) * discount * $0 } ?? 0 }

    /// The formula with its numbers, rounded to hundredths: `0.70·0.80 + 0.30·0.90·0.75 = 0.76`.
    package var formula: String {
        guard let next else { return "R = \(Self.hundredths(reward))" }
        let parts = [weight, reward, 1 - weight, discount, next, value].map(Self.hundredths)
        return "\(parts[0])·\(parts[1]) + \(parts[2])·\(parts[3])·\(parts[4]) = \(parts[5])"
    }

    static func hundredths(_ value: Double) -> String {
        let rounded = Int((Bounds.reward(value) * 100).rounded())
        let digits = String(abs(rounded) % 100)
        return (rounded < 0 ? "−" : "") + "\(abs(rounded) / 100)." + (digits.count < 2 ? "0" : "") + digits
    }
}
