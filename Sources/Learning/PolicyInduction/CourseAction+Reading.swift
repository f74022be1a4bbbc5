import JSONText
import MemoryModel
import StepReading
import TextAnalysis

extension CourseAction {
    /// What a tool step did, in order: a line for a shell may do several things.
    static func actions(of step: ReadStep, workspace: String?) -> [CourseAction] {
        guard let run = step.run else { return [] }
        let places = LocalPlaces(workspace: workspace)
        guard run.isShell else { return [other(run, kind: step.action, of: step.trace, places: places)] }
        return WrittenCommand.commands(of: run.input).compactMap { written in
            shell(written, tool: run.tool, trace: step.trace.id, places: places)
        }
    }

    private static func shell(
        _ written: WrittenCommand, tool: String, trace: TraceID, places: LocalPlaces
    ) -> CourseAction? {
        let command = inner(ShellCommand.parse(written.words.joined(separator: " ")))
        guard let command, !command.core.isEmpty || command.isAssignment else { return nil }
        var stem = command.isAssignment ? ["export"] : command.stem(forUnknown: 2)
        // `docker run IMAGE` is no run of the image's name.
        if ["docker", "podman"].contains(stem[0]), stem.count > 2, ["run", "exec"].contains(stem[1]) {
            stem.removeLast(stem.count - 2)
        }
        guard !silent.contains(stem[0]) else { return nil }
        var words = written.words.filter { $0 != "sudo" && $0 != "doas" }
        if words.first == "export", words.count == 1 { return nil }
        words = words.prefix(longestCommand).map { Self.shown($0, places: places) }
        let last = stem[stem.count - 1]
        let stemEnd = words.firstIndex { ShellCommand.baseName($0) == last || $0 == last }.map { $0 + 1 } ?? 1
        return CourseAction(
            stem: stem.joined(separator: " "), kind: ActionKind.of(command), words: words, stemEnd: stemEnd,
            tool: tool, form: .shell, effect: CommandEffect.of(command), traceID: trace)
    }

    /// Of a pipeline the command that does most; the first of those.
    private static func inner(_ commands: [ShellCommand]) -> ShellCommand? {
        commands.reduce(nil) { best, command in
            guard let best else { return command }
            return CommandEffect.of(command) > CommandEffect.of(best) ? command : best
        }
    }

    private static func other(
        _ run: ToolRun, kind: ActionKind, of trace: Trace, places: LocalPlaces
    ) -> CourseAction {
        let subject = shown(String(run.subject.prefix(200)), places: places)
        let form: Form = kind == .editFile ? .edit : kind == .readFile ? .read : .call
        let stem = form == .edit ? "edit" : form == .read ? "read" : run.tool
        // Of tools that work on no file only the name is sure to mean the same next time.
        let hasSubject = form != .call && !subject.contains(" ") && !subject.isEmpty
        return CourseAction(
            stem: stem, kind: kind, words: hasSubject ? [subject] : [], stemEnd: 0, tool: run.tool, form: form,
            effect: run.effect, key: form == .edit ? EditedKey.of(trace.call) : nil, traceID: trace.id)
    }

    /// A word as it may stand in a procedure: on one line, without control characters, cut.
    private static func shown(_ word: String, places: LocalPlaces) -> String {
        let word = places.relative(word)
        var result = ""
        for scalar in word.unicodeScalars.prefix(longestWord) {
            if scalar == "\n" || scalar == "\t" {
                result += " "
            } else if scalar.value >= 0x20, scalar != "`" {
                result.unicodeScalars.append(scalar)
            }
        }
        return word.unicodeScalars.count > longestWord ? result + "…" : result
    }

    private static let longestWord = 100
    private static let longestCommand = 24
    /// What leaves nothing behind.
    private static let silent: Set<String> = [
        "cd", "pushd", "popd", "set", "true", "false", "echo", "exit", "wait", "sleep",
    ]
}

extension ShellCommand {
    /// The stem; of a program that nothing is known of, with up to `count` bare words that may name what it does.
    func stem(forUnknown count: Int) -> [String] {
        let stem = stem
        guard ActionKind.isUnknown(self) else { return stem }
        return stem
            + arguments.prefix(count).prefix { word in
                word.count > 1 && word.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") }
            }
    }
}

/// Paths without what differs between machines.
struct LocalPlaces {
    let workspace: String?

    /// `/home/ann/code/api/src/a.py` is `src/a.py` in its workspace; elsewhere under a home or a scratch folder the
    /// last part stands for it.
    func relative(_ word: String) -> String {
        var word = word
        if let workspace, workspace.count > 1, workspace.hasPrefix("/") {
            let folder = workspace.hasSuffix("/") ? workspace : workspace + "/"
            if let range = word.firstRange(of: folder) { word.removeSubrange(range) }
            if word == workspace { return "." }
        }
        guard word.hasPrefix("/"), Self.personal.contains(where: word.hasPrefix) else { return word }
        return ShellCommand.baseName(word)
    }

    private static let personal = ["/home/", "/Users/", "/tmp/", "/private/", "/var/folders/"]
}

/// The setting that an edit changed: `name` where `"name": "…"` or `name = …` was written anew.
enum EditedKey {
    static func of(_ call: ToolCall?) -> String? {
        guard let input = call?.input,
            let old = ["old_string", "oldText", "old_str"].lazy.compactMap({ input[$0]?.string }).first,
            let new = ["new_string", "newText", "new_str"].lazy.compactMap({ input[$0]?.string }).first
        else { return nil }
        let before = Set(lines(of: old))
        let changed = lines(of: new).filter { !before.contains($0) }
        guard changed.count == 1 else { return nil }
        return key(of: changed[0])
    }

    private static func lines(of text: String) -> [Substring] {
        text.prefix(4000).split(whereSeparator: \.isNewline)
    }

    private static func key(of line: Substring) -> String? {
        let body = line.drop { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "{" || $0 == "-" }
        let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
        guard name.count > 1, name.count <= 40 else { return nil }
        let rest = body.dropFirst(name.count).drop { $0 == "\"" || $0 == " " }
        return rest.first == ":" || rest.first == "=" ? String(name) : nil
    }
}
