package import Prompting

/// What the steps of a procedure do, as rules have it: a draft may say it in other words, and must do the same.
package struct DraftWork: Sendable, Equatable {
    /// Of the steps in their order, each where it first stands.
    package let commands: [String]
    /// What steps that are no commands work on, in backticks.
    let subjects: [String]

    /// - Parameter others: texts of the steps that are no commands.
    package init(commands: [String], others: [String]) {
        var first: [String] = []
        for command in commands where !command.isEmpty && !first.contains(command) { first.append(command) }
        self.commands = first
        subjects = others.flatMap { text -> [String] in
            let parts = text.split(separator: "`", omittingEmptySubsequences: false)
            return stride(from: 1, to: max(parts.count - 1, 1), by: 2).map { "`\(parts[$0])`" }
        }
    }
}

extension DraftScreen {
    /// The steps of a reply: objects with `text`, `commands` and `evidence`. They have all commands of the work and no
    /// others, in its order, and each names something that shows it.
    ///
    /// - Parameter shown: ids of the evidence of this procedure.
    /// - Returns: one text a step; further lines of it stand for branches.
    package func steps(
        _ key: String, in reply: DraftReader, of work: DraftWork, shown: Set<String>
    ) throws(DraftError) -> [String] {
        var steps: [String] = []
        var run: [String] = []
        for step in try reply.list(key, count: Self.mostSteps) {
            let commands = try step.texts("commands", limit: 240, count: 8)
            guard commands.allSatisfy(work.commands.contains) else { throw DraftError(.unsupported) }
            guard try step.evidence().contains(where: shown.contains) else { throw DraftError(.noEvidence) }
            var lines: [String] = []
            for line in try step.text("text", limit: 1000).split(whereSeparator: \.isNewline).prefix(8) {
                lines.append(try sentence(String(line), limit: Self.longestLine, .run))
            }
            let text = lines.joined(separator: "\n")
            guard !text.isEmpty, commands.allSatisfy({ text.contains("`\($0)`") }) else {
                throw DraftError(.malformed)
            }
            steps.append(text)
            run += Self.code(in: text).filter { work.commands.contains($0) && !run.contains($0) }
        }
        let text = steps.joined(separator: "\n")
        guard !steps.isEmpty, run == work.commands, work.subjects.allSatisfy({ text.contains($0) }) else {
            throw DraftError(.unsupported)
        }
        return steps
    }

    /// What stands in backticks, each once.
    private static func code(in text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        var code: [String] = []
        for place in stride(from: 1, to: max(parts.count - 1, 1), by: 2) where !code.contains(parts[place]) {
            code.append(parts[place])
        }
        return code
    }

    private static let mostSteps = 20
    private static let longestLine = 400
}
