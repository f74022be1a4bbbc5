import MemoryModel
import StepReading
import TextAnalysis

/// Finds what ended a fault: between the last run that showed it and the first that passed, what was changed.
///
/// Pure: it is handed the steps after the fault, and reads nothing. Nothing is better than a wrong repair: a fault whose
/// command never passed, and a pass with nothing changed before it, have none.
struct RepairFinder {
    /// Faults to be repaired, as signatures.
    let faults: Set<String>

    /// Steps after a fault that are looked at.
    static let horizon = 60
    /// Steps a repair has at most.
    static let longest = 3

    /// - Parameters:
    ///   - failing: a step that shows one of the faults.
    ///   - following: what came after it in its session, in order. A question's calls come before its answer, so that for
    ///     a fault in a question these begin with the other steps of its turn.
    func repair(of failing: Trace, following: [Trace]) -> Repair? {
        let steps = following.filter { $0.owner == failing.owner }.prefix(Self.horizon)
            .prefix { $0.episodeID == failing.episodeID }
        guard !steps.isEmpty || failing.kind == .answer else { return nil }
        if failing.kind == .tool { return repair(ofRun: failing, steps: Array(steps)) }
        // Who is told of a fault reproduces it first.
        if let index = steps.firstIndex(where: { $0.kind == .tool && shows($0) }),
            let found = repair(ofRun: steps[index], steps: Array(steps[(index + 1)...]))
        {
            return Repair(failing: failing, steps: found.steps, passed: found.passed, evidence: found.evidence)
        }
        return told(failing, steps: Array(steps), from: 0, isSame: { _ in false })
    }

    private func repair(ofRun failing: Trace, steps: [Trace]) -> Repair? {
        guard let run = ToolRun(failing) else { return nil }
        let runs = steps.map { ToolRun($0) }
        let isSame = steps.indices.map { isRepeat(of: run, failing: failing, runs[$0]) }
        let pass = steps.indices.first { isSame[$0] && steps[$0].outcome == .success && !shows(steps[$0]) }
        let lastShown = steps.indices.last { isSame[$0] && shows(steps[$0]) && $0 < pass ?? steps.count }
        let start = lastShown.map { $0 + 1 } ?? 0
        guard let pass else {
            return told(failing, steps: steps, from: start, isSame: { isSame[$0] })
        }
        // Another fault in its place means that this one is mended already.
        let end =
            steps[start..<pass].indices.first { isSame[$0] && !steps[$0].errors.isEmpty && !shows(steps[$0]) } ?? pass
        for window in [start..<end, start..<pass] {
            let changes = self.changes(in: window, of: steps, runs: runs, failing: failing, program: run.program)
            if !changes.isEmpty {
                return Repair(failing: failing, steps: changes, passed: steps[pass], evidence: .changeThenPass)
            }
        }
        let last = lastShown.flatMap { runs[$0] } ?? run
        if let mended = runs[end], !mended.isWritten(like: last) {
            return Repair(failing: failing, steps: [steps[end]], passed: steps[pass], evidence: .changedCommand)
        }
        let other = (start..<pass).last { index in
            !isSame[index] && steps[index].outcome == .success && runs[index]?.effect == .checks
        }
        return other.map {
            Repair(failing: failing, steps: [steps[$0]], passed: steps[pass], evidence: .runThenPass)
        }
    }

    /// A run of the same command that would have shown the fault: one on fewer things counts where the fault's output
    /// names them.
    private func isRepeat(of run: ToolRun, failing: Trace, _ other: ToolRun?) -> Bool {
        guard let other else { return false }
        switch run.sameness(to: other) {
        case .same: return true
        case .other: return false
        case .related:
            guard run.targets.isEmpty, !other.targets.isEmpty else { return true }
            let output = failing.call?.output ?? ""
            return other.targets.contains { output.contains(ShellCommand.baseName($0)) }
        }
    }

    /// The last steps that changed something and did not fail. Notes are no repair where there is anything else; of many,
    /// those that name what the fault names.
    private func changes(
        in window: Range<Int>, of steps: [Trace], runs: [ToolRun?], failing: Trace, program: String
    ) -> [Trace] {
        var found = window.filter { index in
            guard let run = runs[index], steps[index].outcome != .failure else { return false }
            if steps[index].outcome == .unknown, !steps[index].errors.isEmpty { return false }
            return run.effect == .changes || (run.effect == .records && program == "git")
        }
        let sources = found.filter { runs[$0].map { !Self.isNote($0) } ?? false }
        if !sources.isEmpty { found = sources }
        if found.count > Self.longest {
            let named = Self.names(in: [failing.call?.output ?? failing.userText])
            let shared = found.map { index in
                named.intersection(Self.names(in: [runs[index]?.input ?? "", runs[index]?.subject ?? ""])).count
            }
            let best = found.indices.sorted { (shared[$0], found[$0]) > (shared[$1], found[$1]) }.prefix(Self.longest)
            found = best.map { found[$0] }.sorted()
        }
        return found.map { steps[$0] }
    }

    private static func isNote(_ run: ToolRun) -> Bool {
        !run.isShell && [".md", ".txt", ".rst"].contains { run.subject.lowercased().hasSuffix($0) }
    }

    private static func names(in texts: [String]) -> Set<String> {
        Set(texts.flatMap { Terms.queryTerms(in: String($0.prefix(2000))) }.filter { !$0.isStopword }.map(\.text))
    }

    /// A person's word for it: what was changed since the fault was last seen, with the answer that was given before.
    private func told(_ failing: Trace, steps: [Trace], from start: Int, isSame: (Int) -> Bool) -> Repair? {
        guard
            let word = steps.indices.first(where: { index in
                index >= start && steps[index].kind == .answer && steps[index].turnID != failing.turnID
                    && SuccessReport.isSaid(in: steps[index].userText)
            }),
            let begin = steps.firstIndex(where: { $0.turnID == steps[word].turnID }), begin >= start
        else { return nil }
        guard !(start..<begin).contains(where: { isSame($0) && shows(steps[$0]) }) else { return nil }
        let runs = steps.map { ToolRun($0) }
        var done = changes(in: start..<begin, of: steps, runs: runs, failing: failing, program: "").suffix(
            Self.longest - 1)
        let answer = steps[..<begin].last { $0.kind == .answer } ?? (failing.kind == .answer ? failing : nil)
        if let answer, !answer.agentText.isEmpty { done.append(answer) }
        return done.isEmpty ? nil : Repair(failing: failing, steps: Array(done), passed: nil, evidence: .told)
    }

    private func shows(_ trace: Trace) -> Bool { trace.errors.contains { faults.contains($0.signature) } }
}
