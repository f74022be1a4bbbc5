package import MemoryModel

/// All that chance decides about one task, drawn before anybody plays it: so the same task is played with memory and
/// without.
package struct EpisodePlan: Sendable {
    package var number: Int
    package var at: Timestamp
    package var place: Place
    package var task: Task
    /// What templates are filled with.
    package var values: [String: String]
    package var words: String
    /// Whether the agent, left to itself, goes the wrong way first.
    package var makesMistake: Bool
    /// What it tries in vain before it finds the remedy.
    package var attempts: Int
    /// The fault does not show this time.
    package var isLucky: Bool
    /// What ends the task although nothing is wrong with the course; an index into `Wording.breakages`.
    package var breakage: Int?
    /// How many looks around somebody takes who does not know the project, in 0…3.
    package var looks: Int
    /// By place in the course; indices into `Wording.noise`.
    package var noise: [Int: Int]
    package var reaction: Reaction
    /// A wish for the time to come, and whether it takes back an earlier one.
    package var wish: Wish?
    /// Milliseconds that each step takes, by turns.
    package var pace: Int64
    package var answer: String

    package enum Task: Sendable, Equatable {
        case family(Int)
        case errand(Int)
    }

    /// How the user shows what it was worth.
    package enum Reaction: Sendable, Equatable {
        case silence
        /// Says so in the next turn.
        case words(Int)
        /// Presses a button.
        case button
        /// Presses a button and writes why.
        case buttonWithWords(Int)
    }

    package struct Wish: Sendable, Equatable {
        package var index: Int
        package var wording: Int
        package var isReversal: Bool
    }

    package var family: Family? {
        if case .family(let index) = task { Families.all[index] } else { nil }
    }
}
