import MemoryModel

/// Finds what the lines of a policy rest on: the steps that were aligned into a line, and for lines in other words the
/// steps that did what their commands say.
struct LineSources {
    private let policy: Policy
    private let taught: [KeptLesson]
    private let others: [KeptLesson]
    private let steps: [InducedProcedure.Step]

    init(_ evidence: PolicyEvidence, longestAlignment: Int) {
        policy = evidence.policy
        taught = PolicyEvidence.best(of: evidence.taught, most: longestAlignment)
        others = evidence.lessons.filter { $0.row.role == .without || $0.row.value < 0 }
        steps = ProcedureInduction.procedure(of: taught.map(\.lesson))?.steps ?? []
    }

    var lines: [PolicyGrounds.Line] {
        let goals = Self.ids(taught.map(\.lesson.goal.traceID))
        let hinges = Self.ids(taught.map(\.row.traceID))
        // A boundary tells of places where it failed and never worked; without such, of those where it worked.
        let worked = taught.reduce(Set<String>()) { $0.union($1.lesson.marks) }
        let failed = others.filter { !$0.lesson.marks.isSubset(of: worked) }
        let bounds = failed.isEmpty ? hinges : Self.ids(failed.map(\.row.traceID))
        return lines(.trigger, policy.trigger) { _ in goals }
            + lines(.procedure, policy.procedure, sources(ofStep:))
            + lines(.verification, policy.verification) { _ in goals }
            + lines(.boundary, policy.boundary) { _ in bounds }
            + policy.guidance.preference.map { .init(part: .preference, text: $0.text, sources: $0.evidenceIDs) }
            + policy.guidance.antiPattern.map { .init(part: .antiPattern, text: $0.text, sources: $0.evidenceIDs) }
    }

    private func lines(
        _ part: PolicyGrounds.Part, _ text: String, _ sources: (String) -> [String]
    ) -> [PolicyGrounds.Line] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let said = String(Self.trimmed(line))
            guard !said.isEmpty else { return nil }
            return PolicyGrounds.Line(part: part, text: said, sources: Array(sources(said).prefix(Self.mostSources)))
        }
    }

    private func sources(ofStep line: String) -> [String] {
        let quoted = Self.quoted(in: line)
        // A head of branches rests on what its branches rest on.
        guard !quoted.isEmpty else {
            return Self.ids(steps.filter { line.hasSuffix($0.text) }.flatMap(\.sources))
        }
        let aligned = steps.filter { step in
            step.command.map(quoted.contains) ?? line.lowercased().hasSuffix(step.text.lowercased())
        }
        if !aligned.isEmpty { return Self.ids(aligned.flatMap(\.sources)) }
        let patterns = quoted.map { $0.split(separator: " ").filter { !$0.contains("<") }.map(String.init) }
        let actions = taught.flatMap { $0.lesson.course + [$0.lesson.goal] }
        return Self.ids(
            actions.filter { action in patterns.contains { Self.holds(action.words, $0) } }.map(\.traceID))
    }

    /// Whether the words of a pattern stand in a command in their order.
    private static func holds(_ words: [String], _ pattern: [String]) -> Bool {
        guard !pattern.isEmpty else { return false }
        var rest = pattern[...]
        for word in words where word == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    /// What stands in backticks.
    private static func quoted(in line: String) -> [String] {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 && !$0.element.isEmpty }.map { String($0.element) }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        let head = line.drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return head[...last]
    }

    /// Each once, in their order.
    private static func ids(_ traces: [TraceID]) -> [String] {
        var seen: Set<TraceID> = []
        return traces.filter { seen.insert($0).inserted }.map(\.rawValue)
    }

    private static let mostSources = 12
}
