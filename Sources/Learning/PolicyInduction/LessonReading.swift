import MemoryModel
import StepReading
import TextAnalysis

/// The lessons of a task: the faults that were mended, the way to its goal, and what it failed at.
struct LessonReading {
    private typealias Done = EpisodeReading.Done

    private let reading: EpisodeReading
    private var repairs: [(lesson: Lesson, value: Double, trace: TraceID, places: Set<Int>)] = []
    private var open: [OpenFault] = []
    private var result: [LessonRow] = []

    /// A run that failed and has not passed since.
    private struct OpenFault {
        var first: Int
        var last: Int
        var fault: FaultFamily?
        var errorText: String
        var sayings: [String]
        var action: CourseAction
        /// Places of changes after which it failed as before.
        var vain: Set<Int> = []
    }

    static func lessons(of record: EpisodeRecord) -> [LessonRow] {
        var reading = LessonReading(reading: EpisodeReading(record))
        return reading.read()
    }

    private init(reading: EpisodeReading) { self.reading = reading }

    private mutating func read() -> [LessonRow] {
        for done in reading.done where done.action.effect != .reads {
            done.hasFailed ? failed(done) : passed(done)
        }
        replaced()
        repairs.sort { $0.value != $1.value ? $0.value > $1.value : $0.trace.rawValue < $1.trace.rawValue }
        for repair in repairs.prefix(Self.mostRepairs) { keep(repair.lesson, value: repair.value, trace: repair.trace) }
        procedure()
        failures()
        return result
    }

    // MARK: Faults and what mended them

    private mutating func failed(_ done: Done) {
        guard let known = open.firstIndex(where: { $0.action.sameness(to: done.action) != .other }) else {
            open.append(
                OpenFault(
                    first: done.place, last: done.place, fault: done.fault, errorText: done.errorText,
                    sayings: done.sayings, action: done.action))
            if open.count > Self.mostOpen { open.removeFirst() }
            return
        }
        let between = changes(from: open[known].last, to: done.place, except: open[known].action)
        if open[known].fault == done.fault {
            // A second library can be missing behind the first; anything else that changed nothing was in vain.
            if open[known].errorText == done.errorText {
                for place in between where reading.done[place].action.kind != .installSystemPackage {
                    open[known].vain.insert(place)
                }
            }
            open[known].last = done.place
            open[known].action.traceID = done.action.traceID
        } else {
            mended(open[known], by: done, isPass: false)
            open[known] = OpenFault(
                first: done.place, last: done.place, fault: done.fault, errorText: done.errorText,
                sayings: done.sayings, action: done.action)
        }
    }

    private mutating func passed(_ done: Done) {
        while let known = open.firstIndex(where: { $0.action.sameness(to: done.action) != .other }) {
            mended(open.remove(at: known), by: done, isPass: true)
        }
    }

    private mutating func mended(_ fault: OpenFault, by pass: Done, isPass: Bool) {
        let places = changes(from: fault.first, to: pass.place, except: fault.action)
        let vain = fault.vain.intersection(places)
        var fixes = places.filter { !vain.contains($0) }
        // The command itself was changed, or it passed for no reason that was seen.
        let isRewritten = pass.action.words != fault.action.words && pass.action.form == .shell
        if fixes.isEmpty, !isRewritten { return }
        if fixes.count > Self.mostFixes { fixes = Array(fixes.suffix(Self.mostFixes)) }
        var course = fixes.map { reading.done[$0].action }
        for index in course.indices { course[index].fault = fault.fault ?? .other }
        if isPass || course.isEmpty { course.append(pass.action) } else { course.append(fault.action) }
        var after: [CourseAction] = []
        if isPass { after = checks(after: pass.place) }
        var lesson = lesson(.repair, goal: isPass ? pass.action : fault.action, course: merged(course) + after)
        lesson.fault = fault.fault ?? .other
        lesson.errorText = String(fault.errorText.prefix(160))
        lesson.sayings = fault.sayings
        lesson.attempts = Array(vain.sorted().map { reading.done[$0].action }.prefix(3))
        let values = fixes.map { reading.done[$0].value } + (isPass ? [pass.value] : [])
        let trace = fixes.last.map { reading.done[$0].action.traceID } ?? pass.action.traceID
        repairs.append((lesson, values.max() ?? 0, trace, Set(fixes)))
    }

    /// What failed was given up, and another thing of its kind done instead.
    private mutating func replaced() {
        guard (reading.record.episode.reward ?? 0) > 0 else { return }
        for fault in open where !fault.action.isCommonplace {
            let instead = reading.done[(fault.last + 1)...].first {
                !$0.hasFailed && $0.action.kind == fault.action.kind && $0.action.stem != fault.action.stem
            }
            guard let instead else { continue }
            var action = instead.action
            action.fault = fault.fault ?? .other
            var lesson = lesson(.repair, goal: fault.action, course: [action] + checks(after: instead.place))
            lesson.fault = fault.fault ?? .other
            lesson.errorText = String(fault.errorText.prefix(160))
            lesson.sayings = fault.sayings
            lesson.attempts = [fault.action]
            repairs.append((lesson, instead.value, action.traceID, [instead.place]))
            open.removeAll { $0.first == fault.first }
        }
    }

    /// Places of what changed something between two runs; of what else was run where nothing changed.
    private func changes(from start: Int, to end: Int, except goal: CourseAction) -> [Int] {
        guard start + 1 < end else { return [] }
        let between = (start + 1..<end).filter { place in
            let done = reading.done[place]
            return !done.hasFailed && done.action.effect != .records && done.action.effect != .reads
                && done.action.sameness(to: goal) == .other
        }
        let changes = between.filter { place in
            let action = reading.done[place].action
            return action.effect == .changes || action.isNamedScript
        }
        return changes.isEmpty ? between : changes
    }

    /// The checks that directly follow: how it was seen that it works.
    private func checks(after place: Int) -> [CourseAction] {
        var checks: [CourseAction] = []
        for done in reading.done[(place + 1)...] {
            if done.action.effect == .reads { continue }
            guard done.action.effect == .checks, !done.hasFailed, checks.count < 2 else { break }
            var action = done.action
            action.part = .after
            if action != checks.last { checks.append(action) }
        }
        return checks
    }

    // MARK: The whole way

    private mutating func procedure() {
        guard let reward = reading.record.episode.reward, reward > 0 else { return }
        let vain = Set(repairs.flatMap { $0.lesson.attempts.map(\.traceID) })
        let passed = reading.done.filter { !$0.hasFailed && !vain.contains($0.action.traceID) }
        guard let goal = passed.last(where: { Self.isGoal($0.action) }) else { return }
        // A check that fails to the end is a goal that was not reached.
        guard !open.contains(where: { $0.last > goal.place && $0.action.effect == .checks }) else { return }
        var mended: [Int: FaultFamily] = [:]
        for repair in repairs { for place in repair.places { mended[place] = repair.lesson.fault } }
        var course: [CourseAction] = []
        for done in passed {
            var action = done.action
            guard action.effect != .reads || Self.isTellingLook(action) else { continue }
            action.fault = mended[done.place]
            if let earlier = course.firstIndex(where: { $0.sameness(to: action) == .same }) {
                // A check is shown where it passed last, anything else where it was done first.
                guard action.effect == .checks || Self.isGoal(action) else { continue }
                course.remove(at: earlier)
            }
            course.append(action)
        }
        course = merged(course)
        let significant = course.filter { $0.effect != .reads }
        let outside = significant.filter { action in
            action.fault == nil && !repairs.contains { $0.lesson.goal.sameness(to: action) != .other }
        }
        let isOwn = repairs.isEmpty ? significant.count >= 2 : outside.count >= 2
        guard isOwn, significant.contains(where: { $0.effect == .changes || $0.isNamedScript }) else { return }
        if course.count > Self.longestCourse { course = Array(course.suffix(Self.longestCourse)) }
        keep(lesson(.procedure, goal: goal.action, course: course), value: goal.value, trace: goal.action.traceID)
    }

    private static func isGoal(_ action: CourseAction) -> Bool {
        if action.effect == .checks { return true }
        return [.publish, .deploy, .migrate, .restart, .push, .installPackage, .build, .test].contains(action.kind)
    }

    /// Reading a file that is named; listing and searching differ with every task.
    private static func isTellingLook(_ action: CourseAction) -> Bool {
        action.kind == .readFile && action.targets.count == 1
    }

    // MARK: What it failed at

    private mutating func failures() {
        let reward = reading.record.episode.reward ?? 0
        for fault in open.suffix(2) {
            let value = reading.done[fault.last].value
            guard reward < 0 || value < 0 else { continue }
            let tried = changes(from: -1, to: fault.last, except: fault.action).map { reading.done[$0].action }
            var lesson = lesson(.failure, goal: fault.action, course: Array(merged(tried).suffix(Self.mostFixes)))
            lesson.fault = fault.fault ?? .other
            lesson.errorText = String(fault.errorText.prefix(160))
            keep(lesson, value: value < 0 ? value : reward, trace: fault.action.traceID)
        }
        // Everything ran, and still it was not what was wanted.
        guard reward < 0, result.isEmpty, let last = reading.done.last(where: { Self.isGoal($0.action) }) else {
            return
        }
        let course = reading.done.filter { !$0.hasFailed && $0.action.effect != .reads }.map(\.action)
        let kept = Array(merged(course).suffix(Self.longestCourse))
        keep(
            lesson(.failure, goal: last.action, course: kept), value: min(last.value, reward),
            trace: last.action.traceID)
    }

    // MARK: Rows

    private func lesson(_ kind: Lesson.Kind, goal: CourseAction, course: [CourseAction]) -> Lesson {
        Lesson(
            kind: kind, goal: goal, course: course, marks: reading.marks, terms: reading.terms,
            opening: reading.opening, guidance: EpisodeGuidance.of(reading.record.feedback))
    }

    private mutating func keep(_ lesson: Lesson, value: Double, trace: TraceID) {
        let record = reading.record
        let id =
            "le_"
            + ContentHash.of([
                record.episode.id.rawValue, lesson.kind.rawValue, trace.rawValue, lesson.goal.stem,
                lesson.fault?.rawValue ?? "",
            ])
        guard !result.contains(where: { $0.id == id }) else { return }
        let at = record.steps.first { $0.id == trace }?.at ?? record.episode.lastActiveAt
        result.append(
            LessonRow(
                id: id, signature: lesson.signature, episodeID: record.episode.id, traceID: trace, at: at,
                owner: record.owner, value: min(max(value, -1), 1), content: lesson.json))
    }

    /// Installing one package after the other is one step that installs them all.
    private func merged(_ course: [CourseAction]) -> [CourseAction] {
        var merged: [CourseAction] = []
        for action in course {
            guard action.kind == .installSystemPackage, action.form == .shell,
                let earlier = merged.lastIndex(where: { $0.stem == action.stem })
            else {
                if merged.last?.sameness(to: action) != .same || merged.last?.words != action.words {
                    merged.append(action)
                }
                continue
            }
            let new = action.targets.filter { !merged[earlier].words.contains($0) }
            merged[earlier].words += new
        }
        return merged
    }

    private static let mostOpen = 16
    private static let mostRepairs = 4
    private static let mostFixes = 8
    private static let longestCourse = 24
}
