import MemoryModel
import StepReading
import TextAnalysis

/// One thing that was done in a task, as it can be compared with what was done in another and written down as a step.
struct CourseAction: Equatable, Sendable {
    /// What it is a run of: `pip install`, `pytest`; for other tools `edit`, `read` or the tool's name.
    var stem: String
    var kind: ActionKind
    /// The command as written, or what another tool was asked to work on.
    var words: [String]
    /// How many of the words, from the first, are the stem and what stands before it.
    var stemEnd: Int
    /// The host's name of the tool.
    var tool: String
    var form: Form
    var effect: CommandEffect
    /// What an edit set: `name` of `"name": "…"`.
    var key: String?
    var traceID: TraceID
    var part: Part = .core
    /// What it mended.
    var fault: FaultFamily?
    /// What its task was for.
    var isGoal = false

    enum Form: String, Sendable {
        case shell, edit, read, call
    }

    /// Where it stands in a course that is about a fault.
    enum Part: String, Sendable {
        case before, core, after
    }

    /// Words that are neither flags nor part of the stem.
    var targets: [String] {
        form == .shell ? words.dropFirst(stemEnd).filter { !$0.hasPrefix("-") } : words
    }

    var program: Substring { stem.prefix { $0 != " " } }

    enum Sameness: Int { case other, related, same }

    /// Whether it is a run of the same thing, on the same things, or on more, fewer or likely named ones.
    func sameness(to other: CourseAction) -> Sameness {
        guard stem == other.stem, form == other.form else { return .other }
        let (a, b) = (targets, other.targets)
        if a == b { return .same }
        guard form == .shell else { return .other }
        if a.isEmpty || b.isEmpty { return .related }
        return a.contains { one in b.contains { Self.isLike(one, $0) } } ? .related : .other
    }

    /// Everyday work tells tasks apart less than what only some do.
    var isCommonplace: Bool {
        switch kind {
        case .look, .readFile, .editFile, .test, .lint, .format, .build, .run, .commit, .push, .synchronize, .ask,
            .other:
            !isNamedScript
        default: false
        }
    }

    /// `make generate`, `npm run codegen`, `./release.sh`: work that a project gave a name of its own.
    var isNamedScript: Bool {
        guard form == .shell, [.run, .other].contains(kind) else { return false }
        let parts = stem.split(separator: " ")
        return parts.count > 1 || stem.hasSuffix(".sh") || stem.hasSuffix(".py")
    }

    /// A look that says what to look at: a file that is read, or a program that few tasks need. Listing and searching
    /// differ with every task.
    var isTellingLook: Bool {
        guard effect == .reads else { return false }
        if kind == .readFile { return form == .read ? !words.isEmpty : targets.count == 1 }
        return form == .shell && !Self.commonLooks.contains(String(program))
    }

    /// Running the tests again, or building, tells nothing of a remedy.
    var isCommonplaceCheck: Bool { effect == .checks && isCommonplace }

    /// Words of the name that a project gave to a script: `i18n` and `sync` of `npm run i18n:sync`.
    var scriptWords: Set<Substring> {
        let names = stem.split(separator: " ").dropFirst()
        return Set(names.flatMap { $0.split { !($0.isLetter || $0.isNumber) } }.filter { $0.count > 3 })
            .subtracting(["test", "tests", "build", "install", "start", "check", "main"])
    }

    private static let commonLooks: Set<String> = [
        "ls", "cat", "head", "tail", "grep", "egrep", "rg", "ag", "find", "fd", "pwd", "git", "which", "wc", "tree",
        "du",
        "df", "whoami", "date", "env", "printenv", "file", "stat", "sort", "diff", "uname", "id", "history", "less",
        "more", "man", "type", "ps", "ping", "hostname", "sed", "awk", "curl", "nl", "xxd", "printf", "jq", "test", "[",
    ]

    private static func isLike(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        func name(_ word: String) -> Substring { word.prefix { !"=<>~@[: '\"".contains($0) } }
        let (first, second) = (name(a), name(b))
        guard min(first.count, second.count) >= 3, !a.contains("/"), !b.contains("/") else { return false }
        let (short, long) = first.count <= second.count ? (first, second) : (second, first)
        guard long.hasPrefix(short) else { return false }
        return long.count == short.count || "-_.".contains(long[long.index(long.startIndex, offsetBy: short.count)])
    }
}
