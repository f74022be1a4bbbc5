package import MemoryModel

/// What each step of a task taught, and how much of the task's reward it earned itself: α.
///
/// Seen in the steps alone: which failure was turned into a success and by what, which step used what an earlier one
/// revealed, what was tried in vain. Pure, and linear in the number of steps.
package struct EpisodeReflection: Sendable {
    package init() {}

    /// One for each of the record's steps, in their order.
    package func reflections(on record: EpisodeRecord) -> [StepReflection] {
        let steps = record.steps.map { TakenStep($0) }
        let mends = MendSearch(steps)
        let uses = RevealedNames(steps: steps, turns: record.turns).uses
        return ReflectionRules(steps: steps, mends: mends, uses: uses).reflections()
    }
}

/// α of each rule, in [0, 1].
enum ReflectionWeight {
    /// It turned a failure into a success, or a later step used what it revealed.
    static let insight = 0.7
    /// The answer that ends the task.
    static let finalAnswer = 0.5
    /// Ordinary progress, and failures that told what to mend.
    static let progress = 0.4
    /// A failure that taught nothing, a failure repeated, a look that nothing used.
    static let waste = 0.15
}
