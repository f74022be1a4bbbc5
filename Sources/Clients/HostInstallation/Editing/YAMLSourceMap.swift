import JSONText

/// The block mappings of a YAML text, as far as needed to set one scalar in them (yaml.org, 1.2). Everything else is
/// passed over as lines; what makes lines mean something else than they seem to is refused.
struct YAMLSourceMap {
    struct Entry {
        let key: String
        let indent: Int
        /// From the beginning of its line to behind the last line with content that belongs to it.
        let lines: Range<Int>
        /// Behind the line its key stands in.
        let lineEnd: Int
        /// What stands behind the colon in the same line, without a comment; empty when nothing does.
        let inline: Range<Int>
        /// Nested entries; `nil` when its value is no block mapping.
        let children: [Entry]?
    }

    let bytes: [UInt8]
    let entries: [Entry]

    init(_ bytes: [UInt8]) throws(NotEditable) {
        self.bytes = bytes
        var scanner = YAMLScanner(bytes: bytes)
        entries = try scanner.document()
    }

    func entry(at path: ConfigPath) -> Entry? {
        var entries = entries
        var found: Entry?
        for step in path {
            guard case .key(let key) = step, let next = entries.last(where: { $0.key == key }) else { return nil }
            found = next
            entries = next.children ?? []
        }
        return found
    }

    func value(of entry: Entry) -> JSON {
        if let children = entry.children, !children.isEmpty {
            return .object(JSONObject(children.map { JSONObject.Member(key: $0.key, value: value(of: $0)) }))
        }
        return Self.scalar(String(decoding: bytes[entry.inline], as: UTF8.self))
    }

    private static func scalar(_ text: String) -> JSON {
        if text.hasPrefix("\""), let value = try? JSON(parsing: Array(text.utf8)) { return value }
        if text.hasPrefix("'"), text.count > 1 {
            return .string(String(text.dropFirst().dropLast()).replacing("''", with: "'"))
        }
        return switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True": true
        case "false", "False": false
        default: .string(text)
        }
    }
}
