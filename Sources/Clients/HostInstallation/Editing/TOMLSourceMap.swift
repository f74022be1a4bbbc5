import JSONText

/// Where tables and values of a TOML text stand (toml.io, 1.0.0).
struct TOMLSourceMap {
    enum Kind {
        /// `[a.b]`
        case table
        /// `[[a.b]]`
        case listedTable
        /// `a.b = …`, with where the value stands.
        case pair(value: JSON, range: Range<Int>)
    }

    struct Statement {
        let kind: Kind
        /// The full way from the root; an element of a list of tables has its number on the way.
        let path: ConfigPath
        /// The table it stands in; of a table, itself.
        let table: ConfigPath
        /// Its lines, with the end of the last one.
        let lines: Range<Int>

        var isPair: Bool {
            if case .pair = kind { true } else { false }
        }
    }

    let bytes: [UInt8]
    let statements: [Statement]

    init(_ bytes: [UInt8]) throws(NotEditable) {
        var scanner = TOMLScanner(bytes: bytes, position: hasByteOrderMark(bytes) ? 3 : 0)
        statements = try scanner.document()
        self.bytes = bytes
        var seen: Set<ConfigPath> = []
        for statement in statements {
            if case .listedTable = statement.kind { continue }
            guard seen.insert(statement.path).inserted else {
                throw NotEditable(reason: "it says \(statement.path.pointer.dropFirst()) twice")
            }
        }
    }

    func table(at path: ConfigPath) -> Statement? {
        statements.first { statement in
            if case .table = statement.kind { statement.path == path } else { false }
        }
    }

    func pair(at path: ConfigPath) -> (value: JSON, range: Range<Int>, statement: Statement)? {
        for statement in statements where statement.path == path {
            if case .pair(let value, let range) = statement.kind { return (value, range, statement) }
        }
        return nil
    }

    /// The value at a path, put together from wherever its parts stand.
    func value(at path: ConfigPath) -> JSON? {
        var found: JSON?
        for statement in statements {
            switch statement.kind {
            case .pair(let value, _) where path.starts(with: statement.path):
                let rest = path.dropFirst(statement.path.count)
                return rest.reduce(value as JSON?) { inner, step in
                    switch step {
                    case .key(let key): inner?[key]
                    case .index(let index): inner?[index]
                    }
                }
            case .pair(let value, _) where statement.path.starts(with: path):
                let rest = statement.path.dropFirst(path.count)
                found = Self.placing(value, at: rest, in: found ?? .object(JSONObject()))
            case .table where statement.path.starts(with: path), .listedTable where statement.path.starts(with: path):
                found = found ?? .object(JSONObject())
            default: continue
            }
        }
        return found
    }

    private static func placing(_ value: JSON, at path: ConfigPath.SubSequence, in container: JSON) -> JSON {
        guard let first = path.first else { return value }
        let name =
            switch first {
            case .key(let key): key
            case .index(let index): String(index)
            }
        var object = container.object ?? JSONObject()
        object[name] = placing(value, at: path.dropFirst(), in: object[name] ?? .object(JSONObject()))
        return .object(object)
    }
}

/// How values are written in TOML.
enum TOMLText {
    static func value(_ value: JSON) -> String {
        switch value {
        case .string(let text): string(text)
        case .array(let values): "[" + values.map(Self.value).joined(separator: ", ") + "]"
        case .object(let object):
            "{ " + object.members.map { key($0.key) + " = " + Self.value($0.value) }.joined(separator: ", ") + " }"
        default: value.text
        }
    }

    static func key(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy {
                ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F || $0 == 0x2D
            }
        return isBare ? key : string(key)
    }

    static func header(_ path: ConfigPath) -> String {
        "[" + (path.keys ?? []).map(key).joined(separator: ".") + "]"
    }

    /// A basic string; its escapes are those of JSON, but for the solidus, which JSON text here does not escape.
    private static func string(_ text: String) -> String {
        JSON.string(text).text.replacing("\u{7F}", with: "\\u007F")
    }
}
