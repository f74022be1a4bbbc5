import JSONText

/// Adds, replaces and removes members and elements of a JSON text in the style the text is written in. Bytes outside
/// of what is added or removed stay as they are, and removing what was appended restores the text, except for blanks
/// inside brackets that were empty.
struct JSONTextEdit: ConfigDocument {
    private var map: JSONSourceMap
    private let lineEnd: String
    private let indentation: String

    init(_ map: JSONSourceMap) throws(NotEditable) {
        guard map.root.members != nil else { throw NotEditable(reason: "it is not a JSON object") }
        self.map = map
        lineEnd = HostInstallation.lineEnd(of: map.bytes)
        let first = map.root.children.first.map { Self.lineIndentation(map.bytes, at: $0.lowerBound) }
        indentation = first.flatMap { $0.isEmpty ? nil : $0 } ?? "  "
    }

    var bytes: [UInt8] { map.bytes }
    var hasRemovableContainers: Bool { true }

    func value(at path: ConfigPath) -> JSON? { map.node(at: path)?.value }

    func source(at path: ConfigPath) -> String? {
        map.node(at: path).map { String(decoding: map.bytes[$0.range], as: UTF8.self) }
    }

    mutating func set(_ value: JSON, at path: ConfigPath) throws(NotEditable) {
        if let node = map.node(at: path) {
            let indent = Self.lineIndentation(map.bytes, at: node.range.lowerBound)
            let isOnOneLine = !map.bytes.contains(0x0A)
            return try replace(node.range, with: isOnOneLine ? value.text : rendered(value, indent: indent))
        }
        try add(value, at: path)
    }

    mutating func append(_ value: JSON, to path: ConfigPath) throws(NotEditable) {
        guard let list = map.node(at: path) else { return try add([value], at: path) }
        guard list.elements != nil else { throw Self.isNo("list", path) }
        try insert(nil, value, into: list)
    }

    mutating func restore(_ source: String, at path: ConfigPath) throws(NotEditable) {
        guard let node = map.node(at: path) else { return }
        try replace(node.range, with: source)
    }

    mutating func remove(_ path: ConfigPath) throws(NotEditable) {
        guard let last = path.last, let container = map.node(at: path.dropLast()),
            let index = container.child(last)?.index
        else { return }
        try remove(child: index, of: container)
    }

    /// Adds a member together with the objects on its way that are missing.
    private mutating func add(_ value: JSON, at path: ConfigPath) throws(NotEditable) {
        var container = map.root
        for (depth, step) in path.enumerated() {
            guard case .key(let key) = step else { throw Self.isNo("list", path) }
            guard container.members != nil else { throw Self.isNo("object", Array(path[..<depth])) }
            if let next = container.child(step)?.node {
                container = next
                continue
            }
            let nested = path[(depth + 1)...].reversed().reduce(value) { inner, step in
                guard case .key(let key) = step else { return inner }
                return .object(JSONObject([JSONObject.Member(key: key, value: inner)]))
            }
            return try insert(key, nested, into: container)
        }
    }

    private static func isNo(_ kind: String, _ path: ConfigPath) -> NotEditable {
        NotEditable(reason: "its \(path.pointer.dropFirst()) is not \(kind == "object" ? "an object" : "a list")")
    }

    // MARK: Places

    private mutating func insert(
        _ key: String?, _ value: JSON, into container: JSONSourceMap.Node
    ) throws(NotEditable) {
        let prefix = key.map { JSON($0).text + ": " } ?? ""
        guard let last = container.children.last else {
            return try insertFirst(prefix, value, into: container)
        }
        let first = container.children[0].lowerBound
        let comma = comma(after: last.upperBound)
        let end = comma.map { $0 + 1 } ?? last.upperBound
        if !map.bytes[container.range.lowerBound..<first].contains(0x0A) {
            let text = comma == nil ? ", " + prefix + value.text : " " + prefix + value.text + ","
            return try replace(end..<end, with: text)
        }
        let indent = Self.lineIndentation(map.bytes, at: first)
        let text = lineEnd + indent + prefix + rendered(value, indent: indent) + (comma == nil ? "" : ",")
        let place = endOfRemark(after: end)
        if comma == nil, place > end {
            // The comma belongs to the value, the new line behind the remark on it.
            var bytes = map.bytes
            bytes.insert(contentsOf: text.utf8, at: place)
            bytes.insert(UInt8(ascii: ","), at: end)
            map = try JSONSourceMap(bytes, isStrict: map.isStrict)
        } else {
            try replace(place..<place, with: (comma == nil ? "," : "") + text)
        }
    }

    private mutating func insertFirst(
        _ prefix: String, _ value: JSON, into container: JSONSourceMap.Node
    ) throws(NotEditable) {
        let outer = Self.lineIndentation(map.bytes, at: container.range.lowerBound)
        let indent = outer + indentation
        let inside = container.range.lowerBound + 1..<container.range.upperBound - 1
        let text = lineEnd + indent + prefix + rendered(value, indent: indent)
        guard let written = map.bytes[inside].lastIndex(where: { !isBlank($0) }) else {
            return try replace(inside, with: text + lineEnd + outer)
        }
        let rest = written + 1..<inside.upperBound
        try replace(
            rest.lowerBound..<rest.lowerBound, with: text + (map.bytes[rest].contains(0x0A) ? "" : lineEnd + outer))
    }

    private mutating func remove(child index: Int, of container: JSONSourceMap.Node) throws(NotEditable) {
        let children = container.children
        let child = children[index]
        let inside = container.range.lowerBound + 1..<container.range.upperBound - 1
        let before = blanksBefore(child.lowerBound, from: inside.lowerBound)
        if let comma = comma(after: child.upperBound) {
            if index == 0, children.count > 1, before == inside.lowerBound,
                !map.bytes[before..<child.lowerBound].contains(0x0A)
            {
                return try replace(child.lowerBound..<max(comma + 1, lineBlanks(after: comma + 1)), with: "")
            }
            let isAlone = children.count == 1 && map.bytes[comma + 1..<inside.upperBound].allSatisfy(isBlank)
            if isAlone, before == inside.lowerBound { return try replace(inside, with: "") }
            return try replace(before..<comma + 1, with: "")
        }
        guard index > 0 else {
            let isAlone =
                before == inside.lowerBound && map.bytes[child.upperBound..<inside.upperBound].allSatisfy(isBlank)
            return try replace(isAlone ? inside : before..<child.upperBound, with: "")
        }
        // The last of several without a comma of its own: the one before it goes with it.
        var bytes = map.bytes
        bytes.removeSubrange(before..<child.upperBound)
        if let comma = comma(after: children[index - 1].upperBound) { bytes.remove(at: comma) }
        map = try JSONSourceMap(bytes, isStrict: map.isStrict)
    }

    private func comma(after offset: Int) -> Int? {
        var scanner = JSON5Scanner(bytes: map.bytes, position: offset)
        guard (try? scanner.skipBlanks()) != nil, scanner.position < map.bytes.count,
            map.bytes[scanner.position] == UInt8(ascii: ",")
        else { return nil }
        return scanner.position
    }

    /// Behind the remark that stands in the same line, or the offset itself when there is none.
    private func endOfRemark(after offset: Int) -> Int {
        let bytes = map.bytes
        let start = lineBlanks(after: offset)
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
        let line = bytes[start..<end]
        if line.starts(with: "//".utf8) { return line.last == 0x0D ? end - 1 : end }
        guard line.starts(with: "/*".utf8), let close = line.dropFirst(2).firstRange(of: Array("*/".utf8)) else {
            return offset
        }
        return close.upperBound
    }

    private func lineBlanks(after offset: Int) -> Int {
        map.bytes[offset...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? map.bytes.endIndex
    }

    private func blanksBefore(_ offset: Int, from start: Int) -> Int {
        (map.bytes[start..<offset].lastIndex { !isBlank($0) }).map { $0 + 1 } ?? start
    }

    private mutating func replace(_ range: Range<Int>, with text: String) throws(NotEditable) {
        var bytes = map.bytes
        bytes.replaceSubrange(range, with: text.utf8)
        map = try JSONSourceMap(bytes, isStrict: map.isStrict)
    }

    private func rendered(_ value: JSON, indent: String) -> String {
        // One level of `prettyText` is two spaces; its strings hold no line ends.
        let lines: [Substring] = value.prettyText.split { $0 == "\n" }
        let shifted = lines.enumerated().map { number, line in
            let level = line.prefix { $0 == " " }.count / 2
            let text = line.drop { $0 == " " }
            return (number == 0 ? "" : indent + String(repeating: indentation, count: level)) + text
        }
        return shifted.joined(separator: lineEnd)
    }

    /// The blanks at the beginning of the line an offset stands in.
    private static func lineIndentation(_ bytes: [UInt8], at offset: Int) -> String {
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let blanks = bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }
        return String(decoding: blanks, as: UTF8.self)
    }
}
