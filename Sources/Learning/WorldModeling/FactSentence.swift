/// The words in which a fact is told: only paths, commands, versions and names come from what was seen.
enum FactSentence {
    /// - Parameter values: not empty; several only where all hold.
    static func label(of key: FactKey) -> String {
        let subject = key.subject
        let place = subject.isEmpty ? "" : " in `\(subject)`"
        return switch key.topic {
        case .sources: "sources"
        case .tests: "tests"
        case .testFiles: "test files"
        case .config: "configuration"
        case .manifest: "manifest"
        case .docs: "documentation"
        case .migrations: "migrations"
        case .scripts: "scripts"
        case .integration: "continuous integration"
        case .language: "language"
        case .testFramework: "test framework\(place)"
        case .packageManager: "package manager for \(subject)"
        case .systemPackages: "system packages"
        case .testCommand: "test command\(place)"
        case .buildCommand: "build command\(place)"
        case .lintCommand: "lint command\(place)"
        case .formatCommand: "format command\(place)"
        case .runCommand: "run command\(place)"
        case .servicesCommand: "services\(place)"
        case .migrateCommand: "migration command\(place)"
        case .deployCommand: "deploy command\(place)"
        case .distribution: "operating system"
        case .kernel: "kernel"
        case .version: "\(subject) version"
        case .baseImage: "base image of `\(subject)`"
        case .defaultBranch: "default branch"
        case .port: "port of `\(subject)`"
        case .answers: "port \(subject)"
        case .database: "\(subject) database"
        case .missingCommand: "`\(subject)`"
        case .misuse: "`\(subject)`"
        case .needs: "`\(subject)` depends"
        case .reload: "changes to `\(subject)`"
        case .variable: "`\(subject)`"
        case .slow: "duration of `\(subject)`"
        case .taboo: Taboo(key: subject)?.label ?? subject
        case .generated: "`\(subject)`"
        }
    }

    static func text(of key: FactKey, values: [String]) -> String {
        let subject = key.subject
        let place = subject.isEmpty ? "" : " in `\(subject)`"
        let value = values.first ?? ""
        let all = listed(values.map { "`\($0)`" })
        return switch key.topic {
        case .sources: "Sources are in \(all)."
        case .tests: "Tests are in \(all)."
        case .testFiles: "Test files lie beside the sources and are named \(all)."
        case .config: "Configuration is in \(all)."
        case .manifest: "The package is described in \(all)."
        case .docs: "Documentation is in \(all)."
        case .migrations: "Database migrations are in \(all)."
        case .scripts: "Scripts are in \(all)."
        case .integration: "Continuous integration is defined in \(all)."
        case .language: "The sources are in \(listed(values))."
        case .testFramework: "The tests\(place) use \(value)."
        case .packageManager: "Packages for \(subject) are managed with \(value)."
        case .systemPackages: "System packages come from `\(value)`."
        case .testCommand: "`\(value)` runs the tests\(place)."
        case .buildCommand: "`\(value)` builds\(subject.isEmpty ? " the project" : place)."
        case .lintCommand: "\(all) \(values.count == 1 ? "checks" : "check") the code\(place)."
        case .formatCommand: "`\(value)` formats the code\(place)."
        case .runCommand: "`\(value)` starts the program\(place)."
        case .servicesCommand: "`\(value)` starts the services\(place)."
        case .migrateCommand: "`\(value)` migrates the database\(place)."
        case .deployCommand: "`\(value)` deploys\(subject.isEmpty ? " the project" : place)."
        case .distribution: "The operating system is \(value)."
        case .kernel: "The kernel is \(value)."
        case .version: "The version of \(subject) is \(value)."
        case .baseImage: "`\(subject)` is based on the image `\(value)`."
        case .defaultBranch: "The default branch is `\(value)`."
        case .port: "`\(subject)` listens on port \(value)."
        case .answers: "A service answers on `localhost:\(subject)`."
        case .database: "\(values.count == 1 ? "The \(subject) database is" : "The \(subject) databases are") \(all)."
        case .missingCommand: "`\(subject)` is not installed."
        case .misuse: misuse(subject, listed(values.map { "`\($0)`" }))
        case .needs: "`\(subject)` fails until \(all) \(values.count == 1 ? "has" : "have") run."
        case .reload: "Changes to `\(subject)` take effect only after a restart."
        case .variable: "`\(value)` fails unless the environment variable `\(subject)` is set."
        case .slow: "`\(subject)` takes longer than \(value)."
        case .taboo: Taboo(key: subject)?.sentence ?? ""
        case .generated: "`\(subject)` says of itself that it is generated (“\(value)”)."
        }
    }

    private static func misuse(_ command: String, _ faults: String) -> String {
        command == "sed -i"
            ? "`sed -i` without a suffix fails here (\(faults))." : "`\(command)` fails here (\(faults))."
    }

    static func listed(_ values: [String]) -> String {
        guard let last = values.last, values.count > 1 else { return values.first ?? "" }
        return values.dropLast().joined(separator: ", ") + " and " + last
    }
}
