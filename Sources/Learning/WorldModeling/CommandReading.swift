import MemoryModel
import StepReading
import TextAnalysis

/// What the commands of a shell show: paths by being found, commands by succeeding.
extension FactMining {
    mutating func readCommands(of step: SeenStep, _ run: ToolRun) {
        let trace = step.trace
        // Which of several folders a command in parentheses ran in cannot be told.
        guard run.input.utf8.count <= 2_000, !run.input.holds("(cd ") else {
            folder = nil
            return
        }
        // `a || b` succeeds whatever becomes of `a`.
        let isPlain = !run.input.holds("||")
        var folders: [String?] = []
        var current = folder
        for command in run.commands {
            if command.program == "cd" || command.program == "pushd" || command.program == "popd" {
                current = command.program == "popd" ? nil : command.arguments.first.flatMap { enter($0, from: current) }
            }
            folders.append(current)
        }
        defer { if current != "" { folder = nil } else { folder = "" } }
        for (command, folder) in zip(run.commands, folders) {
            guard let folder else { continue }
            if step.hasPassed {
                if isPlain { readFound(command, in: folder, trace, run) }
            } else {
                readMissing(command, in: folder, trace)
            }
        }
        readOutput(of: step, run)
        if let main = run.main, let index = run.commands.lastIndex(of: main), let place = folders[index] {
            let shown = KnownCommand.text(of: main, paths: paths)
            if isPlain { readCommand(main, shown: shown, in: place, step, run) }
            for fact in behaviour.ran(step, run, main, shown: shown, in: place, isPlain: isPlain) {
                note(fact.key, fact.value, in: trace)
            }
        }
    }

    private func enter(_ target: String, from current: String?) -> String? {
        if target.hasPrefix("/") { return paths.relative(target) }
        return current.flatMap { paths.relative(target, in: $0) }
    }

    // MARK: Paths

    private mutating func readFound(_ command: ShellCommand, in folder: String, _ trace: Trace, _ run: ToolRun) {
        let program = command.program
        let arguments = command.arguments
        if program == "rm" || program == "git" && arguments.first == "rm" {
            for target in arguments.dropFirst(program == "git" ? 1 : 0) {
                if let path = paths.relative(target, in: folder) { noteMissing(path, in: trace) }
            }
            return
        }
        if program == "mv" || program == "git" && arguments.first == "mv" {
            let names = arguments.dropFirst(program == "git" ? 1 : 0)
            guard names.count == 2, let old = names.first.flatMap({ paths.relative($0, in: folder) }) else { return }
            noteMissing(old, in: trace)
            return
        }
        guard !run.input.holds("2>/dev/null") else { return }
        if Self.listers.contains(program) || program == "git" && arguments.first == "ls-files" {
            let targets = program == "git" ? [] : arguments.filter { !$0.hasPrefix("*") }
            guard run.commands.count == 1 || run.commands.dropFirst().allSatisfy(\.isFilter), targets.count <= 1 else {
                return
            }
            // `find src` and `git ls-files` print whole paths, `ls src` names only.
            let base = targets.first.flatMap { paths.relative($0, in: folder) } ?? folder
            noteListing(trace, in: program == "ls" ? base : folder)
            return
        }
        let isTest = ActionKind.of(command) == .test
        guard isTest || Self.readers.contains(program) else { return }
        // The first word for `sed` is its script, which may look like a path.
        for target in arguments.dropFirst(isTest ? command.stem.count - 1 : program == "sed" ? 1 : 0) {
            let name = target.firstRange(of: "::").map { String(target[..<$0.lowerBound]) } ?? target
            guard !isTest || name.contains("/") || name.contains("."), let path = paths.relative(name, in: folder),
                !path.isEmpty
            else { continue }
            notePath(name.hasSuffix("/") ? path + "/" : path, in: trace)
            if Self.printers.contains(program), run.commands.count == 1 { readContent(of: path, in: trace) }
        }
    }

    private mutating func readMissing(_ command: ShellCommand, in folder: String, _ trace: Trace) {
        guard Self.readers.contains(command.program) || Self.listers.contains(command.program) else { return }
        let lines = (trace.call?.output ?? "").split(whereSeparator: \.isNewline).prefix(40).filter {
            $0.holds("No such file or directory") || $0.holds("没有那个文件或目录")
        }
        guard !lines.isEmpty else { return }
        for target in command.arguments where lines.contains(where: { Self.names($0, target) }) {
            if let path = paths.relative(target, in: folder) { noteMissing(path, in: trace) }
        }
    }

    /// Whether a line of a fault is about this path and no longer one.
    private static func names(_ line: Substring, _ target: String) -> Bool {
        [": \(target): ", "'\(target)': ", "‘\(target)’: ", "“\(target)”: "].contains(where: { line.holds($0) })
    }

    private static let listers: Set<String> = ["ls", "find", "tree", "fd"]
    private static let printers: Set<String> = ["cat", "head", "less", "nl", "bat"]
    private static let readers: Set<String> = printers.union(["tail", "wc", "sed", "stat", "file"])

    // MARK: Commands

    private mutating func readCommand(
        _ main: ShellCommand, shown: String?, in folder: String?, _ step: SeenStep, _ run: ToolRun
    ) {
        guard let folder, let shown, let topic = KnownCommand.topic(of: main) else { return }
        let key = FactKey(topic, folder.isEmpty ? "" : folder + "/")
        let trace = step.trace
        if step.hasPassed {
            // A pipe's end hides what became of its beginning.
            guard !run.commands.contains(where: \.isFilter) else { return }
            note(key, shown, in: trace)
            if topic == .testCommand { noteFramework(main, key.subject, trace) }
        } else if KnownCommand.isUnknown(trace.call?.output ?? "") {
            note(FactKey(topic, key.subject, isDenial: true), shown, in: trace)
        }
    }

    private mutating func noteFramework(_ main: ShellCommand, _ subject: String, _ trace: Trace) {
        let key = FactKey(.testFramework, subject)
        if let known = KnownCommand.frameworks[main.program] { return note(key, known, in: trace) }
        // Runners of scripts say which program they start: `> vitest run`.
        for line in (trace.call?.output ?? "").split(whereSeparator: \.isNewline).prefix(12) where line.hasPrefix("> ")
        {
            let program = line.dropFirst(2).prefix { $0 != " " }
            if let known = KnownCommand.frameworks[String(program)] { return note(key, known, in: trace) }
        }
    }
}
