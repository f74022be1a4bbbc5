import MemoryModel
import StepReading
import TextAnalysis

/// What the order of a task's steps shows of how the place responds: what fails until something else has run, what is
/// read at the start only, what does not work here. It remembers failures that wait for their remedy.
struct BehaviourReading {
    typealias Fact = (key: FactKey, value: String)

    private struct Failure {
        let shown: String
        let run: ToolRun
        /// The file of configuration that was edited last before it.
        let edited: String?
        let variables: [String]
        /// What has changed since, the first two.
        var changes: [Change] = []
    }

    private struct Change {
        let shown: String?
        let action: ActionKind
        let isWhole: Bool
    }

    private var failures: [Failure] = []
    private var edited: String?
    private var exported: Set<String> = []

    /// Failures older than the last so many are given up.
    private static let mostFailures = 8

    mutating func edited(_ path: String, by step: SeenStep) {
        guard step.action == .editFile else { return }
        change(Change(shown: nil, action: .editFile, isWhole: false))
        edited = PlacePath.layout(of: path).contains { $0.topic == .config } ? path : nil
    }

    /// - Parameters:
    ///   - shown: the command as it would be written down.
    ///   - isPlain: whether the line's success is the command's.
    mutating func ran(
        _ step: SeenStep, _ run: ToolRun, _ main: ShellCommand, shown: String?, in folder: String?, isPlain: Bool
    ) -> [Fact] {
        let output = step.trace.call?.output ?? ""
        let names = run.commands.flatMap { Self.assigned($0.words) }
        var facts: [Fact] = []
        if step.hasPassed {
            exported.formUnion(run.commands.filter(\.isAssignment).flatMap { Self.assigned($0.words) })
            guard isPlain else { return [] }
            if let shown { facts += passed(run, shown, set: exported.union(names)) }
            facts += run.commands.compactMap(Self.denial)
            facts += duration(of: step.trace, main, shown)
            if run.effect == .changes || [.build, .migrate, .restart].contains(step.action) {
                change(Change(shown: shown, action: step.action, isWhole: Self.isWhole(main, step.action)))
                if step.action == .editFile { edited = nil }
            }
        } else if step.hasFailed {
            facts += run.commands.compactMap { Self.missing($0, output) ?? Self.misuse($0, output) }
            if let shown { failed(run, shown, output) }
        }
        return facts
    }

    private mutating func change(_ change: Change) {
        for index in failures.indices where failures[index].changes.count < 2 {
            failures[index].changes.append(change)
        }
    }

    private mutating func failed(_ run: ToolRun, _ shown: String, _ output: String) {
        // The first failure stands: what has changed between it and the success is the remedy, all of it.
        if let index = failures.firstIndex(where: { $0.shown == shown && $0.run.isWritten(like: run) }) {
            // A change that did not help is no remedy, and so nothing is known of the next one alone.
            if !failures[index].changes.isEmpty { failures.remove(at: index) } else { return }
        }
        failures.append(Failure(shown: shown, run: run, edited: edited, variables: Self.variables(in: output)))
        if failures.count > Self.mostFailures { failures.removeFirst() }
    }

    private mutating func passed(_ run: ToolRun, _ shown: String, set: Set<String>) -> [Fact] {
        guard let index = failures.lastIndex(where: { Self.isSame($0, run, shown) }) else { return [] }
        let failure = failures.remove(at: index)
        let changes = failure.changes.filter { $0.action != .configure }
        if changes.isEmpty, let name = failure.variables.first(where: set.contains) {
            return [(FactKey(.variable, name), failure.shown)]
        }
        guard changes.count == 1, failure.changes.count == 1, let change = changes.first else { return [] }
        if change.action == .restart, let edited = failure.edited { return [(FactKey(.reload, edited), "restart")] }
        guard change.isWhole, let remedy = change.shown, remedy != shown else { return [] }
        return [(FactKey(.needs, failure.shown), remedy)]
    }

    /// The same run, apart from variables that were set for it.
    private static func isSame(_ failure: Failure, _ run: ToolRun, _ shown: String) -> Bool {
        failure.run.main?.core == run.main?.core && (shown == failure.shown || shown.hasSuffix(" " + failure.shown))
    }

    /// Whether its name is all that there is to say of it: `npm ci`, and not `npm install left-pad`.
    private static func isWhole(_ main: ShellCommand, _ action: ActionKind) -> Bool {
        switch action {
        case .installPackage, .build, .migrate: main.targets.isEmpty
        case .restart, .publish, .push, .commit, .editFile, .permit: false
        default: KnownCommand.topic(of: main) == .servicesCommand && main.targets.isEmpty
        }
    }

    // MARK: What one step says

    private static func missing(_ command: ShellCommand, _ output: String) -> Fact? {
        let program = command.program
        guard FactScreen.isName(program), !program.contains("/"),
            output.holds("\(program): command not found") || output.holds("\(program): not found")
                || output.holds("command not found: \(program)")
        else { return nil }
        return (FactKey(.missingCommand, program), "command not found")
    }

    private static func misuse(_ command: ShellCommand, _ output: String) -> Fact? {
        guard let shape = shape(command), !output.holds("-e expression"),
            output.holds("\(command.program): "),
            let said = sayings.first(where: { output.contains($0) })
        else { return nil }
        return (FactKey(.misuse, shape), said)
    }

    /// What passes is there, and works.
    private static func denial(_ command: ShellCommand) -> Fact? {
        if let shape = shape(command) { return (FactKey(.misuse, shape, isDenial: true), "") }
        guard CommandEffect.of(command) != .reads || optional.contains(command.program),
            FactScreen.isName(command.program), command.core.first == command.program
        else { return nil }
        return (FactKey(.missingCommand, command.program, isDenial: true), "")
    }

    /// A tool whose flags differ between systems, with its flags: `sed -i`.
    private static func shape(_ command: ShellCommand) -> String? {
        guard portable.contains(command.program) else { return nil }
        let flags = command.flags.prefix(3)
        guard !flags.isEmpty, flags.allSatisfy({ $0.utf8.count <= 16 && FactScreen.isCommand($0) }) else { return nil }
        let suffix = command.program == "sed" && command.words.contains("") ? " ''" : ""
        return ([command.program] + flags).joined(separator: " ") + suffix
    }

    private func duration(of trace: Trace, _ main: ShellCommand, _ shown: String?) -> [Fact] {
        guard let shown, KnownCommand.topic(of: main) != nil, let start = trace.call?.startedAt,
            let end = trace.call?.endedAt, end >= start
        else { return [] }
        let seconds = (end - start) / 1000
        if seconds < 60 { return [(FactKey(.slow, shown, isDenial: true), "")] }
        return [(FactKey(.slow, shown), seconds < 300 ? "a minute" : "five minutes")]
    }

    /// Names of variables that a fault asks for, in capitals as they are written.
    private static func variables(in output: String) -> [String] {
        let lines = output.split(whereSeparator: \.isNewline).suffix(40).filter { line in
            let line = line.lowercased()
            return demands.contains(where: { line.holds($0) })
        }
        return lines.flatMap { line in
            line.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }.map(String.init).filter {
                $0.utf8.count >= 4 && $0.contains("_") && $0 == $0.uppercased() && FactScreen.isName($0)
            }
        }
    }

    private static func assigned(_ words: [String]) -> [String] {
        words.compactMap { word in
            guard let equals = word.firstIndex(of: "="), equals > word.startIndex else { return nil }
            let name = word[..<equals]
            return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } ? String(name) : nil
        }
    }

    private static let demands = ["keyerror", "not set", "is required", "missing environment", "environment variable"]
    private static let sayings = [
        "invalid command code", "extra characters after command", "illegal option", "invalid option",
        "unrecognized option",
    ]
    private static let portable: Set<String> = [
        "sed", "grep", "date", "xargs", "readlink", "stat", "base64", "tar", "awk", "cp", "mktemp", "sort", "ps",
        "find", "du", "realpath",
    ]
    /// Programs that only look and are not on every machine.
    private static let optional: Set<String> = ["rg", "fd", "jq", "tree", "ag", "lsof", "netstat", "ss", "dig", "tac"]
}
