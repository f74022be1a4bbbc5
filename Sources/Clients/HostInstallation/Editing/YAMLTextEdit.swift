import JSONText

/// Sets and removes scalars of the block mappings of a YAML text, line by line.
struct YAMLTextEdit: ConfigDocument {
    private static let step = "  "
    private var map: YAMLSourceMap
    private let lineEnd: String

    init(_ map: YAMLSourceMap) {
        self.map = map
        lineEnd = HostInstallation.lineEnd(of: map.bytes)
    }

    var bytes: [UInt8] { map.bytes }
    var hasRemovableContainers: Bool { true }

    func value(at path: ConfigPath) -> JSON? { map.entry(at: path).map(map.value) }

    func source(at path: ConfigPath) -> String? {
        map.entry(at: path).map { String(decoding: map.bytes[$0.inline], as: UTF8.self) }
    }

    mutating func set(_ value: JSON, at path: ConfigPath) throws(NotEditable) {
        if map.entry(at: path) != nil { return try restore(Self.scalar(value), at: path) }
        var depth = 0
        var parent: YAMLSourceMap.Entry?
        while let next = map.entry(at: Array(path[...depth])) {
            parent = next
            depth += 1
        }
        let keys = Array(path[depth...]).keys ?? []
        guard let parent else {
            let block = Self.block(keys, value, indent: "", lineEnd: lineEnd)
            let hasLineEnd = map.bytes.isEmpty || map.bytes.last == 0x0A
            return try replace(
                map.bytes.count..<map.bytes.count, with: hasLineEnd ? block + lineEnd : lineEnd + block)
        }
        guard let children = parent.children else {
            throw NotEditable(reason: "its \(Array(path[..<depth]).pointer.dropFirst()) is not a block mapping")
        }
        let indent =
            children.first.map { String(repeating: " ", count: $0.indent) }
            ?? String(repeating: " ", count: parent.indent) + Self.step
        let block = Self.block(keys, value, indent: indent, lineEnd: lineEnd)
        let hasLineEnd = map.bytes[parent.lineEnd - 1] == 0x0A
        try replace(parent.lineEnd..<parent.lineEnd, with: hasLineEnd ? block + lineEnd : lineEnd + block)
    }

    mutating func append(_ value: JSON, to path: ConfigPath) throws(NotEditable) {
        throw NotEditable(reason: "lists of YAML are not edited")
    }

    mutating func restore(_ source: String, at path: ConfigPath) throws(NotEditable) {
        guard let entry = map.entry(at: path) else { return }
        let isOneLine = entry.lines.upperBound == entry.lineEnd && !map.bytes[entry.inline].contains(0x0A)
        guard isOneLine, entry.inline.isEmpty || !"&*!|>[{".utf8.contains(map.bytes[entry.inline.lowerBound]) else {
            throw NotEditable(reason: "its \(path.pointer.dropFirst()) is not a value in one line")
        }
        let needsBlank = map.bytes[entry.inline.lowerBound - 1] == UInt8(ascii: ":") && !source.isEmpty
        let isBeforeRemark = entry.inline.isEmpty && map.bytes[entry.inline.upperBound...].first == UInt8(ascii: "#")
        try replace(entry.inline, with: (needsBlank ? " " : "") + source + (isBeforeRemark ? " " : ""))
    }

    mutating func remove(_ path: ConfigPath) throws(NotEditable) {
        guard let entry = map.entry(at: path) else { return }
        var start = entry.lines.lowerBound
        if entry.lines.upperBound == map.bytes.count, map.bytes.last != 0x0A, start > 0 {
            start -= map.bytes[..<start].suffix(2).elementsEqual([0x0D, 0x0A]) ? 2 : 1
        }
        try replace(start..<entry.lines.upperBound, with: "")
    }

    private static func block(_ keys: [String], _ value: JSON, indent: String, lineEnd: String) -> String {
        keys.enumerated().map { depth, key in
            indent + String(repeating: step, count: depth) + key
                + (depth == keys.count - 1 ? ": " + scalar(value) : ":")
        }
        .joined(separator: lineEnd)
    }

    /// Plain where nothing can be read into it, else in the quotes of JSON, which YAML knows.
    private static func scalar(_ value: JSON) -> String {
        guard let text = value.string else { return value.text }
        let isPlain = text.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D || $0 == 0x5F }
        let isWord = ["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
        return isPlain && !isWord && !text.isEmpty && !text.hasPrefix("-") ? text : value.text
    }

    private mutating func replace(_ range: Range<Int>, with text: String) throws(NotEditable) {
        var bytes = map.bytes
        bytes.replaceSubrange(range, with: text.utf8)
        map = try YAMLSourceMap(bytes)
    }
}
