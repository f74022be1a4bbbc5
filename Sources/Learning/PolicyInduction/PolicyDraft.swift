import JSONText
import MemoryModel
import StepReading

/// The words of a policy out of the procedure that its lessons have in common.
struct PolicyDraft {
    let procedure: InducedProcedure
    let title: String
    let trigger: String
    let text: String
    let boundary: String

    /// - Parameters:
    ///   - lessons: that it was done in, the best first.
    ///   - failed: the same situation where it went wrong or was not done.
    init?(_ lessons: [Lesson], failed: [Lesson]) {
        guard let procedure = ProcedureInduction.procedure(of: lessons), !procedure.steps.isEmpty else { return nil }
        self.procedure = procedure
        let common = lessons.map(\.marks).reduce(nil) { $0?.intersection($1) ?? $1 } ?? []
        let place =
            ["container", "ci", "kubernetes", "windows", "macos", "alpine", "production"]
            .first { common.contains($0) }.map { " " + EnvironmentMarks.phrase($0) } ?? ""
        if let fault = procedure.fault {
            (title, trigger) = Self.ofRepair(fault, procedure, lessons, place: place)
        } else {
            (title, trigger) = Self.ofProcedure(procedure, lessons, place: place)
        }
        text = ProcedureText.lines(of: procedure.steps)
        boundary = Self.boundary(lessons, failed: failed)
    }

    private static func ofRepair(
        _ fault: FaultFamily, _ procedure: InducedProcedure, _ lessons: [Lesson], place: String
    ) -> (title: String, trigger: String) {
        let goal = ProcedureText.goal(procedure.goalCommand, lessons.map(\.goal))
        let what = ProcedureText.capitalized(fault.phrase)
        let isOneCommand = !procedure.goalCommand.isEmpty
        let title: String
        let isNamed = ![.other, .run].contains(procedure.action)
        if fault == .identifierMismatch {
            title = "Identifiers must agree before you \(procedure.action.phrase)\(isOneCommand ? " with \(goal)" : "")"
        } else if fault == .other, let remedy = remedy(procedure) {
            title = "\(goal) fails until \(remedy)"
        } else if isOneCommand || !isNamed {
            title = "\(what) when \(goal) runs\(place)"
        } else {
            title = "\(what) when you \(procedure.action.phrase)\(place)"
        }
        var sayings: [String] = []
        for lesson in lessons {
            for saying in lesson.sayings where !sayings.contains(saying) { sayings.append(saying) }
        }
        var trigger = "\(what) when you \(procedure.action.phrase)\(place): \(goal) fails."
        if fault == .other {
            trigger = "\(goal) is to run\(place), or has just failed."
        } else if isOneCommand || !isNamed {
            trigger = "\(what) while \(goal) \(verb(procedure.action))\(place)."
        }
        if !sayings.isEmpty {
            trigger += " Known by " + sayings.prefix(4).map { "“\($0)”" }.joined(separator: ", ") + "."
        }
        return (title, trigger)
    }

    private static func ofProcedure(
        _ procedure: InducedProcedure, _ lessons: [Lesson], place: String
    ) -> (title: String, trigger: String) {
        let words = sharedWords(lessons)
        let goal = ProcedureText.goal(procedure.goalCommand, lessons.map(\.goal))
        let isNamed = ![.other, .run].contains(procedure.action)
        let kind = isNamed ? ProcedureText.capitalized(procedure.action.phrase) : "Run \(goal)"
        let telling = procedure.steps.filter { $0.command != nil && $0.group == nil }.compactMap(\.command)
        let about = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
        let first = telling.first { "`\($0)`" != goal }.map { "`\($0)`" }
        let way =
            isNamed ? " (" + (first.map { "\($0), then \(goal)" } ?? goal) + ")" : first.map { " after \($0)" } ?? ""
        let title = "\(kind)\(way)\(about)"
        let trigger =
            "The task is to \(isNamed ? "\(procedure.action.phrase)\(place) with \(goal)" : "run \(goal)\(place)")"
            + (words.isEmpty ? "." : "; it is about \(words.joined(separator: ", ")).")
        return (String(title.prefix(160)), trigger)
    }

    private static func verb(_ action: ActionKind) -> String {
        switch action {
        case .installPackage: "builds"
        default: "runs"
        }
    }

    /// What mended it, as something that has been done.
    private static func remedy(_ procedure: InducedProcedure) -> String? {
        let steps = procedure.steps.filter { $0.isRemedy && $0.group == nil }
        guard let step = steps.first(where: { $0.command != nil }) ?? steps.first else { return nil }
        if let command = step.command { return "`\(command)` has run" }
        guard let file = step.text.split(separator: "`").dropFirst().first else { return nil }
        return "`\(file)` is edited"
    }

    /// Words that at least 60 % of the users' openings have, as the best of them wrote them.
    private static func sharedWords(_ lessons: [Lesson]) -> [String] {
        var counts: [String: Int] = [:]
        for lesson in lessons { for term in Set(lesson.terms) { counts[term, default: 0] += 1 } }
        let shared = Set(counts.filter { $0.value >= Majority.of(lessons.count) }.keys)
        guard !shared.isEmpty, let opening = lessons.first?.opening else { return [] }
        var words: [String] = []
        for word in opening.split(whereSeparator: { !($0.isLetter || $0.isNumber || "_-".contains($0)) }) {
            let word = word.lowercased()
            guard word.count < 24, !words.contains(word) else { continue }
            if OpeningWords.terms(of: word).contains(where: shared.contains) { words.append(word) }
        }
        return Array(words.prefix(4))
    }

    private static func joined(_ places: [String]) -> String {
        guard let last = places.last, places.count > 1 else { return places.first ?? "" }
        return places.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func boundary(_ lessons: [Lesson], failed: [Lesson]) -> String {
        let worked = lessons.reduce(Set<String>()) { $0.union($1.marks) }
        let other = failed.reduce(Set<String>()) { $0.union($1.marks) }.subtracting(worked)
        let places = other.filter { !EnvironmentMarks.isProject($0) }.sorted(by: EnvironmentMarks.precedes).prefix(3)
            .map(EnvironmentMarks.phrase)
        if !places.isEmpty { return "It has failed \(joined(places))." }
        let systems = worked.filter(EnvironmentMarks.isSystem).sorted(by: EnvironmentMarks.precedes)
        guard !systems.isEmpty else { return "" }
        return "Seen only \(joined(systems.prefix(4).map(EnvironmentMarks.phrase)))."
    }
}
