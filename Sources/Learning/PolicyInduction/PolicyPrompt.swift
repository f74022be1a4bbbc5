package import MemoryModel
package import Prompting
import StepReading

extension PolicyInduction {
    /// Puts the policies that changes tell anew on a sheet, with the lessons that they rest on.
    ///
    /// - Parameters:
    ///   - changes: of one job.
    ///   - known: other policies, of which a new one may be the same in other words.
    /// - Returns: ids of what is shown; empty when nothing is told anew.
    package func show(_ changes: [Change], beside known: [Policy], on sheet: inout EvidenceSheet) -> [String] {
        let told = changes.flatMap(\.told).prefix(Self.mostWorded)
        guard !told.isEmpty else { return [] }
        let audience: Set<String> = [Prompt.ID.policyInduction.rawValue]
        var shown: Set<String> = []
        for words in told {
            sheet.add(
                words.policy.id.rawValue, kind: "policy", Self.text(of: words.policy), limit: 2400, for: audience)
            shown.insert(words.policy.id.rawValue)
            for lesson in Self.shown(words) {
                let isFailed = lesson.row.role == .without || lesson.row.value < 0
                sheet.add(
                    lesson.row.traceID.rawValue, kind: isFailed ? "task that went wrong" : "task",
                    Self.text(of: lesson.lesson), limit: 1200, for: audience)
                shown.formUnion([lesson.row.traceID.rawValue, lesson.row.episodeID.rawValue])
            }
        }
        let new = Set(told.map(\.policy.id))
        let others = known.filter { !new.contains($0.id) }.sorted { $0.id.rawValue < $1.id.rawValue }
        for policy in others.prefix(Self.mostKnown) {
            sheet.add(
                policy.id.rawValue, kind: "known policy", "\(policy.title)\n\(policy.trigger)", limit: 300,
                for: audience)
            shown.insert(policy.id.rawValue)
        }
        return shown.sorted()
    }

    /// Lessons of one policy that are shown.
    static func shown(_ words: NewWords) -> [KeptLesson] {
        Array(words.taught.prefix(mostTaught)) + words.failed.prefix(mostFailed)
    }

    private static func text(of policy: Policy) -> String {
        let guidance = policy.guidance
        return
            ([
                ("title", policy.title), ("trigger", policy.trigger), ("steps", "\n" + policy.procedure),
                ("verification", policy.verification), ("boundary", policy.boundary),
                ("prefer", guidance.preference.map(\.text).joined(separator: " ")),
                ("avoid", guidance.antiPattern.map(\.text).joined(separator: " ")),
            ] as [(String, String)])
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
    }

    private static func text(of lesson: Lesson) -> String {
        func lines(_ actions: [CourseAction]) -> String {
            actions.map { "- " + ($0.form == .shell ? $0.words : [$0.tool] + $0.words).joined(separator: " ") }
                .joined(separator: "\n")
        }
        let said = (lesson.guidance.preference + lesson.guidance.antiPattern).map(\.text).joined(separator: " ")
        return
            ([
                ("asked", lesson.opening), ("fault", lesson.fault?.phrase ?? ""), ("error", lesson.errorText),
                ("done", "\n" + lines(lesson.course)),
                ("in vain", lesson.attempts.isEmpty ? "" : "\n" + lines(lesson.attempts)), ("person", said),
                ("place", lesson.marks.sorted().joined(separator: ", ")),
            ] as [(String, String)])
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "\n")
    }

    static let mostWorded = 4
    private static let mostTaught = 5
    private static let mostFailed = 2
    private static let mostKnown = 12
}
