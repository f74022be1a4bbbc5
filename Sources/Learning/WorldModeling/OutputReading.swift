import MemoryModel
import StepReading
import TextAnalysis

/// What outputs declare in forms that can mean one thing only. Nothing is copied but names, versions and numbers of
/// known shape.
extension FactMining {
    mutating func readOutput(of step: SeenStep, _ run: ToolRun) {
        let trace = step.trace
        guard let output = trace.call?.output, let main = run.main else { return }
        let head = output.prefix(4_000)
        if main.program != "docker", main.program != "ssh", main.program != "kubectl" {
            readListening(head, by: main, trace)
        }
        guard step.hasPassed else { return }
        if !run.input.holds("||") { readManagers(main, trace) }
        guard run.commands.count == 1 else { return }
        let program = main.program
        if ["cat", "head", "grep"].contains(program), main.core.contains("/etc/os-release") { readSystem(head, trace) }
        if program == "uname", let first = head.split(separator: " ").first {
            let name = first.filter { !$0.isWhitespace }
            if name == "Linux" || name == "Darwin" { note(FactKey(.kernel), name, in: trace) }
        }
        if program == "sw_vers" { readMac(head, trace) }
        if program == "git" { readBranch(head, trace) }
        readVersion(head, of: main, trace)
        readDatabase(main, trace)
        if program == "curl" { readAnswer(main, trace) }
    }

    // MARK: The machine

    private mutating func readSystem(_ output: Substring, _ trace: Trace) {
        var values: [Substring: String] = [:]
        for line in output.split(whereSeparator: \.isNewline).prefix(40) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals]] = line[line.index(after: equals)...].filter { $0 != "\"" && $0 != "'" }
        }
        guard let name = values["ID"].flatMap({ Self.systems[$0] }) else { return }
        let version = values["VERSION_ID"].flatMap { Self.isVersion($0) ? $0 : nil }
        note(FactKey(.distribution), version.map { "\(name) \($0)" } ?? name, in: trace)
    }

    private mutating func readMac(_ output: Substring, _ trace: Trace) {
        for line in output.split(whereSeparator: \.isNewline) where line.hasPrefix("ProductVersion:") {
            let version = line.dropFirst(15).filter { !$0.isWhitespace }
            if Self.isVersion(version) { note(FactKey(.distribution), "macOS \(version)", in: trace) }
        }
    }

    private mutating func readVersion(_ output: Substring, of command: ShellCommand, _ trace: Trace) {
        let asks = ["--version", "-V", "-v", "version"].contains { command.core.dropFirst().contains($0) }
        guard asks, command.core.count == 2, let program = Self.versioned[command.program] else { return }
        for line in output.split(whereSeparator: \.isNewline).prefix(2) {
            for word in line.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\"" }).prefix(6) {
                var word = word
                for mark in ["go", "v"] where word.hasPrefix(mark) { word = word.dropFirst(mark.count) }
                guard word.contains("."), Self.isVersion(String(word)) else { continue }
                note(FactKey(.version, program), String(word), in: trace)
                return
            }
        }
    }

    /// Digits and dots, to which a few letters may be added: `3.12.1`, `22.04`, `1.2.0-rc1`.
    static func isVersion(_ text: String) -> Bool {
        guard (1...20).contains(text.utf8.count), text.first?.isNumber ?? false else { return false }
        return text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B
        }
    }

    private mutating func readManagers(_ command: ShellCommand, _ trace: Trace) {
        let stem = command.stem.joined(separator: " ")
        if let manager = Self.systemManagers[stem] {
            note(FactKey(.systemPackages), manager, in: trace)
        } else if let (ecosystem, manager) = Self.managers[stem], command.targets.isEmpty {
            note(FactKey(.packageManager, ecosystem), manager, in: trace)
        }
    }

    // MARK: Services

    private mutating func readListening(_ output: Substring, by command: ShellCommand, _ trace: Trace) {
        guard let shown = KnownCommand.text(of: command, paths: paths), KnownCommand.topic(of: command) != nil else {
            return
        }
        for line in output.split(whereSeparator: \.isNewline).prefix(60) {
            let line = line.lowercased()
            guard let phrase = Self.listening.first(where: { line.holds($0) }), let said = line.firstRange(of: phrase)
            else { continue }
            let rest = line[said.upperBound...].prefix(60)
            if let port = Self.port(in: rest) {
                note(FactKey(.port, shown), port, in: trace)
                return
            }
        }
    }

    /// The number after `port`, or after the last colon of an address.
    private static func port(in text: Substring) -> String? {
        var digits = text.drop { !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }
        if let scheme = text.firstRange(of: "://") {
            let host = text[scheme.upperBound...].prefix { $0 != "/" && $0 != " " }
            digits = host.lastIndex(of: ":").map { host[host.index(after: $0)...] } ?? ""
        } else if let word = text.split(separator: " ").first, let colon = word.lastIndex(of: ":") {
            digits = word[word.index(after: colon)...]
        }
        guard (2...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(digits), (10...65_535).contains(number)
        else { return nil }
        return String(number)
    }

    private mutating func readAnswer(_ command: ShellCommand, _ trace: Trace) {
        for word in command.arguments {
            let address = word.hasPrefix("http://") ? word.dropFirst(7) : word[...]
            guard address.hasPrefix("localhost:") || address.hasPrefix("127.0.0.1:"),
                let port = Self.port(in: address.prefix { $0 != "/" && $0 != "?" }),
                !(trace.call?.output ?? "").isEmpty
            else { continue }
            note(FactKey(.answers, port), "yes", in: trace)
        }
    }

    private mutating func readDatabase(_ command: ShellCommand, _ trace: Trace) {
        let words = command.core
        switch command.program {
        case "psql":
            guard let flag = words.firstIndex(where: { $0 == "-d" || $0 == "--dbname" }), flag + 1 < words.count,
                FactScreen.isName(words[flag + 1]), !words[flag + 1].contains("://")
            else { return }
            note(FactKey(.database, "PostgreSQL"), words[flag + 1], in: trace)
        case "sqlite3":
            guard let file = command.arguments.first, file.contains("."), let path = paths.relative(file) else {
                return
            }
            note(FactKey(.database, "SQLite"), path, in: trace)
        default: return
        }
    }

    // MARK: The repository

    private mutating func readBranch(_ output: Substring, _ trace: Trace) {
        for line in output.split(whereSeparator: \.isNewline).prefix(60) {
            let line = line.drop { $0 == " " }
            for lead in ["remotes/origin/HEAD -> origin/", "HEAD branch: ", "refs/remotes/origin/"]
            where line.hasPrefix(lead) {
                let name = String(line.dropFirst(lead.count))
                if lead == "refs/remotes/origin/", !trace.isAboutHead { continue }
                if FactScreen.isName(name), name != "HEAD" { note(FactKey(.defaultBranch), name, in: trace) }
                return
            }
        }
    }

    /// What a file says of itself.
    mutating func readContent(of path: String, in trace: Trace) {
        guard let output = trace.call?.output, !output.isEmpty else { return }
        let lines = output.split(whereSeparator: \.isNewline).map(Self.unnumbered)
        for mark in Self.generatedMarks where lines.prefix(6).contains(where: { $0.contains(mark) }) {
            note(FactKey(.generated, path), mark, in: trace)
            break
        }
        let name = path.split(separator: "/").last ?? ""
        guard name == "Dockerfile" || name.hasPrefix("Dockerfile."), !output.holds("…[cut ") else { return }
        readImage(lines, path, trace)
    }

    private mutating func readImage(_ lines: [Substring], _ path: String, _ trace: Trace) {
        var stages: Set<String> = []
        var base: String?
        for line in lines where line.hasPrefix("FROM ") {
            let words = line.split(separator: " ").dropFirst().filter { !$0.hasPrefix("--") }.map(String.init)
            guard let image = words.first else { continue }
            if !stages.contains(image) { base = image }
            if words.count == 3, words[1].lowercased() == "as" { stages.insert(words[2]) }
        }
        if let base, FactScreen.isName(base) { note(FactKey(.baseImage, path), base, in: trace) }
    }

    /// Tools that read files number the lines.
    private static func unnumbered(_ line: Substring) -> Substring {
        let rest = line.drop { $0 == " " }.drop { $0.isNumber }
        guard let mark = rest.first, mark == "→" || mark == "\t", rest.startIndex > line.startIndex else { return line }
        return rest.dropFirst()
    }

    private static let listening = [
        "listening on", "listening at", "running on http", "running at http", "server running on", "serving http on",
        "local:   http", "local: http", "started on port", "listening for",
    ]
    private static let generatedMarks = ["DO NOT EDIT", "@generated", "Code generated by", "请勿手动修改"]
    private static let systemManagers = [
        "apk add": "apk", "apt-get install": "apt-get", "apt install": "apt", "dnf install": "dnf",
        "yum install": "yum", "brew install": "brew", "zypper install": "zypper",
    ]
    private static let managers: [String: (String, String)] = [
        "npm ci": ("JavaScript", "npm"), "npm install": ("JavaScript", "npm"), "pnpm install": ("JavaScript", "pnpm"),
        "yarn install": ("JavaScript", "Yarn"), "bun install": ("JavaScript", "Bun"),
        "poetry install": ("Python", "Poetry"), "uv sync": ("Python", "uv"), "bundle install": ("Ruby", "Bundler"),
        "composer install": ("PHP", "Composer"),
    ]
    private static let versioned = [
        "python": "Python", "node": "Node.js", "go": "Go", "rustc": "Rust", "cargo": "Cargo", "swift": "Swift",
        "ruby": "Ruby", "php": "PHP", "java": "Java", "npm": "npm", "pnpm": "pnpm", "yarn": "Yarn", "bun": "Bun",
        "git": "Git", "docker": "Docker", "make": "Make", "cmake": "CMake", "psql": "PostgreSQL's client",
        "gcc": "GCC", "clang": "Clang", "pip": "pip", "uv": "uv", "deno": "Deno", "terraform": "Terraform",
    ]
    private static let systems = [
        "alpine": "Alpine", "debian": "Debian", "ubuntu": "Ubuntu", "fedora": "Fedora", "rhel": "RHEL",
        "centos": "CentOS", "rocky": "Rocky Linux", "almalinux": "AlmaLinux", "arch": "Arch Linux",
        "amzn": "Amazon Linux", "nixos": "NixOS", "opensuse-leap": "openSUSE Leap", "wolfi": "Wolfi",
    ]
}

extension Trace {
    /// Whether git was asked what `origin/HEAD` is, and not for all branches.
    fileprivate var isAboutHead: Bool { (call?.inputText ?? "").contains("origin/HEAD") }
}
