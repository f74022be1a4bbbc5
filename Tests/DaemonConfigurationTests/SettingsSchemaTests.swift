import JSONText
import LanguageModels
import Testing

@testable import DaemonConfiguration

@Suite("The settings as a form sees them")
struct SettingsSchemaTests {
    private func settings(_ schema: JSON) -> [JSON] {
        let sections = (schema["groups"]?.array ?? []).flatMap { $0["sections"]?.array ?? [] }
        return sections.flatMap { $0["settings"]?.array ?? [] }
    }

    @Test("every setting is in one group, with a label and a meaning of its own in both languages")
    func complete() {
        for language in SettingsSchema.Language.allCases {
            let listed = settings(SettingsSchema(language: language).json(of: Settings()))
            #expect(Set(listed.compactMap { $0["key"]?.string }) == Set(Settings.options.map(\.key)))
            #expect(listed.count == Settings.options.count)
            for setting in listed {
                let key = setting["key"]?.string ?? ""
                #expect(setting["label"]?.string != key, "\(key)")
                let meaning = setting["meaning"]?.string ?? ""
                #expect(!meaning.isEmpty, "\(key)")
                let isChinese = meaning.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
                #expect(isChinese == (language == .zh), "\(key)")
            }
        }
    }

    @Test("every section is in a group, with words in both languages")
    func sections() {
        #expect(Set(SettingsSchema.groupedSections) == Set(Settings.sections.map(\.key)))
        for section in Settings.sections {
            #expect(!SettingWords.shared.meaning("section:\(section.key)").isEmpty, "\(section.key)")
        }
    }

    @Test("no words are there for what does not exist")
    func noOrphans() {
        let keys = Settings.options.map(\.key)
        for word in SettingWords.shared.keys where !word.hasPrefix("section:") && !word.hasPrefix("group:") {
            let isUsed = word.hasPrefix("*") ? keys.contains { $0.hasSuffix(word.dropFirst()) } : keys.contains(word)
            #expect(isUsed, "\(word)")
        }
    }

    @Test("a secret is shown as set and never as it is")
    func secrets() {
        var changed = Settings()
        changed.llm.chat.access.apiKey = Secret("sk-very-secret")
        let schema = SettingsSchema(language: .en).json(of: changed)
        let key = settings(schema).first { $0["key"] == "llm.apiKey" }
        #expect(key?["value"] == "********")
        #expect(key?["isSet"] == true)
        #expect(!schema.text.contains("very-secret"))
    }

    @Test("ranges and choices are those that are enforced")
    func ranges() {
        let listed = settings(SettingsSchema(language: .en).json(of: Settings()))
        let deadline = listed.first { $0["key"] == "recall.deadlineMs" }
        #expect(deadline?["minimum"] == 20 && deadline?["maximum"] == 5000 && deadline?["default"] == 300)
        #expect(listed.first { $0["key"] == "recall.scope" }?["choices"] == ["agent", "home"])
    }

    @Test("a rule that cannot be read is refused with its place, in a patch and in the file")
    func rules() {
        let text = "privacy:\n  rules: [\"good: abc\", \"bad: /(/\"]\n"
        let error = #expect(throws: (any Error).self) { try ConfigFile.settings(in: text, file: "c") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("rule 2, character 7"))
    }
}
