import MemoryModel

/// A policy with its lessons while a task is settled.
struct PolicyEvidence {
    var policy: Policy
    var lessons: [KeptLesson]
    /// Made by this task.
    var isNew = false
    var isTouched = false

    /// Of what it says, the best lesson of every task.
    var taught: [KeptLesson] { lessons.filter { $0.row.role == .with && $0.lesson.kind != .failure } }

    /// One lesson a task, the best first.
    static func best(of lessons: [KeptLesson], most: Int) -> [KeptLesson] {
        var seen: Set<EpisodeID> = []
        return Array(
            lessons.sorted(by: KeptLesson.precedes).filter { seen.insert($0.row.episodeID).inserted }.prefix(most))
    }

    /// Of every task its best value, for what is done with the policy or without it.
    func values(_ role: LessonRow.Role) -> [Double] {
        Self.best(of: lessons.filter { $0.row.role == role }, most: .max).map(\.row.value)
    }

    func score(_ lesson: KeptLesson) -> Double {
        let best = Self.best(of: taught, most: 12)
        guard !best.isEmpty else { return 0 }
        return Likeness.score(
            lesson.row.signature, lesson.vector, with: policy.signature, LessonVector.mean(best.map(\.vector)))
    }

    /// Whether at least half of its best lessons teach what this one does.
    func agrees(with lesson: KeptLesson) -> Bool {
        let best = Self.best(of: taught, most: 6)
        let agreeing = best.filter { Likeness.agreement($0.lesson, lesson.lesson).suffices($0.lesson, lesson.lesson) }
        return !best.isEmpty && agreeing.count * 2 >= best.count
    }
}
