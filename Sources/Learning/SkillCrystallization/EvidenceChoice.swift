import MemoryModel
import StepReading
import TextAnalysis

/// The steps that a skill is held against: of its policy's tasks those with the greatest `0.7·V + 0.3·cos`, where the
/// cosine is that of their words with the policy's. Which of the others bound it is read beside them.
struct EvidenceChoice {
    struct Step {
        var read: ReadStep
        /// What was done and what it gave, at most 500 characters.
        var text: String
        var terms: Set<String>
        var score: Double

        var isPositive: Bool { read.trace.value > 0.05 }
        var isNegative: Bool { read.trace.value < -0.05 }
    }

    /// The best, best first.
    let best: [Step]
    private let all: [Step]

    init(_ steps: [Trace], for policy: Policy, options: SkillCrystallization.Options) {
        let words = Content.terms(in: policy.words)
        var seen: Set<TraceID> = []
        all = steps.filter { $0.call != nil && seen.insert($0.id).inserted }.map { trace in
            let text = Self.text(of: trace, limit: options.evidenceLength)
            let terms = Content.terms(in: text)
            let score = 0.7 * min(max(trace.value, -1), 1) + 0.3 * Content.cosine(terms, words)
            return Step(read: ReadStep(trace), text: text, terms: terms, score: score)
        }
        best = Array(
            all.sorted { ($0.score, $1.read.trace.id.rawValue) > ($1.score, $0.read.trace.id.rawValue) }
                .prefix(options.evidenceCount))
    }

    /// The steps that the skill names as its evidence.
    var anchors: [TraceID] { best.map(\.read.trace.id) }

    /// Tools that were called, the most used first.
    var tools: [String] {
        var counts: [String: Int] = [:]
        for step in best { counts[step.read.run?.tool ?? "", default: 0] += 1 }
        return counts.filter { !$0.key.isEmpty }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(4).map(\.key)
    }

    /// Names of tools and programs that the evidence ran.
    var programs: Set<String> {
        all.reduce(into: []) { names, step in
            guard let run = step.read.run else { return }
            names.insert(run.tool.lowercased())
            for command in run.commands { names.insert(command.program) }
        }
    }

    /// What was tried in such tasks and led nowhere, or where it is open whether it helps; at most three of each. Only
    /// commands of the agent and the kind of the fault are said, nothing that an output said.
    func borders(besides form: ProcedureForm) -> [String] {
        let own = form.steps.compactMap(\.command).flatMap(CommandStem.commands(in:))
        var said: Set<[String]> = []
        var failed: [String] = []
        var open: [String] = []
        for step in all.sorted(by: { $0.read.trace.id.rawValue < $1.read.trace.id.rawValue }) where step.read.hasFailed
        {
            guard let run = step.read.run, let main = run.main, run.effect != .reads, !step.isPositive else { continue }
            let isOwn = own.contains { command in
                // With other flags it is another way of doing it.
                CommandStem.matches(command.stem, main.stem) && Set(main.flags).isSubset(of: command.flags)
            }
            guard !isOwn, main.stem != form.stem || !main.flags.isEmpty else { continue }
            guard !said.contains(main.stem + main.flags), let fault = step.read.fault else { continue }
            let command = Wording.code(Wording.cut(Redactor.redact(run.input).text, to: 120))
            said.insert(main.stem + main.flags)
            if step.isNegative, failed.count < 3 {
                failed.append("\(command) did not help here\(Self.clause(fault)).")
            } else if !step.isNegative, open.count < 3 {
                open.append("It is open whether \(command) helps; it has failed once\(Self.clause(fault)).")
            }
        }
        return failed + open
    }

    /// What kind of fault it was; nothing where that is not known.
    private static func clause(_ fault: FaultFamily) -> String {
        fault == .other ? "" : ": \(fault.phrase)"
    }

    private static func text(of trace: Trace, limit: Int) -> String {
        guard let call = trace.call else { return "" }
        return Wording.cut("\(call.name): \(call.inputText.prefix(limit)) \(trace.summary.prefix(limit))", to: limit)
    }
}

/// What a command of a procedure is a run of. A parameter in it stands for any word.
enum CommandStem {
    static func isParameter(_ word: String) -> Bool { word.count > 2 && word.hasPrefix("_") && word.hasSuffix("_") }

    /// Whether a run is one of what the procedure says.
    static func matches(_ stem: [String], _ run: [String]) -> Bool {
        stem.count == run.count && zip(stem, run).allSatisfy { isParameter($0) || $0 == $1 }
    }

    static func all(of command: String) -> [[String]] { commands(in: command).map(\.stem) }

    static func commands(in command: String) -> [ShellCommand] {
        // A shell would read `<name>` as a redirection.
        let plain = String(command.map { $0 == "<" || $0 == ">" ? "_" : $0 })
        return ShellCommand.parse(plain).filter { !$0.isAssignment && $0.stem.first?.isEmpty == false }
    }
}
