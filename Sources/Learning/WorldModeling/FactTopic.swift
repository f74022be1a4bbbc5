import MemoryModel

/// What a fact can be about. A fact's key is the topic's word, and where one topic has several subjects a colon and the
/// subject: `tests`, `version:python`, `test_command:web/`.
enum FactTopic: String, CaseIterable {
    case sources
    case tests
    case testFiles = "test_files"
    case config
    case manifest
    case docs
    case migrations
    case scripts
    case integration = "ci"

    case language
    case testFramework = "test_framework"
    case packageManager = "package_manager"
    case systemPackages = "system_packages"
    case testCommand = "test_command"
    case buildCommand = "build_command"
    case lintCommand = "lint_command"
    case formatCommand = "format_command"
    case runCommand = "run_command"
    case servicesCommand = "services_command"
    case migrateCommand = "migrate_command"
    case deployCommand = "deploy_command"

    case distribution = "os"
    case kernel
    case version
    case baseImage = "base_image"
    case defaultBranch = "default_branch"
    case port
    case answers
    case database

    case missingCommand = "missing_command"
    case misuse
    case needs
    case reload
    case variable
    case slow

    case taboo
    case generated

    var kind: ObservedFact.Kind {
        switch self {
        case .missingCommand, .misuse, .needs, .reload, .variable, .slow: .inference
        case .taboo, .generated: .constraint
        default: .environment
        }
    }

    /// How much must be seen before it is said.
    enum Measure {
        /// Where things are: two tasks, or one that met it in several places.
        case layout
        /// An output that can mean one thing only: seen twice.
        case declared
        /// Two tasks.
        case repeated
    }

    var measure: Measure {
        switch self {
        case .sources, .tests, .testFiles, .config, .manifest, .docs, .migrations, .scripts, .integration, .language:
            .layout
        case .distribution, .kernel, .version, .baseImage, .defaultBranch, .generated: .declared
        default: .repeated
        }
    }

    /// What several values of one key mean.
    enum Plurality {
        /// All hold; at most so many are said.
        case together(Int)
        /// One holds, the newest.
        case newest
        /// All hold, and the one that most tasks used is said.
        case mostUsed
    }

    var plurality: Plurality {
        switch self {
        case .sources, .tests, .testFiles, .config, .manifest, .docs, .migrations, .scripts, .integration, .language,
            .lintCommand, .database, .needs, .misuse:
            .together(3)
        case .testCommand, .buildCommand, .formatCommand, .runCommand, .servicesCommand, .migrateCommand,
            .deployCommand:
            .mostUsed
        default: .newest
        }
    }

    /// Whether its values are paths, which are gone when a step does not find them.
    var isPath: Bool {
        switch self {
        case .sources, .tests, .config, .manifest, .docs, .migrations, .scripts, .integration: true
        default: false
        }
    }
}

/// A key taken apart.
struct FactKey {
    let topic: FactTopic
    /// Empty where the topic has one subject only.
    let subject: String
    /// Whether the fact says that a value does not hold.
    let isDenial: Bool

    init(_ topic: FactTopic, _ subject: String = "", isDenial: Bool = false) {
        self.topic = topic
        self.subject = subject
        self.isDenial = isDenial
    }

    /// - Returns: `nil` for keys of other makers.
    init?(_ text: String) {
        let isDenial = text.hasPrefix(Self.denial)
        let key = isDenial ? text.dropFirst(Self.denial.count) : text[...]
        let colon = key.firstIndex(of: ":")
        guard let topic = FactTopic(rawValue: String(key[..<(colon ?? key.endIndex)])) else { return nil }
        self.init(topic, colon.map { String(key[key.index(after: $0)...]) } ?? "", isDenial: isDenial)
    }

    var text: String {
        (isDenial ? Self.denial : "") + topic.rawValue + (subject.isEmpty ? "" : ":" + subject)
    }

    /// The key of a path that was not found; its value is the path.
    static let missingPath = "not:path"

    static let denial = "not:"
}
