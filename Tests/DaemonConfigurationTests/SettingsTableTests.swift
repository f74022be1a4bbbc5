import JSONText
import Testing

@testable import DaemonConfiguration

@Suite struct SettingsTableTests {
    /// Walks the stored properties, so that a property without a row in the table is noticed. What roles have in common
    /// is a value of its own in the program and has no name in the file.
    @Test func everyPropertyIsInTheTableInOrder() {
        func leaves(_ value: Any, _ prefix: String) -> [String] {
            Mirror(reflecting: value).children.flatMap { child -> [String] in
                let key = prefix + (child.label ?? "")
                if Settings.sections.contains(where: { $0.key == key }) { return leaves(child.value, key + ".") }
                let isShared =
                    child.value is Settings.ModelAccess || child.value is Settings.ChatRole
                    || child.value is Settings.Budget.Limits
                return isShared ? leaves(child.value, prefix) : [key]
            }
        }
        #expect(leaves(Settings(), "") == Settings.options.map(\.key))
    }

    @Test func everyDefaultIsAllowed() {
        for option in Settings.options {
            #expect(option.domain.accepts(option.defaultValue), "\(option.key)")
            #expect(option.read(Settings()) == option.defaultValue, "\(option.key)")
        }
    }

    @Test func everyKeyIsThereOnceAndInASection() {
        #expect(Set(Settings.options.map(\.key)).count == Settings.options.count)
        for option in Settings.options {
            let section = option.components.dropLast().joined(separator: ".")
            #expect(Settings.sections.contains { $0.key == section }, "\(option.key)")
            #expect(option.sentence.hasSuffix("."), "\(option.key)")
            #expect(!option.sentence.contains("|"), "\(option.key)")
        }
    }

    @Test func everyOptionWritesWhatItReads() {
        for option in Settings.options {
            let other: JSON =
                switch option.domain {
                case .flag: JSON(option.defaultValue.bool != true)
                case .integer(let range):
                    JSON(option.defaultValue == JSON(range.upperBound) ? range.lowerBound : range.upperBound)
                case .number(let range):
                    JSON(option.defaultValue == JSON(range.upperBound) ? range.lowerBound : range.upperBound)
                case .choice(let values): JSON(values.last { JSON($0) != option.defaultValue })
                case .text, .line, .variable: "one"
                case .texts, .lines: ["one"]
                case .rules: ["one: two"]
                }
            var settings = Settings()
            option.write(&settings, other)
            #expect(option.read(settings) == other, "\(option.key)")
            for untouched in Settings.options where untouched.key != option.key {
                #expect(untouched.read(settings) == untouched.defaultValue, "\(option.key) changes \(untouched.key)")
            }
        }
    }

    @Test func settingsAreShownNestedAndByKey() {
        let settings = Settings()
        #expect(settings.json()["recall"]?["topK"] == ["tier1": 3, "tier2": 5, "tier3": 2])
        #expect(settings.json(key: "recall.deadlineMs") == 300)
        #expect(settings.json(key: "agents") == ["allowed": []])
        #expect(settings.json(key: "recall.deadline") == nil)
        #expect(settings.json(key: "recall.") == nil)
    }

    @Test func secretsAreMasked() {
        let option = SettingsOption.texts("agents.allowed", \.agents.allowed, "Secret.").secret()
        var settings = Settings()
        #expect(settings.json(of: [option], maskingSecrets: true) == ["agents": ["allowed": []]])
        settings.agents.allowed = ["hidden"]
        #expect(settings.json(of: [option], maskingSecrets: true) == ["agents": ["allowed": "********"]])
        #expect(settings.json(of: [option], maskingSecrets: false) == ["agents": ["allowed": ["hidden"]]])
    }

    @Test(arguments: [
        ("recall.deadlinems", "recall.deadlineMs"), ("recal.deadlineMs", "recall.deadlineMs"), ("port", "viewer.port"),
        ("recall.tier1", "recall.topK.tier1"), ("loging", "logging"), ("recall.scpoe", "recall.scope"),
        ("entirelyDifferent", nil), ("", nil),
    ])
    func nearestKeyIsSuggested(_ key: String, _ expected: String?) {
        #expect(KeySuggestion.nearest(to: key) == expected)
    }
}
