import JSONText

/// Adds, replaces and removes tables and values of a TOML text, line by line. New tables come at the end, new values
/// of the root before the first table.
struct TOMLTextEdit: ConfigDocument {
    private var map: TOMLSourceMap
    private let lineEnd: String

    init(_ map: TOMLSourceMap) {
        self.map = map
        lineEnd = HostInstallation.lineEnd(of: map.bytes)
    }

    var bytes: [UInt8] { map.bytes }
    /// A table that stands by itself may be what somebody wants to fill; and a header is needed for none.
    var hasRemovableContainers: Bool { false }

    func value(at path: ConfigPath) -> JSON? { map.value(at: path) }

    func source(at path: ConfigPath) -> String? {
        map.pair(at: path).map { String(decoding: map.bytes[$0.range], as: UTF8.self) }
    }

    mutating func set(_ value: JSON, at path: ConfigPath) throws(NotEditable) {
        if let pair = map.pair(at: path) { return try replace(pair.range, with: TOMLText.value(value)) }
        guard map.value(at: path) == nil else {
            throw NotEditable(reason: "its \(path.pointer.dropFirst()) is written in a form that cannot be replaced")
        }
        try mustBeExtensible(path)
        if let object = value.object { return try addTable(object, at: path) }
        guard let last = path.last, case .key(let key) = last else { return }
        try addPair(TOMLText.key(key) + " = " + TOMLText.value(value), to: path.dropLast())
    }

    mutating func append(_ value: JSON, to path: ConfigPath) throws(NotEditable) {
        guard let list = map.value(at: path) else { return try set([value], at: path) }
        guard let values = list.array, let pair = map.pair(at: path) else {
            throw NotEditable(reason: "its \(path.pointer.dropFirst()) is not a list")
        }
        let end = map.bytes[pair.range].dropLast().lastIndex { !isBlank($0) } ?? pair.range.lowerBound
        let separator = values.isEmpty || map.bytes[end] == UInt8(ascii: ",") ? "" : ", "
        guard !map.bytes[pair.range].contains(0x0A) else {
            throw NotEditable(reason: "its list \(path.pointer.dropFirst()) goes over several lines")
        }
        try replace(end + 1..<end + 1, with: separator + TOMLText.value(value))
    }

    mutating func restore(_ source: String, at path: ConfigPath) throws(NotEditable) {
        guard let pair = map.pair(at: path) else { return }
        try replace(pair.range, with: source)
    }

    /// A table goes with the tables below it: what is left of it would have no meaning.
    mutating func remove(_ path: ConfigPath) throws(NotEditable) {
        if let pair = map.pair(at: path) { return try removeLines(pair.statement.lines, withBlankLineBefore: false) }
        while let table = map.statements.first(where: { !$0.isPair && $0.path.starts(with: path) }) {
            let pairs = map.statements.filter {
                $0.isPair && $0.table == table.path && $0.lines.lowerBound > table.lines.lowerBound
            }
            let end = pairs.last?.lines.upperBound ?? table.lines.upperBound
            try removeLines(table.lines.lowerBound..<end, withBlankLineBefore: true)
        }
    }

    /// Inline tables and tables made of dotted keys cannot be added to from elsewhere.
    private func mustBeExtensible(_ path: ConfigPath) throws(NotEditable) {
        for depth in 1..<max(path.count, 1) {
            let outer = Array(path[..<depth])
            let isClosed = map.statements.contains { statement in
                statement.isPair && statement.table.count < outer.count && statement.path.starts(with: outer)
            }
            if isClosed {
                throw NotEditable(reason: "its \(outer.pointer.dropFirst()) is a table in one line or of dotted keys")
            }
        }
    }

    private mutating func addTable(_ object: JSONObject, at path: ConfigPath) throws(NotEditable) {
        let lines =
            [TOMLText.header(path)] + object.members.map { TOMLText.key($0.key) + " = " + TOMLText.value($0.value) }
        let block = lines.joined(separator: lineEnd)
        let isEmpty = map.bytes.count <= (hasByteOrderMark(map.bytes) ? 3 : 0)
        // A text without a last line end keeps none, so that taking ours out again leaves the same bytes.
        let text =
            isEmpty
            ? block + lineEnd : map.bytes.last == 0x0A ? lineEnd + block + lineEnd : lineEnd + lineEnd + block
        try replace(map.bytes.count..<map.bytes.count, with: text)
    }

    private mutating func addPair(_ line: String, to table: ConfigPath) throws(NotEditable) {
        let own = map.statements.filter { $0.table == table && ($0.isPair || $0.path == table) }
        guard let last = own.last else {
            guard table.isEmpty else { return try addTable(JSONObject(), at: table, with: line) }
            let start = hasByteOrderMark(map.bytes) ? 3 : 0
            return try replace(start..<start, with: line + lineEnd)
        }
        let end = last.lines.upperBound
        let text = map.bytes[end - 1] == 0x0A ? line + lineEnd : lineEnd + line
        try replace(end..<end, with: text)
    }

    private mutating func addTable(_ object: JSONObject, at path: ConfigPath, with line: String) throws(NotEditable) {
        try addTable(object, at: path)
        try addPair(line, to: path)
    }

    private mutating func removeLines(_ lines: Range<Int>, withBlankLineBefore: Bool) throws(NotEditable) {
        let bytes = map.bytes
        var start = lines.lowerBound
        let endsWithoutLineEnd = lines.upperBound == bytes.count && bytes.last != 0x0A
        for _ in 0..<((withBlankLineBefore ? 1 : 0) + (endsWithoutLineEnd ? 1 : 0)) {
            let before = bytes[..<start]
            let isFirst = start == (hasByteOrderMark(bytes) ? 3 : 0)
            let isBlankLine =
                before.last == 0x0A
                && (start < 2 || before.dropLast().last == 0x0A
                    || before.dropLast().suffix(2).elementsEqual([0x0A, 0x0D]))
            guard !isFirst, isBlankLine || endsWithoutLineEnd, before.last == 0x0A else { break }
            start -= before.suffix(2).elementsEqual([0x0D, 0x0A]) ? 2 : 1
        }
        try replace(start..<lines.upperBound, with: "")
    }

    private mutating func replace(_ range: Range<Int>, with text: String) throws(NotEditable) {
        var bytes = map.bytes
        bytes.replaceSubrange(range, with: text.utf8)
        map = try TOMLSourceMap(bytes)
    }
}
