import MemoryModel
import StepReading
import TextAnalysis

/// One thing that a task teaches: how a fault was mended, how a goal was reached, or that it was not.
struct Lesson: Equatable, Sendable {
    var kind: Kind
    /// What was to be reached: the check that failed and passed, or the last one that passed.
    var goal: CourseAction
    /// `nil` where nothing failed.
    var fault: FaultFamily?
    /// The fault as abstracted from what was put out: compared, never shown.
    var errorText: String = ""
    /// How the fault is known, in words of our own lexicon or as the name of an error.
    var sayings: [String] = []
    /// What was done, in order; the goal itself stands last of its core. Of a failure: what was tried.
    var course: [CourseAction]
    /// Changes after which it failed as before.
    var attempts: [CourseAction] = []
    var marks: Set<String> = []
    /// Content words of what the user asked for.
    var terms: [String] = []
    /// What the user asked for, cut.
    var opening: String = ""
    var guidance = DecisionGuidance.none

    enum Kind: String, Sendable {
        case repair, procedure, failure
    }

    /// What was done but for the goal itself; of a repair, what mended it.
    var changes: [CourseAction] {
        course.filter { $0.effect != .reads && $0.part == .core && !isGoal($0) }
    }

    /// The same with what was done before and after a repair.
    var deeds: [CourseAction] { course.filter { $0.effect != .reads && !isGoal($0) } }

    private func isGoal(_ action: CourseAction) -> Bool {
        action.isGoal || action.traceID == goal.traceID && action.stem == goal.stem
    }

    /// The change that tells most of what was done.
    var tellingKind: ActionKind? {
        (changes.last { !$0.isCommonplace } ?? changes.last)?.kind
    }

    /// `primaryTag|secondaryTag|tool|errorClass`.
    var signature: String {
        let tool = goal.stem.prefix { $0 != " " && $0 != "|" }
        return [
            goal.kind.rawValue, tellingKind?.rawValue ?? "_", tool.isEmpty ? "_" : String(tool), fault?.rawValue ?? "_",
        ].joined(separator: "|")
    }
}

/// A lesson and the row it is kept in.
struct KeptLesson: Sendable {
    var row: LessonRow
    let lesson: Lesson
    let vector: LessonVector

    init?(_ row: LessonRow) {
        guard let lesson = Lesson(row.content) else { return nil }
        self.row = row
        self.lesson = lesson
        vector = LessonVector(lesson)
    }

    /// The best first, then the oldest; the same for the same lessons, in whatever order they come. The id decides last,
    /// because it differs from home to home where the same was lived through.
    static func precedes(_ a: KeptLesson, _ b: KeptLesson) -> Bool {
        (b.row.value, a.row.at, a.row.id) < (a.row.value, b.row.at, b.row.id)
    }
}
