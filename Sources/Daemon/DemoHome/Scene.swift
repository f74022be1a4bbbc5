import MemoryModel

/// A project that the demo's developer works in.
struct SceneProject: Sendable, Equatable {
    /// Its folder, and its name for people.
    var name = ""
    /// Where it was cloned from; `nil` for a folder outside of git.
    var remote: String?
}

/// One kind of work in a project as it came up several times.
struct Scene: Sendable {
    var project = SceneProject()
    var name = ""
    /// The agent that does it.
    var agent = "claude"
    /// Template; `nil` where nothing is checked out.
    var branch: String?
    /// What the name of a skill holds that the agent would load for this.
    var skills: [String] = []
    var occasions: [Occasion] = []
    var turns: [SceneTurn] = []
}

/// When a scene is played, and with which values in its templates.
struct Occasion: Sendable {
    var time: SceneTime
    var values: [String: String] = [:]
    /// Replaces the agent of the scene.
    var agent: String?
}

enum SceneTime: Sendable, Equatable {
    /// On a day before today, at a minute of the day by the clock of the place.
    case day(Int, minute: Int)
    /// Before the moment at which the home is made.
    case minutesAgo(Int)
}

/// What a person says, what the agent does then and answers, and what is said of it. Templates.
struct SceneTurn: Sendable {
    var filter: OccasionFilter = .all
    var words: [String] = []
    var steps: [SceneStep] = []
    /// Empty: the turn is still open when the scene ends.
    var answers: [String] = []
    var verdicts: [Verdict] = []
    /// Minutes before the person speaks.
    var pause = 1

    struct Verdict: Sendable {
        var filter: OccasionFilter
        var isGood: Bool
        /// In [0, 1].
        var strength: Double
        var words: String
    }
}

struct SceneStep: Sendable {
    var filter: OccasionFilter
    var kind: Kind
    /// The command, the path or the pattern. Template.
    var subject: String
    /// What came back, or of an edit its two sides by `-` and `+`. Template.
    var lines: [String] = []

    enum Kind: Character, Sendable {
        case run = "$"
        case failedRun = "!"
        case read = "r"
        case edit = "e"
        case write = "w"
        case search = "g"
    }
}

/// The occasions that something is part of, counted from 1.
struct OccasionFilter: Sendable, Equatable {
    var numbers: ClosedRange<Int>

    static let all = OccasionFilter(numbers: 1...Int.max)

    func takes(_ number: Int) -> Bool { numbers.contains(number) }
}
