import MemoryModel
import StepReading
import TextAnalysis

/// A tool step of a task, read once for all axes.
struct Attempt: Sendable {
    /// Place among all steps of the task.
    let place: Int
    let trace: Trace
    let run: ToolRun
    let action: ActionKind
    let fault: FaultFamily?
    let hasFailed: Bool
    let hasPassed: Bool
    /// What it is an attempt at: the command and what it does, or the tool and what it works on.
    let key: String
    /// The first error that it showed.
    let signature: String?

    /// How much its outcome says of the goal: 3 for what proves work, 2 for what it needs, 1 for what goes beside it, 0
    /// for what proves nothing.
    let rank: Int

    static func reading(_ steps: [Trace]) -> [Attempt] {
        steps.enumerated().compactMap { place, trace in
            guard trace.kind == .tool else { return nil }
            return Attempt(ReadStep(trace), place: place)
        }
    }

    private init?(_ step: ReadStep, place: Int) {
        guard let run = step.run else { return nil }
        self.place = place
        trace = step.trace
        self.run = run
        action = step.action
        fault = step.fault
        hasFailed = step.hasFailed
        hasPassed = step.hasPassed
        key = run.main.map { "$ " + $0.stem.joined(separator: " ") } ?? "\(run.tool)\n\(run.subject)"
        signature = step.trace.errors.first?.signature
        rank = Self.rank(of: step.action)
    }

    private static func rank(of action: ActionKind) -> Int {
        switch action {
        case .test, .build, .publish, .deploy, .migrate: 3
        case .installPackage, .run: 2
        case .lint, .installSystemPackage, .push, .restart: 1
        case .look, .readFile, .editFile, .format, .commit, .synchronize, .configure, .fetch, .permit, .ask, .other: 0
        }
    }

    /// Whether a pass of this one is what the failed other one was after: the same command on the same things, or another
    /// command for the same kind of work.
    func settles(_ failed: Attempt) -> Bool {
        if key == failed.key { return failed.run.sameness(to: run) != .other }
        guard action == failed.action else { return false }
        return failed.rank == 3 || !failed.run.targets.isDisjoint(with: run.targets)
    }
}

extension [Attempt] {
    /// For each whether it failed and something after it settled that. Of every kind of work the last few passes are
    /// looked at, so that a long task costs no more a step than a short one.
    func overcome() -> [Bool] {
        var result = [Bool](repeating: false, count: count)
        var passes: [ActionKind: [Attempt]] = [:]
        for index in indices.reversed() {
            let attempt = self[index]
            if attempt.hasFailed {
                result[index] = passes[attempt.action]?.contains { $0.settles(attempt) } ?? false
            } else if attempt.hasPassed {
                var known = passes[attempt.action] ?? []
                known.removeAll { $0.key == attempt.key && $0.run.targets == attempt.run.targets }
                known.append(attempt)
                passes[attempt.action] = known.suffix(8)
            }
        }
        return result
    }
}
