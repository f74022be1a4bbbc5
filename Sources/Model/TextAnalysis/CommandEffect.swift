/// What a step does to the world, as far as its name and words tell; the greater, the more.
package enum CommandEffect: Int, Sendable, Comparable {
    /// Looks: `ls`, `grep`, `git status`.
    case reads
    /// Builds, tests, runs: says whether something works.
    case checks
    /// Keeps what is there: `git add`, `git commit`.
    case records
    /// Edits, installs, configures, starts.
    case changes

    package static func < (a: CommandEffect, b: CommandEffect) -> Bool { a.rawValue < b.rawValue }

    /// The greatest effect of a line's commands.
    package static func of(_ commands: [ShellCommand]) -> CommandEffect { commands.map(of).max() ?? .reads }

    package static func of(_ command: ShellCommand) -> CommandEffect {
        let program = command.program
        if command.isAssignment { return .changes }
        let flags = Set(command.flags)
        if !flags.isDisjoint(with: ["--version", "--help", "--dry-run"]) { return .reads }
        if !flags.isDisjoint(with: ["--fix", "--write", "--in-place", "-delete", "-exec"]) { return .changes }
        if program == "sed" || program == "perl", flags.contains(where: { $0.hasPrefix("-i") || $0 == "-pi" }) {
            return .changes
        }
        let arguments = command.arguments
        if let known = subcommands[program] {
            guard let name = arguments.first else { return .checks }
            // `npm run lint` is named by what is run.
            let words = name == "run" || name == "compose" ? [arguments.dropFirst().first ?? name, name] : [name]
            for word in words {
                let head = String(word.prefix { $0 != ":" })
                if known.reads.contains(head) { return .reads }
                if known.checks.contains(head) { return .checks }
                if known.records.contains(head) { return .records }
                if known.changes.contains(head) { return .changes }
            }
            return known.otherwise
        }
        if checkers.contains(program) || command.words.contains(where: { $0.hasSuffix(".sh") }) { return .checks }
        if command.writesFile { return .changes }
        return readers.contains(program) ? .reads : .changes
    }

    /// The effect of a tool that is no shell, by the words of its name.
    package static func ofTool(named name: String) -> CommandEffect {
        let words = Set(nameWords(name))
        if !words.isDisjoint(with: ["todo", "memory", "memos", "plan", "notify", "think"]) { return .reads }
        if !words.isDisjoint(with: changingVerbs) { return .changes }
        return words.isDisjoint(with: ["test", "tests", "build", "run", "lint", "check", "compile", "execute"])
            ? .reads : .checks
    }

    /// Whether what it does is said by its first argument.
    static func hasSubcommands(_ program: String) -> Bool { subcommands[program] != nil }

    /// `str_replaceEditTool` has five.
    private static func nameWords(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name.prefix(100) {
            let isUpper = character.isUppercase
            if !character.isLetter || (isUpper && wasLower) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character.isLetter { word += character.lowercased() }
            wasLower = character.isLetter && !isUpper
        }
        return word.isEmpty ? words : words + [word]
    }

    private struct Subcommands: Sendable {
        var reads: Set<String>
        var checks: Set<String>
        var records: Set<String>
        var changes: Set<String>
        var otherwise: CommandEffect

        init(
            reads: String = "", checks: String = "", records: String = "", changes: String = "",
            otherwise: CommandEffect = .changes
        ) {
            self.reads = Self.words(reads)
            self.checks = Self.words(checks)
            self.records = Self.words(records)
            self.changes = Self.words(changes)
            self.otherwise = otherwise
        }

        private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
    }

    private static let packages = "list ls show info search view outdated why tree freeze check policy config-get help"
    private static let scripts = Subcommands(
        reads: packages + " audit", checks: "test t lint build typecheck check start dev e2e unit coverage run")
    private static let machines = Subcommands(
        reads: "ps images logs inspect stats version info top port get describe config status list", checks: "build")
    private static let builds = Subcommands(
        checks: "test check build all compile package verify lint run assemble install bootRun integrationTest",
        otherwise: .changes)

    private static let subcommands: [String: Subcommands] = [
        "git": Subcommands(
            reads: "status log diff show blame branch grep rev-parse remote ls-files describe cat-file shortlog reflog",
            records: "add commit push tag"),
        "npm": scripts, "pnpm": scripts, "yarn": scripts, "bun": scripts, "deno": scripts,
        "pip": Subcommands(reads: packages), "uv": Subcommands(reads: packages), "poetry": Subcommands(reads: packages),
        "conda": Subcommands(reads: packages), "gem": Subcommands(reads: packages),
        "bundle": Subcommands(reads: packages), "composer": Subcommands(reads: packages),
        "brew": Subcommands(reads: packages), "apt": Subcommands(reads: packages),
        "apt-get": Subcommands(reads: packages), "dnf": Subcommands(reads: packages),
        "apk": Subcommands(reads: packages), "pacman": Subcommands(reads: packages),
        "cargo": Subcommands(reads: packages + " metadata", checks: "test build check clippy run bench doc t b"),
        "go": Subcommands(reads: "list env version doc", checks: "test build vet run"),
        "swift": Subcommands(checks: "test build run"), "dotnet": Subcommands(reads: "list", checks: "test build run"),
        "docker": machines, "podman": machines, "docker-compose": machines, "kubectl": machines, "helm": machines,
        "systemctl": machines, "service": machines,
        "terraform": Subcommands(reads: "show output state", checks: "plan validate"),
        "make": builds, "gradle": builds, "gradlew": builds, "mvn": builds, "mvnw": builds, "rake": builds,
        "just": builds,
        "flutter": Subcommands(checks: "test build analyze run"),
        "dart": Subcommands(checks: "test analyze run compile"),
        "mix": Subcommands(checks: "test compile"), "cabal": Subcommands(checks: "test build run"),
        "stack": Subcommands(checks: "test build run"), "ruff": Subcommands(checks: "check"),
        "rails": Subcommands(checks: "test server"), "gh": Subcommands(reads: "pr issue run api repo auth"),
    ]
    private static let checkers: Set<String> = [
        "pytest", "tox", "nox", "jest", "vitest", "mocha", "tsc", "eslint", "mypy", "pyright", "flake8", "rspec",
        "phpunit",
        "ctest", "bats", "shellcheck", "gcc", "g++", "clang", "clang++", "cc", "javac", "rustc", "kotlinc", "ld",
        "python",
        "node", "ruby", "php", "java", "Rscript", "bash", "sh", "ninja", "xcodebuild", "playwright", "cypress",
        "unittest",
        "perl", "tsx", "ts-node", "golangci-lint", "rubocop", "swiftlint", "prettier", "black",
    ]
    private static let readers: Set<String> = [
        "ls", "cat", "head", "tail", "grep", "egrep", "rg", "ag", "find", "fd", "pwd", "echo", "printf", "which", "wc",
        "sort", "uniq", "ps", "env", "type", "file", "stat", "tree", "du", "df", "awk", "sed", "jq", "printenv", "man",
        "test",
        "[", "true", "false", "sleep", "cd", "pushd", "popd", "exit", "less", "more", "diff", "cmp", "cut", "tr",
        "date",
        "uname", "whoami", "id", "hostname", "history", "nl", "xxd", "od", "strings", "ldd", "nm", "otool", "lsof",
        "netstat",
        "ss", "ping", "curl", "dig", "nslookup", "set", "done", "fi", "wait", "column", "basename", "dirname",
        "realpath",
    ]
    private static let changingVerbs: Set<String> = [
        "edit", "write", "multiedit", "patch", "replace", "create", "insert", "delete", "remove", "rename", "move",
        "install", "set", "update", "add", "configure", "append", "apply", "save", "put", "upsert", "restart", "enable",
    ]
}
