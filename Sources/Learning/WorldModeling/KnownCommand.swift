import StepReading
import TextAnalysis

/// Commands of a project that are worth keeping, and how they are written down.
enum KnownCommand {
    /// What running it means for the project; `nil` for what says nothing of the project: a compiler on one file, a
    /// script that was written a minute ago.
    static func topic(of command: ShellCommand) -> FactTopic? {
        let stem = command.stem
        let program = stem.first ?? ""
        let last = stem.last ?? ""
        if ["docker", "docker-compose", "podman"].contains(program) {
            return stem.contains("compose") || program == "docker-compose"
                ? (last == "up" ? .servicesCommand : nil) : nil
        }
        if program == "python", last == "manage.py" { return django[command.arguments.dropFirst().first ?? ""] }
        if let script = scriptName(command) { return scripts[script] }
        if excluded.contains(program) { return nil }
        if servers.contains(program) { return .runCommand }
        switch ActionKind.of(command) {
        case .test: return .testCommand
        case .build: return .buildCommand
        case .lint: return .lintCommand
        case .format: return isCheck(command) ? .lintCommand : .formatCommand
        case .run: return runners.contains(program) && stem.count > 1 && starts(last, by: program) ? .runCommand : nil
        case .migrate: return .migrateCommand
        case .deploy: return .deployCommand
        default: return nil
        }
    }

    /// The command without what it was run on, with what it needs before it: `PYTHONPATH=. uv run pytest`.
    ///
    /// - Returns: `nil` for what cannot be written down: other machines' paths, secrets, scripts.
    static func text(of command: ShellCommand, paths: PlacePath) -> String? {
        let core = command.core
        guard let first = core.first else { return nil }
        var prefix: [String] = []
        for word in command.words.dropLast(core.count) {
            if starters.contains(word) || word.first?.isNumber ?? true { continue }
            if word.hasPrefix("-"), word != "-m" { continue }
            prefix.append(word)
        }
        var stem = command.stem
        guard !stem.isEmpty else { return nil }
        if first.hasPrefix("/") {
            guard let path = paths.relative(first), !path.isEmpty else { return nil }
            stem[0] = path
        } else {
            stem[0] = first
        }
        if ["python", "node", "ruby", "bash", "sh", "php", "perl"].contains(command.program), stem.count > 1 {
            guard let script = command.arguments.first, !script.hasPrefix("/") else { return nil }
            stem[1] = script
            if script.hasSuffix("manage.py"), let verb = command.arguments.dropFirst().first { stem.append(verb) }
        }
        if command.program == "cmake", core.count > 2, core[1] == "--build" { stem = Array(core.prefix(3)) }
        if isCheck(command), let flag = command.flags.first(where: checkFlags.contains) { stem.append(flag) }
        let text = (prefix + stem).joined(separator: " ")
        return FactScreen.isCommand(text) ? text : nil
    }

    /// Whether an output says that there is no such command, script or target.
    static func isUnknown(_ output: String) -> Bool {
        let text = String(output.prefix(2_000)).lowercased()
        return unknown.contains(where: { text.holds($0) })
    }

    /// `scripts/run-tests.sh` is named by `run-tests`.
    private static func scriptName(_ command: ShellCommand) -> String? {
        guard let first = command.core.first else { return nil }
        let isShell = ["bash", "sh"].contains(command.program)
        let path = isShell ? command.arguments.first ?? "" : first
        guard path.hasSuffix(".sh") || path.contains("/") && !path.hasPrefix("/") && !path.holds("bin/") else {
            return isShell ? "" : nil
        }
        let name = ShellCommand.baseName(path)
        return unwrapped.contains(name) ? nil : String(name.prefix { $0 != "." }).lowercased()
    }

    /// Of a project's scripts and targets only those that are named for it start it; `npm run codegen` does not.
    private static func starts(_ name: String, by program: String) -> Bool {
        guard ["npm", "pnpm", "yarn", "bun", "make", "just"].contains(program) else { return true }
        let word = name.prefix { $0 != ":" && $0 != "-" }
        return ["start", "dev", "develop", "serve", "server", "run", "preview", "watch", "up"].contains(word)
    }

    private static func isCheck(_ command: ShellCommand) -> Bool {
        ["black", "prettier", "gofmt", "rustfmt", "isort", "cargo", "swift-format", "ruff"].contains(command.program)
            && ActionKind.of(command) == .format && command.flags.contains(where: checkFlags.contains)
    }

    private static let checkFlags: Set<String> = ["--check", "-c", "-l", "--list-different", "--check-only"]
    private static let starters: Set<String> = [
        "sudo", "time", "timeout", "nice", "nohup", "command", "exec", "env", "stdbuf", "doas", "if", "then", "do",
        "else", "while", "!", "--", "xvfb-run",
    ]
    /// Wrappers of build systems are programs, not scripts of the project.
    private static let unwrapped: Set<String> = ["gradlew", "mvnw"]
    private static let scripts: [String: FactTopic] = [
        "test": .testCommand, "tests": .testCommand, "run-tests": .testCommand, "run_tests": .testCommand,
        "build": .buildCommand, "lint": .lintCommand, "format": .formatCommand, "deploy": .deployCommand,
        "migrate": .migrateCommand, "start": .runCommand, "serve": .runCommand,
    ]
    private static let django: [String: FactTopic] = [
        "test": .testCommand, "migrate": .migrateCommand, "runserver": .runCommand,
    ]
    private static let servers: Set<String> = ["uvicorn", "gunicorn", "flask", "hypercorn", "daphne", "air", "nodemon"]
    private static let runners: Set<String> = [
        "npm", "pnpm", "yarn", "bun", "cargo", "go", "swift", "make", "just", "dotnet", "gradle", "gradlew",
    ]
    /// One run of a compiler, or of a tool that needs its flags to mean anything, is no command of the project.
    private static let excluded: Set<String> = [
        "gcc", "g++", "clang", "clang++", "cc", "ld", "javac", "rustc", "kotlinc", "python", "node", "ruby", "php",
        "java", "perl", "ansible", "knex", "build", "pip",
    ]
    private static let unknown = [
        "command not found", "missing script", "no rule to make target", "unknown command", "executable file not found",
        "not recognized as an internal", "no such command", "no such subcommand",
    ]
    static let frameworks: [String: String] = [
        "pytest": "pytest", "jest": "Jest", "vitest": "Vitest", "mocha": "Mocha", "rspec": "RSpec",
        "phpunit": "PHPUnit", "playwright": "Playwright", "cypress": "Cypress", "unittest": "unittest", "bats": "Bats",
        "ctest": "CTest", "ava": "AVA",
    ]
}
