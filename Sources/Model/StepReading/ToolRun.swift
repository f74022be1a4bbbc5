import JSONText
package import MemoryModel
package import TextAnalysis

/// A tool's call as something that can be run again: what is run, on what, and what it does.
package struct ToolRun: Sendable {
    package let tool: String
    package let isShell: Bool
    /// Of a shell; empty for other tools.
    package let commands: [ShellCommand]
    /// What another tool was asked to work on: its path, its address; all of its input when it names none.
    package let subject: String
    package let effect: CommandEffect
    package let input: String

    package init?(_ trace: Trace) {
        guard let call = trace.call else { return nil }
        self.init(call)
    }

    package init(_ call: ToolCall) {
        tool = call.name
        isShell = ShellCommand.isRun(byToolNamed: call.name)
        if isShell {
            input = Self.command(in: call.input) ?? call.inputText
            commands = ShellCommand.parse(input)
            subject = ""
            effect = CommandEffect.of(commands)
        } else {
            input = call.inputText
            commands = []
            subject = Self.subjects.lazy.compactMap { call.input[$0]?.string }.first ?? input
            let isLook = ["view", "read", "list"].contains(call.input["command"]?.string ?? "")
            effect = isLook ? .reads : CommandEffect.ofTool(named: call.name)
        }
    }

    package enum Sameness { case other, related, same }

    /// Whether it is a run of the same thing. Related runs share the command and are on more, fewer, or likely named
    /// things.
    package func sameness(to other: ToolRun) -> Sameness {
        guard isShell == other.isShell else { return .other }
        guard isShell else {
            return tool == other.tool && subject == other.subject ? .same : .other
        }
        guard let main else { return .other }
        return other.commands.reduce(.other) { best, command in
            guard command.stem == main.stem else { return best }
            let found = Self.sameness(main.targets, command.targets)
            return best == .same || found == .other ? best : found
        }
    }

    /// Whether nothing that matters differs in how it was run.
    package func isWritten(like other: ToolRun) -> Bool {
        guard isShell, other.isShell else { return input == other.input }
        return essence == other.essence
    }

    /// What it was run on, as words.
    package var targets: Set<String> { main?.targets ?? [] }

    package var program: String { main?.program ?? "" }

    /// The command that a line is about: the last that builds, tests, runs or changes something.
    package var main: ShellCommand? {
        commands.last { CommandEffect.of($0) != .reads && !$0.isAssignment }
            ?? commands.last { !$0.isFilter }
    }

    private var essence: [[String]] {
        commands.filter { !($0.isFilter && CommandEffect.of($0) == .reads) }.map(\.words)
    }

    private static func sameness(_ a: Set<String>, _ b: Set<String>) -> Sameness {
        if a == b { return .same }
        if a.isEmpty || b.isEmpty || !a.isDisjoint(with: b) { return .related }
        return a.contains { one in b.contains { isLike(one, $0) } } ? .related : .other
    }

    /// `numpy==1.26` and `numpy`, `psycopg2` and `psycopg2-binary`: one begins with the other's name.
    private static func isLike(_ a: String, _ b: String) -> Bool {
        func name(_ word: String) -> Substring { word.prefix { !"=<>~@[: ".contains($0) } }
        let (first, second) = (name(a), name(b))
        guard min(first.count, second.count) >= 3, !a.contains("/"), !b.contains("/") else { return false }
        let (short, long) = first.count <= second.count ? (first, second) : (second, first)
        guard long.hasPrefix(short) else { return false }
        return long.count == short.count || "-_.".contains(long[long.index(long.startIndex, offsetBy: short.count)])
    }

    /// A shell's command, which some hosts give as its words: `["bash", "-lc", "swift test"]`.
    private static func command(in input: JSON) -> String? {
        switch input {
        case .string(let text): return text
        case .array(let words):
            let words = words.compactMap(\.string)
            if words.count == 3, words[1].hasPrefix("-"), words[1].hasSuffix("c") { return words[2] }
            return words.isEmpty ? nil : words.joined(separator: " ")
        default: return ["command", "cmd", "script", "code"].lazy.compactMap { input[$0] }.first.flatMap(command)
        }
    }

    private static let subjects = [
        "file_path", "path", "filePath", "notebook_path", "filename", "file", "target", "url", "query", "name", "id",
    ]
}
