import MemoryModel
import StepReading
import TextAnalysis

/// A tool step as repairs compare it: what was tried, on what, and what came of it.
struct Attempt {
    let trace: Trace
    let run: ToolRun
    let action: ActionKind
    /// What it is a run of: `sed -i`, `npm publish`, `Edit`.
    let name: String
    /// The language of a script that is written into the command itself.
    let scriptLanguage: String?
    /// Names of the files it was on, and of the packages it was to install.
    let subjects: Set<String>

    init?(_ trace: Trace) {
        guard let run = ToolRun(trace) else { return nil }
        self.trace = trace
        self.run = run
        action = ActionKind.of(run)
        scriptLanguage = Self.scriptLanguage(of: run)
        name = Self.name(of: run, isScript: scriptLanguage != nil)
        subjects = Self.subjects(of: run, action: action)
    }

    var id: TraceID { trace.id }
    var workspace: String? { trace.owner.workspace }
    var hasPassed: Bool { trace.outcome == .success }

    /// A fault in an output whose outcome nobody told counts.
    var hasFailed: Bool { trace.outcome == .failure || trace.outcome == .unknown && !trace.errors.isEmpty }

    /// Read when asked for: it looks through the output.
    var fault: FaultFamily? { hasFailed ? FaultFamily.of(trace) ?? .other : nil }

    /// Attempts with the same key are tries of one thing.
    var key: String { run.tool + "|" + name }

    /// Whether it changes anything, as far as it tells.
    var changes: Bool { run.effect == .changes || writes }

    /// Whether it writes a file, also out of a script.
    var writes: Bool {
        guard run.isShell else { return action == .editFile && run.effect == .changes }
        return redirects || scriptLanguage != nil && speaksOfWriting
            || run.commands.contains { Self.isInPlace($0) || Self.editors.contains($0.program) }
    }

    /// Whether it writes this file, as far as it tells.
    func writes(_ subject: String) -> Bool {
        guard mentions(subject) else { return false }
        if redirects {
            return text.split(separator: ">").dropFirst().contains { part in
                let word = part.prefix { !$0.isNewline }.split { " \"'&;|".contains($0) }.first ?? ""
                return ShellCommand.baseName(String(word)) == subject
            }
        }
        return writes
    }

    /// Whether it puts a script into this file that would write that one.
    func prepares(script: String, for subject: String) -> Bool {
        speaksOfWriting && mentions(subject) && writes(script)
    }

    private var redirects: Bool { run.commands.contains(where: \.writesFile) }

    private var speaksOfWriting: Bool { Self.writingWords.contains { text.contains($0) } }

    private var text: Substring { run.input.prefix(Self.longestRead) }

    /// Whether it speaks of a file or a package of this name.
    func mentions(_ subject: String) -> Bool {
        if subjects.contains(subject) { return true }
        return text.split { !Self.isNameCharacter($0) }.contains { $0 == subject }
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
    /// What edits a file that it is given; to copy or to move it is no edit.
    private static let editors: Set<String> = ["patch", "ed", "ex", "tee"]
    private static let writingWords = [".write", "\"w\"", "'w'", "write_text", "writeFile", "File.write", "save("]
    private static let languages = [
        "python": "Python", "node": "Node", "ruby": "Ruby", "perl": "Perl", "php": "PHP", "osascript": "AppleScript",
    ]

    /// The file that an interpreter runs: `fix.py`, with the language.
    var script: (file: String, language: String)? {
        guard run.isShell, let stem = run.main?.stem, stem.count == 2, Self.isFileName(stem[1]),
            let language = Self.languages[stem[0]]
        else { return nil }
        return (stem[1], language)
    }

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
