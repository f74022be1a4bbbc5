import JSONText

/// Turns the nodes of a file into settings, by the table; collects everything that is wrong instead of stopping at
/// the first.
struct SettingsReader {
    private(set) var settings = Settings()
    private(set) var problems: [ConfigProblem] = []

    init(_ root: ConfigNode?) {
        guard let root, !root.isNull else { return }
        guard case .section(let entries) = root.content else {
            problems = [ConfigProblem(place: root.place, message: "the file must consist of \"section:\" lines")]
            return
        }
        read(entries, under: "")
    }

    private mutating func read(_ entries: [ConfigNode.Entry], under prefix: String) {
        for entry in entries {
            let key = prefix + entry.name
            if let option = Settings.option(key) {
                read(entry, option)
            } else if Settings.sections.contains(where: { $0.key == key }) {
                if case .section(let inner) = entry.value.content {
                    read(inner, under: key + ".")
                } else if !entry.value.isNull {
                    problems.append(
                        ConfigProblem(
                            key: key, place: entry.value.place,
                            message: "\(key) is a section; put its keys on indented lines below it"))
                }
            } else {
                problems.append(Self.unknown(key, place: entry.key.place))
            }
        }
    }

    private mutating func read(_ entry: ConfigNode.Entry, _ option: SettingsOption) {
        if entry.value.isNull {
            problems.append(
                ConfigProblem(
                    key: option.key, place: entry.value.place,
                    message: "\(option.key) has no value; it must be \(option.domain.requirement)",
                    allowed: option.domain.allowedJSON))
            return
        }
        let value = Self.value(of: entry.value, for: option.domain)
        if option.domain.accepts(value) {
            option.write(&settings, value)
        } else {
            problems.append(Self.unacceptable(value, for: option, place: entry.value.place))
        }
    }

    static func unknown(_ key: String, place: ConfigNode.Place? = nil) -> ConfigProblem {
        let suggestion = KeySuggestion.nearest(to: key)
        let question = suggestion.map { "; did you mean \($0)?" } ?? ""
        return ConfigProblem(
            key: key, place: place, message: "there is no setting \(key.isEmpty ? "without a name" : key)\(question)",
            suggestion: suggestion)
    }

    static func unacceptable(_ value: JSON, for option: SettingsOption, place: ConfigNode.Place? = nil) -> ConfigProblem
    {
        if let reason = option.domain.reasonToRefuse(value) {
            return ConfigProblem(
                key: option.key, place: place, message: "\(option.key): \(reason)", allowed: option.domain.allowedJSON)
        }
        let given = option.isSecret || option.domain == .variable ? "" : ", not \(brief(value))"
        return ConfigProblem(
            key: option.key, place: place, message: "\(option.key) must be \(option.domain.requirement)\(given)",
            allowed: option.domain.allowedJSON)
    }

    /// What a node says to an option of this domain. Only plain scalars can be flags and numbers; everything can be
    /// a text.
    static func value(of node: ConfigNode, for domain: SettingsOption.Domain) -> JSON {
        switch node.content {
        case .list(let items): .array(items.map { value(of: $0, for: domain) })
        case .section(let entries):
            .object(
                JSONObject(
                    entries.map { JSONObject.Member(key: $0.name, value: value(of: $0.value, for: domain)) }))
        case .scalar(let text, let isPlain):
            isPlain ? plain(text, for: domain) : JSON(text)
        }
    }

    private static func plain(_ text: String, for domain: SettingsOption.Domain) -> JSON {
        switch domain {
        case .flag:
            switch text {
            case "true", "True", "TRUE": true
            case "false", "False", "FALSE": false
            default: JSON(text)
            }
        case .integer, .number:
            if let integer = Int64(text) {
                .integer(integer)
            } else if text.utf8.allSatisfy(isNumberByte), let number = Double(text), number.isFinite {
                .double(number)
            } else {
                JSON(text)
            }
        case .choice, .text, .texts, .line, .lines, .variable, .rules: JSON(text)
        }
    }

    /// Keeps out what only a programming language reads as a number: `0x1p3`, `infinity`.
    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func brief(_ value: JSON) -> String {
        let text = value.text
        return text.count <= 60 ? text : text.prefix(57) + "…"
    }
}
