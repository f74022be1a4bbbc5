import MemoryModel
import StepReading
import TextAnalysis

/// The lessons of a task: the faults that were mended, the way to its goal, and what it failed at.
struct LessonReading {
    private let reading: EpisodeReading
    private let guidance: DecisionGuidance
    private var result: [LessonRow] = []

    static func lessons(of record: EpisodeRecord) -> [LessonRow] {
        let reading = EpisodeReading(record)
        var search = RepairSearch(reading)
        search.run()
        var lessons = LessonReading(reading: reading, guidance: EpisodeGuidance.of(record.feedback))
        lessons.repaired(search)
        lessons.reached(search)
        lessons.failed(search)
        return lessons.result
    }

    private init(reading: EpisodeReading, guidance: DecisionGuidance) {
        self.reading = reading
        self.guidance = guidance
    }

    /// The repair that counts most with all that was done around it, the others with what mended them.
    private mutating func repaired(_ search: RepairSearch) {
        let repairs = search.repairs.sorted { a, b in
            let (one, other) = (GoalRank.of(a.goal), GoalRank.of(b.goal))
            if one != other { return one > other }
            return a.value != b.value ? a.value > b.value : a.pass > b.pass
        }
        for (place, repair) in repairs.prefix(Self.mostRepairs).enumerated() {
            let whole = place == 0 ? wholeCourse(search, around: repair) : core(of: repair)
            var lesson = lesson(.repair, goal: repair.goal, course: whole)
            lesson.fault = repair.open.fault ?? .other
            lesson.errorText = String(repair.open.errorText.prefix(160))
            lesson.sayings = repair.open.sayings
            lesson.attempts = Array(repair.vain.map { reading.done[$0].action }.prefix(3))
            let hinge = repair.fixes.last.map { reading.done[$0].action.traceID } ?? repair.goal.traceID
            keep(lesson, value: repair.value, trace: hinge)
        }
    }

    /// The way to the goal where nothing had to be mended on it.
    private mutating func reached(_ search: RepairSearch) {
        guard search.repairs.isEmpty, let reward = reading.record.episode.reward, reward > 0 else { return }
        let passed = reading.done.filter { !$0.hasFailed && $0.action.effect != .reads }
        guard let goal = GoalRank.goal(of: passed) else { return }
        // A check that fails to the end is a goal that was not reached.
        guard !search.open.contains(where: { $0.last > goal.place && $0.action.effect == .checks }) else { return }
        let course = wholeCourse(search, around: nil, goal: goal)
        let significant = course.filter { $0.effect != .reads }
        guard significant.count >= 2, significant.contains(where: { $0.effect == .changes || $0.isNamedScript }) else {
            return
        }
        keep(lesson(.procedure, goal: goal.action, course: course), value: goal.value, trace: goal.action.traceID)
    }

    /// What it failed at, with what was tried.
    private mutating func failed(_ search: RepairSearch) {
        let reward = reading.record.episode.reward ?? 0
        for open in search.open.suffix(2) {
            let value = reading.done[open.last].value
            guard reward < 0 || value < 0 else { continue }
            let tried = search.changes(from: -1, to: open.last, except: open.action).map { reading.done[$0].action }
            var lesson = lesson(.failure, goal: open.action, course: Array(Self.merged(tried).suffix(8)))
            lesson.fault = open.fault ?? .other
            lesson.errorText = String(open.errorText.prefix(160))
            keep(lesson, value: value < 0 ? value : reward, trace: open.action.traceID)
        }
        // Everything ran, and still it was not what was wanted.
        let passed = reading.done.filter { !$0.hasFailed && $0.action.effect != .reads }
        guard reward < 0, result.isEmpty, let goal = GoalRank.goal(of: passed) else { return }
        let course = Array(Self.merged(passed.map(\.action)).suffix(Self.longestCourse))
        keep(
            lesson(.failure, goal: goal.action, course: course), value: min(goal.value, reward),
            trace: goal.action.traceID)
    }

    // MARK: Courses

    private func core(of repair: RepairSearch.Repair) -> [CourseAction] {
        var course = repair.fixes.map { reading.done[$0].action }
        for index in course.indices { course[index].fault = repair.open.fault ?? .other }
        var goal = repair.goal
        goal.isGoal = true
        return Self.merged(course) + [goal]
    }

    /// All that was done and went well, in order. What was done twice is told where it was done last, an edit where it
    /// was done first.
    private func wholeCourse(
        _ search: RepairSearch, around repair: RepairSearch.Repair?, goal: EpisodeReading.Done? = nil
    ) -> [CourseAction] {
        let vain = Set(search.repairs.flatMap(\.vain))
        let fixes = Set(repair?.fixes ?? [])
        let isInstead = repair?.isReplacement ?? false
        var course: [CourseAction] = []
        for done in reading.done where !done.hasFailed && !vain.contains(done.place) {
            var action = done.action
            let isBetween = repair.map { done.place > $0.open.first && done.place <= $0.pass } ?? true
            guard action.effect != .reads || action.isTellingLook else { continue }
            // What was done once more to mend it, in another way, was done in vain the first time.
            let isSuperseded = repair.map { repair in
                done.place < repair.open.first && action.form == .shell
                    && repair.fixes.contains { reading.done[$0].action.stem == action.stem }
            }
            if isSuperseded ?? false { continue }
            if fixes.contains(done.place) { action.fault = repair?.open.fault ?? .other }
            action.isGoal = !isInstead && done.place == (repair?.pass ?? goal?.place)
            if let repair, !isBetween || action.isCommonplaceCheck && !action.isGoal {
                action.part = done.place > repair.pass ? .after : .before
            }
            if let earlier = course.firstIndex(where: { $0.sameness(to: action) == .same }) {
                if action.form == .edit || action.form == .read { continue }
                if course[earlier].isGoal { continue }
                course.remove(at: earlier)
            }
            course.append(action)
        }
        course = Self.merged(course)
        guard course.count > Self.longestCourse else { return course }
        let middle = course.firstIndex(where: \.isGoal) ?? course.count - 1
        let start = max(0, min(middle - Self.longestCourse * 2 / 3, course.count - Self.longestCourse))
        return Array(course[start..<start + Self.longestCourse])
    }

    /// Installing one package after the other is one step that installs them all.
    private static func merged(_ course: [CourseAction]) -> [CourseAction] {
        var merged: [CourseAction] = []
        for action in course {
            guard action.kind == .installSystemPackage, action.form == .shell, !action.targets.isEmpty,
                let earlier = merged.lastIndex(where: { $0.stem == action.stem && $0.part == action.part })
            else {
                merged.append(action)
                continue
            }
            merged[earlier].words += action.targets.filter { !merged[earlier].words.contains($0) }
        }
        return merged
    }

    // MARK: Rows

    private func lesson(_ kind: Lesson.Kind, goal: CourseAction, course: [CourseAction]) -> Lesson {
        Lesson(
            kind: kind, goal: goal, course: course, marks: reading.marks, terms: reading.terms,
            opening: reading.opening, guidance: guidance)
    }

    private mutating func keep(_ lesson: Lesson, value: Double, trace: TraceID) {
        let record = reading.record
        let parts = [
            record.episode.id.rawValue, lesson.kind.rawValue, trace.rawValue, lesson.goal.stem,
            lesson.fault?.rawValue ?? "",
        ]
        let id = "le_" + ContentHash.of(parts)
        guard !result.contains(where: { $0.id == id }) else { return }
        let at = record.steps.first { $0.id == trace }?.at ?? record.episode.lastActiveAt
        result.append(
            LessonRow(
                id: id, signature: lesson.signature, episodeID: record.episode.id, traceID: trace, at: at,
                owner: record.owner, value: min(max(value, -1), 1), content: lesson.json))
    }

    private static let mostRepairs = 4
    private static let longestCourse = 24
}

/// Which action a task was for: what ships or proves something before what prepares it.
enum GoalRank {
    static func of(_ action: CourseAction) -> Int {
        switch action.kind {
        case .publish, .deploy, .migrate, .test, .build: 5
        case .installPackage: 4
        case .run, .other: action.form == .shell && action.targets.allSatisfy { !$0.contains(" ") } ? 3 : 0
        case .lint, .format, .push: 2
        case .restart, .installSystemPackage: 1
        case .look, .readFile, .editFile, .commit, .synchronize, .configure, .fetch, .permit, .ask: 0
        }
    }

    /// The last of those that count most; `nil` where nothing counts.
    static func goal(of done: [EpisodeReading.Done]) -> EpisodeReading.Done? {
        let best = done.map { of($0.action) }.max() ?? 0
        return best > 0 ? done.last { of($0.action) == best } : nil
    }
}
