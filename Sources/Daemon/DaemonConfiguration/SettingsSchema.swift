package import JSONText

/// The table of settings as a form needs it: groups in the order in which people look for things, and of each setting its
/// label, its meaning, its range, its default and what it is now.
package struct SettingsSchema: Sendable {
    package enum Language: String, Sendable, CaseIterable {
        case en, zh
    }

    private let language: Language
    private let words: SettingWords

    package init(language: Language) {
        self.language = language
        words = SettingWords.shared
    }

    /// Sections of a group, and single settings that are shown with it instead of with their section.
    private static let groups: [(key: String, sections: [String])] = [
        (
            "models",
            ["llm", "llm.openrouter", "l3Llm", "l3Llm.openrouter", "skillEvolver", "skillEvolver.openrouter"]
                + ["embedding", "reranker", "models", "budget", "budget.llm", "budget.l3Llm", "budget.skillEvolver"]
                + ["budget.embedding", "budget.reranker"]
        ),
        ("hosts", ["agents", "capture"]), ("retrieval", ["recall", "recall.topK"]),
        ("learning", ["learning", "session"]), ("privacy", ["privacy"]), ("sharing", ["hub"]),
        ("general", ["viewer", "daemon", "storage", "logging"]),
    ]

    static var groupedSections: [String] { groups.flatMap(\.sections) }

    package func json(of settings: Settings) -> JSON {
        [
            "language": .string(language.rawValue),
            "groups": .array(
                Self.groups.map { group in
                    [
                        "key": .string(group.key), "label": .string(words.label("group:\(group.key)", language)),
                        "sections": .array(
                            Settings.sections.filter { group.sections.contains($0.key) }
                                .sorted { group.sections.place(of: $0.key) < group.sections.place(of: $1.key) }
                                .map { section($0, settings) }),
                    ]
                }),
        ]
    }

    private func section(_ section: SettingsSection, _ settings: Settings) -> JSON {
        let name = "section:\(section.key)"
        return [
            "key": .string(section.key), "label": .string(words.label(name, language)),
            "meaning": .string(language == .zh ? words.meaning(name) : section.sentence),
            "settings": .array(HomeTemplate.options(of: section).map { setting($0, settings) }),
        ]
    }

    private func setting(_ option: SettingsOption, _ settings: Settings) -> JSON {
        let value = option.read(settings)
        let isSet = value != option.defaultValue
        let (minimum, maximum) = option.domain.bounds
        return .object(present: [
            ("key", .string(option.key)), ("label", .string(words.label(option.key, language))),
            ("kind", .string(option.domain.kind)),
            ("meaning", .string(language == .zh ? words.meaning(option.key) : option.sentence)),
            ("default", option.defaultValue),
            ("value", option.isSecret && isSet ? .string(Settings.mask) : value), ("isSet", .bool(isSet)),
            ("minimum", minimum), ("maximum", maximum), ("choices", option.domain.choices),
            ("restart", .bool(option.needsRestart)), ("secret", .bool(option.isSecret)),
            ("advanced", .bool(Self.isAdvanced(option.key))),
        ])
    }

    /// Settings that few people ever need.
    private static func isAdvanced(_ key: String) -> Bool {
        let last = key.split(separator: ".").last.map(String.init) ?? key
        return advancedNames.contains(last) || advancedKeys.contains(key)
            || key.hasPrefix("budget.") && last != key
                && key.split(separator: ".").count == 3
    }

    private static let advancedNames: Set = [
        "keyCommand", "timeoutMs", "maxRetries", "concurrency", "headers", "proxy", "certificates", "region",
        "inputPrice", "outputPrice", "temperature", "stream", "order", "ignore", "dimensions", "threads",
    ]
    private static let advancedKeys: Set = [
        "recall.candidates", "recall.relativeFloor", "recall.mmrLambda", "recall.documentFrequencyCap",
        "recall.teamWeight", "recall.meaningWeight", "recall.neighbourWeight", "recall.sessionWeight",
        "recall.maxCharacters",
        "learning.repairBurst", "learning.lessonDays", "session.mergeMaxTurns", "session.idleCloseMinutes",
        "daemon.maxLineMiB", "storage.synchronous", "storage.eventsKeptDays", "logging.fileMiB", "logging.filesKept",
        "models.callsPerTask", "models.foregroundMs",
    ]
}

extension SettingsOption.Domain {
    /// For a form: what control fits.
    fileprivate var kind: String {
        switch self {
        case .flag: "flag"
        case .integer: "integer"
        case .number: "number"
        case .choice: "choice"
        case .text, .line, .variable: "text"
        case .texts, .lines: "texts"
        case .rules: "rules"
        }
    }

    fileprivate var bounds: (minimum: JSON?, maximum: JSON?) {
        switch self {
        case .integer(let range): (JSON(range.lowerBound), JSON(range.upperBound))
        case .number(let range): (JSON(range.lowerBound), JSON(range.upperBound))
        default: (nil, nil)
        }
    }

    fileprivate var choices: JSON? {
        if case .choice(let values) = self { JSON(values) } else { nil }
    }
}

extension [String] {
    fileprivate func place(of key: String) -> Int { firstIndex(of: key) ?? count }
}

/// Labels of settings in both languages, and their meanings in Chinese; the English ones are in the table itself. What
/// roles have in common is told once, under `*.name`.
struct SettingWords: Sendable {
    static let shared = SettingWords()

    private let table: JSON

    private init() {
        table = (try? JSON(parsing: String(decoding: PackageResources.setting_words_json, as: UTF8.self))) ?? [:]
    }

    private func entry(_ key: String) -> JSON? {
        table[key] ?? key.lastIndex(of: ".").flatMap { table["*" + key[$0...]] }
    }

    func label(_ key: String, _ language: SettingsSchema.Language) -> String {
        entry(key)?["label"]?[language.rawValue]?.string ?? key
    }

    func meaning(_ key: String) -> String { entry(key)?["meaning"]?.string ?? "" }

    /// Names in the table, for a test.
    var keys: [String] { table.object?.members.map(\.key) ?? [] }
}
