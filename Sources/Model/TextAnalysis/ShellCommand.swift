/// One simple command of a line for a shell: `CC=clang sudo swift test --filter A > log` without its redirection.
package struct ShellCommand: Sendable, Equatable {
    /// As written, with assignments and wrappers such as `sudo`.
    package var words: [String]
    /// Whether its output goes to a file.
    package var writesFile = false
    /// Whether it reads what the command before it wrote.
    package var isFilter = false

    /// Whether a tool of this name runs shell commands.
    package static func isRun(byToolNamed name: String) -> Bool {
        let name = name.lowercased()
        return shells.contains { name.contains($0) }
    }

    private static let shells = ["bash", "shell", "terminal", "exec", "command"]

    /// The simple commands of a line in order. Quotes are taken off, comments and here-documents left out. Only the
    /// first 4,000 bytes are read: what follows is a script and no command.
    package static func parse(_ line: String) -> [ShellCommand] { parse(line, depth: 0) }

    private static func parse(_ line: String, depth: Int) -> [ShellCommand] {
        var scanner = ShellScanner(bytes: Array(line.utf8.prefix(4000)))
        let commands = scanner.commands()
        guard depth < 2 else { return commands }
        return commands.flatMap { command -> [ShellCommand] in
            guard let script = command.innerScript else { return [command] }
            let inner = parse(script, depth: depth + 1)
            return inner.isEmpty ? [command] : inner
        }
    }

    /// What `bash -lc '…'` runs.
    private var innerScript: String? {
        let core = core
        guard let program = core.first.map(Self.baseName), ["bash", "sh", "zsh", "dash"].contains(program),
            let flag = core.dropFirst().firstIndex(where: {
                $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.hasSuffix("c")
            }),
            flag + 1 < core.count
        else { return nil }
        return core[flag + 1]
    }

    /// The words without assignments and without programs that only start another one.
    package var core: [String] {
        var rest = words[...]
        while let word = rest.first {
            if Self.isAssignment(word) || Self.isNumber(word) || Self.joiners.contains(word) {
                rest = rest.dropFirst()
            } else if Self.starters.contains(Self.baseName(word)) {
                rest = rest.dropFirst().drop { $0.hasPrefix("-") }
            } else if let second = rest.dropFirst().first, Self.runners[Self.baseName(word)]?.contains(second) ?? false
            {
                rest = rest.dropFirst(2).drop { $0.hasPrefix("-") }
            } else if Self.isPython(Self.baseName(word)), rest.dropFirst().first == "-m", rest.count > 2 {
                rest = rest.dropFirst(2)
                break
            } else {
                break
            }
        }
        return Array(rest)
    }

    /// Whether only variables are set.
    package var isAssignment: Bool { core.isEmpty && !words.isEmpty || core.first == "export" }

    /// The program without its folder and version: `pip3` is `pip`, `python3.12` is `python`.
    package var program: String {
        guard let first = core.first else { return "" }
        let name = Self.baseName(first)
        if Self.isPython(name) { return "python" }
        return name == "pip3" ? "pip" : name
    }

    /// What it is a run of, whatever it is run on: the program, and for programs that do many things which of them.
    package var stem: [String] {
        let program = program
        let rest = arguments
        guard !rest.isEmpty else { return [program] }
        if Self.interpreters.contains(program) { return [program, Self.baseName(rest[0])] }
        guard CommandEffect.hasSubcommands(program) else { return [program] }
        let isNested = ["run", "compose", "exec", "tool", "package", "mod"].contains(rest[0])
        return [program] + rest.prefix(isNested ? 2 : 1)
    }

    /// What it is run on: words that are neither flags nor numbers nor part of the stem.
    package var targets: Set<String> {
        Set(arguments.dropFirst(stem.count - 1).filter { !Self.isNumber($0) && $0 != "." && $0 != "./..." })
    }

    package var flags: [String] { core.dropFirst().filter { $0.hasPrefix("-") } }

    /// Words that are not flags and set no variable, without the folders and files that some flags name before a
    /// subcommand, and without what says how something is built.
    package var arguments: [String] {
        var result: [String] = []
        var isValue = false
        var isSetting = false
        for word in core.dropFirst() {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue = Self.settingFlags.contains(word) || (Self.valuedFlags.contains(word) && result.isEmpty)
                isSetting = word.hasPrefix("--") && !word.contains("=") && !Self.selectingFlags.contains(word)
            } else if isSetting, !result.isEmpty, !Self.isNamed(word), !Self.installs.contains(result[0]) {
                isSetting = false
            } else if !Self.isAssignment(word) {
                isSetting = false
                result.append(word)
            }
        }
        return result
    }

    package static func baseName(_ word: String) -> String {
        guard let slash = word.utf8.lastIndex(of: UInt8(ascii: "/")) else { return word }
        return String(word[word.utf8.index(after: slash)...])
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), equals > word.utf8.startIndex else {
            return false
        }
        return word.utf8[..<equals].allSatisfy(Byte.isWord) && !Byte.isDigit(word.utf8[word.utf8.startIndex])
    }

    private static func isPython(_ name: String) -> Bool {
        name.hasPrefix("python") && name.utf8.dropFirst(6).allSatisfy { Byte.isDigit($0) || $0 == UInt8(ascii: ".") }
    }

    /// A number or a time such as `90s`.
    private static func isNumber(_ word: String) -> Bool {
        let digits = word.utf8.prefix { Byte.isDigit($0) || $0 == UInt8(ascii: ".") }
        return !digits.isEmpty && word.utf8.count - digits.count <= 1 && digits.contains(where: Byte.isDigit)
            && word.utf8.dropFirst(digits.count).allSatisfy(Byte.isLetter)
    }

    /// A file, a module or a package, and no value of a flag.
    private static func isNamed(_ word: String) -> Bool { word.contains { "/.:@".contains($0) } }

    /// Flags whose value says what is run.
    private static let selectingFlags: Set<String> = [
        "--filter", "--test", "--tests", "--package", "--grep", "--only", "--skip", "--suite", "--product", "--bin",
        "--example",
        "--testNamePattern", "--project", "--target",
    ]
    private static let installs: Set<String> = [
        "install", "i", "add", "get", "remove", "uninstall", "upgrade", "update",
    ]
    private static let joiners: Set<String> = ["!", "if", "then", "do", "else", "while", "--"]
    private static let starters: Set<String> = [
        "sudo", "env", "time", "timeout", "nice", "nohup", "command", "exec", "npx", "bunx", "xvfb-run", "stdbuf",
        "doas",
    ]
    private static let runners: [String: Set<String>] = [
        "bundle": ["exec"], "poetry": ["run"], "uv": ["run"], "pipenv": ["run"], "pdm": ["run"], "rye": ["run"],
        "hatch": ["run"], "npm": ["exec"], "pnpm": ["exec", "dlx"], "yarn": ["dlx"], "conda": ["run"],
        "fvm": ["flutter"],
    ]
    private static let interpreters: Set<String> = [
        "python", "node", "ruby", "perl", "php", "bash", "sh", "zsh", "Rscript", "java", "tsx", "ts-node", "lua",
        "osascript",
    ]
    private static let valuedFlags: Set<String> = [
        "-C", "--prefix", "--cwd", "--manifest-path", "--package-path", "-f", "--file", "--project-directory", "--dir",
        "-w", "--workspace", "--context", "-n", "--namespace", "-m",
    ]
    private static let settingFlags: Set<String> = [
        "-c", "--configuration", "--config", "--profile", "--features", "-o", "-j", "--jobs", "-Xswiftc", "-Xcc",
        "-Xlinker",
        "--timeout", "--log-level", "--color", "--platform",
    ]
}
