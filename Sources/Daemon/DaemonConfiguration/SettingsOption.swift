package import JSONText
import LanguageModels

/// One row of the settings table: what a key is called, what it may hold, what it means, and where its value lives.
package struct SettingsOption: Sendable {
    package typealias Path<Value> = WritableKeyPath<Settings, Value> & Sendable

    /// Dotted, as in `recall.deadlineMs`.
    package let key: String
    package let domain: Domain
    package let defaultValue: JSON
    /// One sentence for the page and the template.
    package let sentence: String
    /// The daemon reads this one only when it starts.
    package let needsRestart: Bool
    /// Shown as `********` to everybody who asks.
    package private(set) var isSecret = false
    package let read: @Sendable (Settings) -> JSON
    /// Takes only values the domain accepts; ignores others.
    package let write: @Sendable (inout Settings, JSON) -> Void

    private init<Value>(
        _ key: String, _ path: any Path<Value>, _ domain: Domain, _ sentence: String, restart: Bool,
        encode: @escaping @Sendable (Value) -> JSON, decode: @escaping @Sendable (JSON) -> Value?
    ) {
        self.key = key
        self.domain = domain
        self.sentence = sentence
        self.needsRestart = restart
        self.defaultValue = encode(Settings()[keyPath: path])
        self.read = { encode($0[keyPath: path]) }
        self.write = { settings, value in
            if let value = decode(value) { settings[keyPath: path] = value }
        }
    }

    static func flag(_ key: String, _ path: any Path<Bool>, _ sentence: String, restart: Bool = false) -> Self {
        Self(key, path, .flag, sentence, restart: restart, encode: { JSON($0) }, decode: { $0.bool })
    }

    static func integer(
        _ key: String, _ path: any Path<Int>, in range: ClosedRange<Int>, _ sentence: String, restart: Bool = false
    ) -> Self {
        Self(
            key, path, .integer(range), sentence, restart: restart,
            encode: { JSON($0) }, decode: { $0.int.flatMap(Int.init(exactly:)) })
    }

    static func number(
        _ key: String, _ path: any Path<Double>, in range: ClosedRange<Double>, _ sentence: String,
        restart: Bool = false
    ) -> Self {
        Self(key, path, .number(range), sentence, restart: restart, encode: { JSON($0) }, decode: { $0.double })
    }

    static func choice<Choice>(
        _ key: String, _ path: any Path<Choice>, _ sentence: String, restart: Bool = false
    ) -> Self where Choice: CaseIterable & RawRepresentable<String> & Sendable {
        Self(
            key, path, .choice(Choice.allCases.map(\.rawValue)), sentence, restart: restart,
            encode: { JSON($0.rawValue) }, decode: { $0.string.flatMap(Choice.init(rawValue:)) })
    }

    /// - Parameter among: those of its values that the key allows.
    static func choice<Choice>(
        _ key: String, _ path: any Path<Choice>, among values: [Choice], _ sentence: String
    ) -> Self where Choice: RawRepresentable<String> & Sendable {
        Self(
            key, path, .choice(values.map(\.rawValue)), sentence, restart: false,
            encode: { JSON($0.rawValue) }, decode: { $0.string.flatMap(Choice.init(rawValue:)) })
    }

    /// A text that may be empty, and longer than a name.
    static func line(_ key: String, _ path: any Path<String>, _ sentence: String) -> Self {
        Self(key, path, .line, sentence, restart: false, encode: { JSON($0) }, decode: { $0.string })
    }

    /// The name of an environment variable.
    static func variable(_ key: String, _ path: any Path<String>, _ sentence: String) -> Self {
        Self(key, path, .variable, sentence, restart: false, encode: { JSON($0) }, decode: { $0.string })
    }

    static func lines(_ key: String, _ path: any Path<[String]>, _ sentence: String) -> Self {
        Self(
            key, path, .lines, sentence, restart: false,
            encode: { JSON($0) }, decode: { $0.array?.compactMap(\.string) })
    }

    static func rules(_ key: String, _ path: any Path<Settings.Privacy.RuleList>, _ sentence: String) -> Self {
        Self(
            key, path, .rules, sentence, restart: false,
            encode: { JSON($0.lines) }, decode: { $0.array.map { Settings.Privacy.RuleList($0.compactMap(\.string)) } })
    }

    /// A line that is never shown.
    static func secret(_ key: String, _ path: any Path<Secret>, _ sentence: String) -> Self {
        Self(
            key, path, .line, sentence, restart: false,
            encode: { JSON($0.revealed) }, decode: { $0.string.map(Secret.init) }
        ).secret()
    }

    static func text(_ key: String, _ path: any Path<String>, _ sentence: String, restart: Bool = false) -> Self {
        Self(key, path, .text, sentence, restart: restart, encode: { JSON($0) }, decode: { $0.string })
    }

    static func texts(_ key: String, _ path: any Path<[String]>, _ sentence: String, restart: Bool = false) -> Self {
        Self(
            key, path, .texts, sentence, restart: restart,
            encode: { JSON($0) }, decode: { $0.array?.compactMap(\.string) })
    }

    /// The same option, never shown.
    func secret() -> Self {
        var option = self
        option.isSecret = true
        return option
    }

    var components: [String] { key.split(separator: ".").map(String.init) }
}
