package import MemoryModel
package import Prompting
import StepReading

extension PolicyInduction {
    /// What a model is asked of the policies that changes tell anew: one request for all of them.
    ///
    /// - Parameters:
    ///   - changes: of one job.
    ///   - known: other policies, of which a new one may be the same in other words.
    ///   - subject: the task, or the policy, that it is for.
    /// - Returns: `nil` when nothing is told anew.
    package func request(wording changes: [Change], beside known: [Policy], for subject: String) -> DraftRequest? {
        let told = changes.flatMap(\.told).prefix(Self.mostWorded)
        guard !told.isEmpty else { return nil }
        var sheet = EvidenceSheet()
        var sources: Set<String> = []
        for words in told {
            sheet.add(words.policy.id.rawValue, kind: "policy", Self.text(of: words.policy), limit: 2400)
            sources.insert(words.policy.id.rawValue)
            for lesson in Self.shown(words) {
                let isFailed = lesson.row.role == .without || lesson.row.value < 0
                sheet.add(
                    lesson.row.traceID.rawValue, kind: isFailed ? "task that went wrong" : "task",
                    Self.text(of: lesson.lesson), limit: 1200)
                sources.formUnion([lesson.row.traceID.rawValue, lesson.row.episodeID.rawValue])
            }
        }
        let new = Set(told.map(\.policy.id))
        for policy in known.sorted(by: { $0.id.rawValue < $1.id.rawValue }).filter({ !new.contains($0.id) })
            .prefix(Self.mostKnown)
        {
            sheet.add(policy.id.rawValue, kind: "known policy", "\(policy.title)\n\(policy.trigger)", limit: 300)
            sources.insert(policy.id.rawValue)
        }
        return DraftRequest(
            [PromptCatalogue.standard[.policyInduction]], sheet: sheet, subject: subject, sources: sources.sorted())
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
