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
        if fault == .identifierMismatch {
            title = "Identifiers must agree before you \(procedure.action.phrase)\(isOneCommand ? " with \(goal)" : "")"
        } else {
            title = isOneCommand ? "\(what) when \(goal) runs\(place)" : "\(what) when you \(procedure.action.phrase)"
        }
        var sayings: [String] = []
        for lesson in lessons {
            for saying in lesson.sayings where !sayings.contains(saying) { sayings.append(saying) }
        }
        var trigger =
            isOneCommand
            ? "\(what) while \(goal) \(verb(procedure.action))\(place)."
            : "\(what) when you \(procedure.action.phrase)\(place): \(goal) fails."
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
        let kind = ProcedureText.capitalized(procedure.action.phrase)
        let telling = procedure.steps.filter { $0.command != nil && $0.group == nil }.compactMap(\.command)
        let about = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
        let way = telling.first { "`\($0)`" != goal }.map { "`\($0)`, then \(goal)" } ?? goal
        let title = "\(kind)\(about) (\(way))"
        let trigger =
            "The task is to \(procedure.action.phrase)\(place) with \(goal)"
            + (words.isEmpty ? "." : "; it is about \(words.joined(separator: ", ")).")
        return (String(title.prefix(160)), trigger)
    }

    private static func verb(_ action: ActionKind) -> String {
        switch action {
        case .installPackage: "builds"
        default: "runs"
        }
    }

    /// Words that at least 60 % of the users' openings have, as most of them wrote them.
    private static func sharedWords(_ lessons: [Lesson]) -> [String] {
        var counts: [String: Int] = [:]
        for lesson in lessons { for term in Set(lesson.terms) { counts[term, default: 0] += 1 } }
        let shared = counts.filter { $0.value >= Majority.of(lessons.count) }
        let order = lessons.first?.terms ?? []
        return Array(order.filter { shared[$0] != nil }.prefix(4))
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
