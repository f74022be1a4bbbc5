import MemoryModel
import StepReading
import TextAnalysis

/// A tool step as repairs compare it: what was tried, on what, and what came of it.
struct Attempt {
    let step: ReadStep
    let run: ToolRun
    /// What it is a run of: `sed -i`, `npm publish`, `Edit`.
    let name: String
    /// The language of a script that is written into the command itself.
    let scriptLanguage: String?
    /// Names of the files it was on, and of the packages it was to install.
    let subjects: Set<String>

    init?(_ trace: Trace) {
        let step = ReadStep(trace)
        guard let run = step.run else { return nil }
        self.step = step
        self.run = run
        scriptLanguage = Self.scriptLanguage(of: run)
        name = Self.name(of: run, isScript: scriptLanguage != nil)
        subjects = Self.subjects(of: run, action: step.action)
    }

    var id: TraceID { step.trace.id }
    var hasFailed: Bool { step.hasFailed }
    var hasPassed: Bool { step.hasPassed }

    /// Attempts with the same key are tries of one thing.
    var key: String { run.tool + "|" + name }

    /// Whether it changes anything, as far as it tells.
    var changes: Bool { run.effect == .changes || writes }

    /// Whether it writes a file, also out of a script.
    var writes: Bool {
        if step.action == .editFile || run.commands.contains(where: \.writesFile) { return true }
        guard scriptLanguage != nil else { return false }
        return Self.writingWords.contains { run.input.prefix(Self.longestRead).contains($0) }
    }

    /// Whether it speaks of a file or a package of this name.
    func mentions(_ subject: String) -> Bool {
        if subjects.contains(subject) { return true }
        return run.input.prefix(Self.longestRead).split { !Self.isNameCharacter($0) }.contains { $0 == subject }
    }

    /// Whether it runs what it has just downloaded: nothing to recommend, whoever came up with it.
    var runsDownload: Bool {
        let programs = run.commands.map(\.program)
        guard let fetch = programs.firstIndex(where: { $0 == "curl" || $0 == "wget" }) else { return false }
        return programs[(fetch + 1)...].contains { Self.shells.contains($0) || $0 == "python" || $0 == "node" }
    }

    // MARK: Reading

    private static let longestRead = 4000
    private static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "eval", "source"]
    private static let writingWords = [".write", "\"w\"", "'w'", "write_text", "writeFile", "File.write", "save("]
    private static let languages = [
        "python": "Python", "node": "Node", "ruby": "Ruby", "perl": "Perl", "php": "PHP", "osascript": "AppleScript",
    ]

    private static func scriptLanguage(of run: ToolRun) -> String? {
        guard let main = run.main, let language = languages[main.program], !isInPlace(main) else { return nil }
        let words = main.core.dropFirst()
        let isInline = words.contains { $0 == "-c" || $0 == "-e" || $0 == "-" } || words.isEmpty
        return isInline ? language : nil
    }

    private static func name(of run: ToolRun, isScript: Bool) -> String {
        guard run.isShell else { return run.tool }
        guard let main = run.main else { return "" }
        if isScript { return main.program }
        return isInPlace(main) ? main.program + " -i" : main.stem.joined(separator: " ")
    }

    /// `sed -i` and `perl -pi` are another thing than what only prints.
    private static func isInPlace(_ command: ShellCommand) -> Bool {
        (command.program == "sed" || command.program == "perl")
            && command.flags.contains { $0.hasPrefix("-i") || $0.hasPrefix("-pi") || $0 == "--in-place" }
    }

    private static func subjects(of run: ToolRun, action: ActionKind) -> Set<String> {
        guard run.isShell else {
            let name = ShellCommand.baseName(run.subject)
            return isFileName(name) ? [name] : []
        }
        let targets = run.targets
        var names = Set(targets.filter { $0.allSatisfy(isPathCharacter) }.map(ShellCommand.baseName).filter(isFileName))
        if action == .installPackage || action == .installSystemPackage {
            names.formUnion(targets.filter { $0.count <= 60 && $0.allSatisfy(isPathCharacter) })
        }
        return names
    }

    private static func isFileName(_ word: String) -> Bool {
        guard (3...80).contains(word.count) else { return false }
        if word == "Makefile" || word == "Dockerfile" { return true }
        guard let dot = word.lastIndex(of: "."), dot > word.startIndex else { return word.hasPrefix(".env") }
        let type = word[word.index(after: dot)...]
        return (1...8).contains(type.count) && type.allSatisfy { $0.isLetter || $0.isNumber }
            && type.contains(where: \.isLetter)
    }

    private static func isPathCharacter(_ character: Character) -> Bool {
        isNameCharacter(character) || "/~@+=<>[]".contains(character)
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "." || character == "_" || character == "-"
    }
}
