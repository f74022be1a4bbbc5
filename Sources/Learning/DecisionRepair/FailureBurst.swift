import MemoryModel
import StepReading
import TextAnalysis

/// One thing that failed again and again, without a success between.
struct FailureBurst {
    /// Oldest first; all of one tool, one name and one family of fault.
    let failures: [Attempt]
    /// Place of the last failure among the attempts.
    let end: Int
    let family: FaultFamily

    var last: Attempt { failures[failures.count - 1] }

    /// What all of them were on.
    var subjects: Set<String> {
        failures.dropFirst().reduce(failures[0].subjects) { $0.intersection($1.subjects) }
    }

    /// What all of them were on, or any of them where they have nothing in common.
    var allSubjects: [String] {
        let common = subjects
        return (common.isEmpty ? failures.reduce(into: []) { $0.formUnion($1.subjects) } : common).sorted()
    }

    /// Whether the same command was sent again and again.
    var isOneCommand: Bool { failures.allSatisfy { $0.run.isWritten(like: last.run) } }

    /// The burst that ended last among what was tried; `nil` when there is none, or when it was no mistake: to run tests
    /// again after an edit is how work is done, and looking for what is not there is how one looks.
    static func latest(in attempts: [Attempt], options: DecisionRepair.Options) -> FailureBurst? {
        var seen: Set<String> = []
        for end in attempts.indices.reversed() where attempts[end].hasFailed {
            guard seen.insert(attempts[end].key).inserted else { continue }
            if let found = burst(endingAt: end, of: attempts, options: options) { return found }
        }
        return nil
    }

    private static func burst(
        endingAt end: Int, of attempts: [Attempt], options: DecisionRepair.Options
    ) -> FailureBurst? {
        let last = attempts[end]
        guard let initial = last.name.first, initial.isLetter || "._/".contains(initial) else { return nil }
        // Most steps fail once: their output need not be looked through.
        let tries = (0...end).reversed().lazy.filter { attempts[$0].key == last.key }.prefix(options.window)
        guard tries.count(where: { attempts[$0].hasFailed }) >= options.burst else { return nil }
        var failures: [Attempt] = []
        var family = FaultFamily.other
        var start = end
        for index in tries {
            let attempt = attempts[index]
            if attempt.hasPassed { break }
            guard let fault = attempt.fault else { continue }
            if fault != .other, family != .other, fault != family { continue }
            if fault != .other { family = fault }
            failures.insert(attempt, at: 0)
            start = index
        }
        guard failures.count >= max(options.burst, 2) else { return nil }
        let burst = FailureBurst(failures: failures, end: end, family: family)
        switch last.run.effect {
        case .reads: guard refusals.contains(family) else { return nil }
        case .checks:
            let isWorkedOn = attempts[start...end].contains { $0.changes && $0.hasPassed && $0.key != last.key }
            guard !isWorkedOn else { return nil }
        case .records, .changes: break
        }
        // Scripts that are written into the command have nothing in common but what they are on.
        return last.scriptLanguage != nil && burst.subjects.isEmpty ? nil : burst
    }

    /// Faults of how something is called or of what is around it, which looking again does not mend.
    private static let refusals: Set<FaultFamily> = [
        .usage, .missingCommand, .authentication, .permission, .network, .timeout, .portInUse, .lock, .configuration,
    ]
}

/// What worked after a burst of failures.
enum Remedy {
    /// The same command passed after these steps.
    case first([Attempt], passed: Attempt)
    /// The same thing passed when it was written like this.
    case spelling(Attempt)
    /// Something else did it.
    case instead(Attempt)
    /// A script was written for it, and run.
    case script(language: String, [Attempt])

    /// - Parameter later: what was tried after the burst, oldest first.
    init?(of burst: FailureBurst, in later: [Attempt]) {
        let failed = burst.last
        if let place = later.firstIndex(where: { $0.key == failed.key && $0.hasPassed }) {
            let passed = later[place]
            let changes = later[..<place].filter {
                $0.changes && $0.hasPassed && $0.key != failed.key && !$0.runsDownload
            }
            let isSame = passed.run.isWritten(like: failed.run)
            let isRelated =
                passed.run.sameness(to: failed.run) != .other || !burst.subjects.isDisjoint(with: passed.subjects)
            if !changes.isEmpty, isSame || isRelated, failed.action != .editFile {
                self = .first(changes.suffix(2), passed: passed)
                return
            }
            // What fails thrice and then passes unchanged teaches nothing about how to do it.
            guard !isSame, isRelated, !passed.runsDownload else { return nil }
            self = .spelling(passed)
            return
        }
        let subjects = burst.allSubjects
        for (place, attempt) in later.enumerated() {
            guard attempt.key != failed.key, attempt.hasPassed, !attempt.runsDownload,
                attempt.run.effect >= .checks || failed.action == .look
            else { continue }
            if failed.action == .editFile {
                if let script = attempt.script {
                    // The script was written first, and does what the edit was to do.
                    let maker = later[..<place].last { maker in
                        subjects.contains { maker.prepares(script: script.file, for: $0) }
                    }
                    guard let maker else { continue }
                    self = .script(language: script.language, [maker, attempt])
                    return
                }
                guard subjects.contains(where: attempt.writes) else { continue }
            } else if failed.action == .look {
                guard burst.family == .missingCommand, Cues.isSearching(failed.run.program),
                    Cues.isSearching(attempt.run.program)
                else { continue }
            } else {
                guard attempt.action == failed.action, Self.goals.contains(attempt.action),
                    subjects.isEmpty || subjects.contains(where: attempt.mentions)
                else { continue }
            }
            self = .instead(attempt)
            return
        }
        return nil
    }

    /// Whether the same thing has simply passed since, so that there is nothing to warn of.
    static func isNeedless(for burst: FailureBurst, in later: [Attempt]) -> Bool {
        later.contains { $0.key == burst.last.key && $0.hasPassed }
    }

    /// Kinds of work that have a goal of their own, whichever program does it.
    private static let goals: Set<ActionKind> = [
        .installPackage, .installSystemPackage, .publish, .deploy, .push, .migrate, .format, .fetch, .restart, .permit,
    ]
}
