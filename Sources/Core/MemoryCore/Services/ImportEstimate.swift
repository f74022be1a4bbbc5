package import LanguageModels
import MemoryModel

/// What models would be asked of an import, on the high side: each task is reviewed, and learned from once.
package struct ImportEstimate: Sendable, Equatable {
    package var calls = 0
    package var usage = TokenUsage(input: 0, output: 0)

    package init() {}

    /// - Parameters:
    ///   - turns: new ones of one conversation, cleaned, in order.
    ///   - pause: milliseconds of silence after which another task begins.
    init(_ turns: [ImportedTurn], pause: Int64) {
        var task: (steps: Int, characters: Int)?
        var last: Timestamp?
        for turn in turns {
            if let begins = turn.startedAt, let ended = last, begins - ended > pause, let done = task {
                add(done)
                task = nil
            }
            last = turn.endedAt ?? turn.startedAt ?? last
            let shown =
                min(turn.userText.utf8.count, Self.shownOfMessage)
                + (turn.calls.count + 1) * Self.shownOfStep
            task = ((task?.steps ?? 0) + turn.calls.count + 1, (task?.characters ?? 0) + shown)
        }
        if let task { add(task) }
    }

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.calls += right.calls
        sum.usage.input += right.usage.input
        sum.usage.output += right.usage.output
        return sum
    }

    private mutating func add(_ task: (steps: Int, characters: Int)) {
        let reviews = min((task.steps + Self.stepsACall - 1) / Self.stepsACall, Self.mostReviews)
        calls += reviews + 1
        usage.input += (reviews + 1) * Self.instructions + task.characters / Self.charactersAToken * 2
        usage.output += (reviews + 1) * Self.answer
    }

    // As in the review of a task; what a model is shown of a message and of a step.
    private static let stepsACall = 12
    private static let mostReviews = 3
    private static let shownOfMessage = 600
    private static let shownOfStep = 500
    private static let charactersAToken = 3
    /// Tokens of the prompts of a call and of an answer, as they come in practice.
    private static let instructions = 2_600
    private static let answer = 900
}

/// Whether models are asked of what is imported, and what that would come to.
package struct ImportModels: Sendable, Equatable {
    /// Whether the settings want it.
    package var isWanted: Bool
    /// `nil` when no price is known.
    package var dollars: Double?

    package init(isWanted: Bool, dollars: Double?) {
        self.isWanted = isWanted
        self.dollars = dollars
    }
}
