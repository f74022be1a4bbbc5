package import MemoryStore

/// What recall before a turn thinks of one skill for a question.
package struct SkillVerdict: Sendable {
    package var head: ItemHead
    /// By which skills are ordered, in [0, 1].
    package var score: Double
    /// That it is one for the task, in (0, 1).
    package var probability: Double
    /// What each part of the fit adds to it: `share`, `strength`, `kindred` and `nearness`.
    package var parts: [(name: String, value: Double)]
    /// What its reliability, and that others made it, makes of the score: a factor.
    package var trust: Double
    /// Why it would not be shown; `nil` where it would be.
    package var reason: Reason?

    package enum Reason: String, Sendable, CaseIterable {
        case archived
        /// Its reliability is too low.
        case unreliable
        case saysTooLittle = "says_too_little"
        /// Less likely than not that it is for this, or far behind the best.
        case unlikely
        /// Better ones take all the places.
        case crowdedOut = "crowded_out"
    }
}
