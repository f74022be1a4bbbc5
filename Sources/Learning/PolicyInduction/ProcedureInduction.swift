import MemoryModel
import StepReading
import TextAnalysis

/// Makes one procedure of several lessons that teach the same.
struct ProcedureInduction {
    private typealias Column = Alignment<CourseAction>.Column

    private let lessons: [Lesson]
    private let isRepair: Bool
    private let fault: FaultFamily?
    private var table = ParameterTable()
    private var steps: [InducedProcedure.Step] = []
    private var checks: [String] = []
    private var goalCommand = ""
    private var groups = 0
    private var isPastGoal = false

    /// - Parameter lessons: the one that the others are set against first.
    static func procedure(of lessons: [Lesson]) -> InducedProcedure? {
        let taught = lessons.filter { $0.kind != .failure }
        guard !taught.isEmpty else { return nil }
        var induction = ProcedureInduction(taught)
        return induction.draft()
    }

    private init(_ lessons: [Lesson]) {
        self.lessons = lessons
        let repairs = lessons.filter { $0.kind == .repair }
        isRepair = repairs.count * 2 >= lessons.count
        fault = isRepair ? repairs.first?.fault : nil
    }

    private mutating func draft() -> InducedProcedure {
        let courses = lessons.map(\.course)
        let aligned = Alignment(courses) { Likeness.match($0, $1) }
        let kept = aligned.columns.compactMap { column in condition(of: column).map { (column, $0) } }
        // The goal first: what it is run on names the parameters that the steps share with it.
        let goals = lessons.enumerated().map { (member: $0.offset, action: $0.element.goal) }
        goalCommand = isOfOneStem(goals.map(\.action)) ? command(goals, group: nil) : ""
        for (column, keeping) in kept { add(column, keeping) }
        let stem = lessons.first.map(\.goal.stem) ?? ""
        let isOneStem = lessons.allSatisfy { $0.goal.stem == stem }
        var openings: [String] = []
        for lesson in lessons where !lesson.opening.isEmpty && !openings.contains(lesson.opening) {
            openings.append(lesson.opening)
        }
        let verification = ProcedureText.verification(
            goalCommand: goalCommand, goals: lessons.map(\.goal), checks: checks)
        let named = steps.flatMap { [$0.text, $0.command ?? ""] } + [goalCommand, verification]
        var procedure = InducedProcedure(
            isRepair: isRepair, action: lessons.first?.goal.kind ?? .other, stem: isOneStem ? stem : "", fault: fault,
            parameters: table.named(in: named), steps: Array(steps.prefix(Self.mostSteps)), verification: verification,
            preconditions: [], tools: Array(Set(steps.map(\.tool))).sorted(), goals: Array(openings.prefix(5)),
            marks: lessons.reduce(Set<String>()) { $0.union($1.marks) }.filter { !EnvironmentMarks.isProject($0) }
                .sorted(by: EnvironmentMarks.precedes),
            goalCommand: goalCommand)
        if let fault {
            procedure.preconditions = [
                ProcedureText.situation(fault, goalCommand: goalCommand, goals: lessons.map(\.goal))
            ]
        }
        return procedure
    }

    // MARK: Which steps stay

    private enum Keeping { case always, when(String), not }

    /// `nil` for what one did by the way.
    private func condition(of column: Column) -> Keeping? {
        let count = column.elements.count
        let isLook = column.elements.values.allSatisfy { $0.effect == .reads }
        if count >= (isLook ? lessons.count : Majority.of(lessons.count)), !isVain(column) { return .always }
        guard count >= 2, !isVain(column), !column.elements.values.contains(where: { $0.kind == .readFile }) else {
            return nil
        }
        let members = Set(column.elements.keys)
        if let mark = separatingMark(members, from: Set(lessons.indices).subtracting(members)) {
            return .when(EnvironmentMarks.phrase(mark))
        }
        let mended = Set(column.elements.values.map(\.fault))
        if mended.count == 1, let fault = mended.first ?? nil, !isRepair { return .when("if \(fault.phrase)") }
        return nil
    }

    /// Whether at least as many did it in vain.
    private func isVain(_ column: Column) -> Bool {
        guard let action = column.ordered.map(\.element).first(where: { !$0.isGoal }) else { return false }
        let vain = lessons.filter {
            $0.attempts.contains { $0.words == action.words || $0.sameness(to: action) == .same }
        }
        return vain.count >= column.elements.count
    }

    /// What all of these and none of those are marked with.
    private func separatingMark(_ members: Set<Int>, from others: Set<Int>) -> String? {
        guard !members.isEmpty, !others.isEmpty else { return nil }
        let common = members.map { lessons[$0].marks }.reduce(nil) { $0?.intersection($1) ?? $1 } ?? []
        let foreign = others.reduce(Set<String>()) { $0.union(lessons[$1].marks) }
        return common.subtracting(foreign).min(by: EnvironmentMarks.precedes)
    }

    // MARK: Steps

    private mutating func add(_ column: Column, _ keeping: Keeping) {
        let ordered = column.ordered
        var stems: [String] = []
        for entry in ordered where !stems.contains(entry.element.stem) { stems.append(entry.element.stem) }
        var condition: String?
        if case .when(let phrase) = keeping { condition = phrase }
        let variants = stems.map { stem in
            ordered.filter { $0.element.stem == stem }.map { (member: $0.member, action: $0.element) }
        }
        guard variants.count > 1 else {
            append(variants[0], condition: condition, group: nil)
            return
        }
        // Programs that differ by place are branches; where nothing tells them apart the most usual one stays.
        let all = Set(ordered.map(\.member))
        let marks = variants.map { variant in
            let members = Set(variant.map(\.member))
            return separatingMark(members, from: all.subtracting(members))
        }
        if marks.allSatisfy({ $0 != nil }) {
            groups += 1
            for (variant, mark) in zip(variants, marks) {
                append(variant, condition: mark.map(EnvironmentMarks.phrase), group: groups)
            }
        } else if let usual = variants.first(where: { $0.count >= Majority.of(ordered.count) }) {
            append(usual, condition: condition, group: nil)
        } else {
            groups += 1
            for variant in variants.prefix(4) { append(variant, condition: nil, group: groups) }
        }
    }

    private mutating func append(
        _ variant: [(member: Int, action: CourseAction)], condition: String?, group: Int?
    ) {
        guard let first = variant.first?.action else { return }
        let isGoal = variant.allSatisfy(\.action.isGoal)
        let written = isGoal && group == nil && !goalCommand.isEmpty ? goalCommand : command(variant, group: group)
        let isShell = first.form == .shell
        let keys = Set(variant.map(\.action.key))
        let names = keys.contains(nil) ? [] : keys.compactMap { $0 }.sorted()
        let key = (1...3).contains(names.count) ? names.map { "`\($0)`" }.joined(separator: " or ") : nil
        let text = ProcedureText.step(
            first, written: written, key: key, fault: isRepair ? fault : nil)
        if isGoal { isPastGoal = true }
        if !isGoal, isPastGoal, first.effect == .checks, isShell, !checks.contains(written) { checks.append(written) }
        let step = InducedProcedure.Step(
            text: text, command: isShell ? written : nil, action: first.kind, tool: first.tool, condition: condition,
            group: group, isOptional: false, support: variant.count,
            isRemedy: variant.contains { $0.action.fault != nil }, sources: variant.map(\.action.traceID))
        if !steps.contains(where: { $0.text == text && $0.condition == condition && $0.group == group }) {
            steps.append(step)
        }
    }

    private func isOfOneStem(_ actions: [CourseAction]) -> Bool {
        guard let first = actions.first else { return false }
        return actions.allSatisfy { $0.stem == first.stem && $0.form == .shell }
    }

    /// The command of a step, with parameters; for other tools what they work on.
    private mutating func command(_ variant: [(member: Int, action: CourseAction)], group: Int?) -> String {
        guard let action = variant.first?.action else { return "" }
        var pattern = CommandPattern(variant)
        if variant.count == 1, lessons.count > 1 { pattern = single(variant[0].member, action) }
        var words: [String] = []
        for part in pattern.parts {
            switch part {
            case .literal(let word): words.append(word)
            case .hole(let before, let values, let after, let flag):
                let place = ParameterPlace(
                    kind: action.kind, stem: action.stem, flag: flag, before: before, fault: fault ?? action.fault)
                words.append("\(before)<\(table.name(values, in: place, group: group))>\(after)")
            }
        }
        return String(words.joined(separator: " ").prefix(Self.longestCommand))
    }

    /// Of a command that only one gave: its words up to what is its own. What it installs is a parameter, as it is where
    /// several differ; a value that is a parameter elsewhere is that.
    private func single(_ member: Int, _ action: CourseAction) -> CommandPattern {
        var pattern = CommandPattern([(member, action)])
        guard action.form == .shell else { return pattern }
        let head = action.words.prefix(action.stemEnd).map(CommandPattern.Part.literal)
        let rest = action.words.dropFirst(action.stemEnd)
        let flags = rest.filter { $0.hasPrefix("-") }.map(CommandPattern.Part.literal)
        let targets = rest.filter { !$0.hasPrefix("-") }
        if [.installPackage, .installSystemPackage].contains(action.kind), !targets.isEmpty {
            let value = [member: targets.joined(separator: " ")]
            pattern.parts = head + flags + [.hole(before: "", values: value, after: "", flag: nil)]
        } else {
            var isValue = false
            pattern.parts =
                head
                + rest.compactMap { word in
                    defer { isValue = word.hasPrefix("--") }
                    // `--access public` says a setting; other words are what this one was about.
                    if word.hasPrefix("-") || isValue && word.allSatisfy(\.isLetter) { return .literal(word) }
                    return table.parameter(of: member, valued: word).map { .literal("<\($0)>") }
                }
        }
        return pattern
    }

    private static let mostSteps = 20
    private static let longestCommand = 200
}
