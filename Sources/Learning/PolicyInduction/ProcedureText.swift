import StepReading

/// The sentences of a procedure.
enum ProcedureText {
    /// One step, without its number.
    static func step(
        _ action: CourseAction, written: String, key: String?, fault: FaultFamily?
    ) -> String {
        switch action.form {
        case .shell: return "Run `\(written)`."
        case .read: return written.isEmpty ? "Read the file." : "Read `\(written)`."
        case .call: return "Call `\(action.tool)`."
        case .edit:
            let purpose = fault.flatMap { purposes[$0] }.map { " so that \($0)" } ?? ""
            let file = written.isEmpty ? "the file" : "`\(written)`"
            if let key { return "In \(file), set \(key)\(purpose)." }
            return "Edit \(file)\(purpose)."
        }
    }

    /// “`pip install <package>` fails because a system library is missing”.
    static func situation(_ fault: FaultFamily, goalCommand: String, goals: [CourseAction]) -> String {
        "\(goal(goalCommand, goals)) has failed because \(fault.phrase)"
    }

    /// What is seen when it has worked.
    static func verification(goalCommand: String, goals: [CourseAction], checks: [String]) -> String {
        let seen = ["\(goal(goalCommand, goals)) succeeds"] + checks.prefix(2).map { "`\($0)` works" }
        return seen.joined(separator: "; ") + "."
    }

    /// The goal as the subject of a sentence.
    static func goal(_ command: String, _ goals: [CourseAction]) -> String {
        if !command.isEmpty { return "`\(command)`" }
        var stems: [String] = []
        for goal in goals where !stems.contains(goal.stem) { stems.append(goal.stem) }
        return stems.prefix(3).map { "`\($0)`" }.joined(separator: " or ")
    }

    /// The steps as numbered lines; branches stand indented below what they are branches of.
    static func lines(of steps: [InducedProcedure.Step]) -> String {
        var lines: [String] = []
        var number = 0
        var group: Int?
        for step in steps {
            guard let own = step.group else {
                number += 1
                group = nil
                lines.append("\(number). " + conditioned(step))
                continue
            }
            if group != own {
                number += 1
                group = own
                lines.append("\(number). \(capitalized(step.action.phrase)):")
            }
            let condition = step.condition.map { "\($0): " } ?? ""
            let what = step.command.map { "`\($0)`" } ?? step.text
            lines.append("   - \(condition)\(what)")
        }
        return lines.joined(separator: "\n")
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func conditioned(_ step: InducedProcedure.Step) -> String {
        guard let condition = step.condition else { return step.text }
        return "\(capitalized(condition)): \(step.text.prefix(1).lowercased())\(step.text.dropFirst())"
    }

    /// What an edit is for, by the fault that it mends.
    private static let purposes: [FaultFamily: String] = [
        .identifierMismatch: "the identifiers agree", .versionConflict: "the versions fit together",
        .portInUse: "another port is used",
    ]
}
