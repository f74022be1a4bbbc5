package import MemoryModel
import StepReading
import TextAnalysis

/// Holds what was learned against the hidden procedures.
package struct StepMatcher: Sendable {
    /// By family.
    package let hidden: [[HiddenStep]]
    /// Programs that somebody runs in a life or elsewhere.
    package let programs: Set<String>

    /// - Parameter families: how many kinds of task the life has.
    package init(families: Int) {
        hidden = (0..<families).map(HiddenStep.all)
        programs = Set(hidden.joined().flatMap { $0.stems.compactMap(\.first) }).union(Self.others)
    }

    /// A learned text with the family that it shares most with.
    package struct Match: Sendable {
        /// `nil`: it shares no step with any family.
        package var family: Int?
        package var told: [ToldStep]
        /// Of `told`, which are steps of the family.
        package var right: [Bool]
        /// Moves and variants of the family that the text states, aside ones too.
        package var stated: Set<String>

        package var precision: Double? {
            told.isEmpty ? nil : Double(right.count { $0 }) / Double(told.count)
        }
    }

    /// - Parameters:
    ///   - procedure: what it tells to do; precision is measured on it.
    ///   - more: where steps may be stated too, such as a verification or a trigger.
    package func match(_ procedure: String, more: String) -> Match {
        let told = ToldStep.steps(in: procedure, programs: programs)
        let beside = ToldStep.steps(in: more, programs: programs)
        var best = Match(family: nil, told: told, right: told.map { _ in false }, stated: [])
        var most = 0.0
        for (number, steps) in hidden.enumerated() {
            let right = told.map { step in steps.contains { Self.isSame(step, $0) } }
            let asked = steps.filter { hidden in hidden.isAsked && (told + beside).contains { Self.isSame($0, hidden) }
            }
            // Steps told, and hidden ones found: what many families do, such as `git push`, decides nothing alone.
            let share = Double(right.count { $0 }) + Double(asked.count)
            guard share > most, right.contains(true) else { continue }
            most = share
            let stated = steps.filter { hidden in (told + beside).contains { Self.isSame($0, hidden) } }
            best = Match(family: number, told: told, right: right, stated: Set(stated.map(\.key)))
        }
        return best
    }

    package func match(_ policy: Policy) -> Match {
        // Where nothing is to be done, what is to be preferred is the advice.
        let advice = (policy.guidance.preference + policy.guidance.antiPattern).map(\.text).joined(separator: "\n")
        let procedure = policy.procedure.isEmpty ? advice : policy.procedure
        return match(procedure, more: [policy.verification, policy.trigger, policy.title].joined(separator: "\n"))
    }

    package func match(_ skill: Skill) -> Match {
        let steps = skill.procedure.steps.joined(separator: "\n")
        return match(
            steps.isEmpty ? skill.invocationGuide : steps,
            more: [skill.procedure.verification, skill.summary, skill.invocationGuide].joined(separator: "\n"))
    }

    static func isSame(_ told: ToldStep, _ hidden: HiddenStep) -> Bool {
        switch told.action {
        case .command(let stems):
            if !hidden.stem.isEmpty { return stems.contains(hidden.stem) }
            // An edit may be told as the command that makes it.
            return stems.contains { $0.first == "sed" } && told.text.contains(hidden.file)
        case .edit:
            guard hidden.kind == .editFile else { return false }
            if told.text.contains(hidden.file) { return true }
            return !hidden.hasNamedFile && (told.text.contains("<") || told.text.contains("{"))
        case .words(let kind):
            return kind != nil && kind == hidden.kind
        }
    }

    static func isProgram(_ name: String) -> Bool { others.contains(name) }

    private static let others: Set<String> = [
        "git", "cat", "ls", "find", "grep", "rg", "cd", "rm", "cp", "mv", "make", "npm", "npx", "pnpm", "yarn", "pip",
        "python",
        "pytest", "go", "cargo", "docker", "curl", "wget", "sed", "chmod", "kill", "pkill", "tail", "head", "sleep",
        "ss", "du",
        "apt-get", "apk", "brew", "systemctl", "rc-service", "lsof", "fuser", "gti", "pwd", "whoami", "ping", "date",
    ]
}

extension HiddenStep {
    /// Names a step within its family.
    package var key: String { "\(move)/\(variant)" }
}
