import JSONText

/// Adds and removes members and elements of a JSON text in the style the text is written in. Bytes outside of what is
/// added or removed stay as they are, and removing what was appended restores the text exactly.
struct JSONTextEdit {
    private(set) var map: JSONSourceMap
    private let lineEnd: String
    private let indentation: String

    init(_ map: JSONSourceMap) {
        self.map = map
        lineEnd = map.bytes.contains(0x0D) ? "\r\n" : "\n"
        let first = map.root.children.first.map { Self.lineIndentation(map.bytes, at: $0.lowerBound) }
        indentation = first.flatMap { $0.isEmpty ? nil : $0 } ?? "  "
    }

    /// Appends a member to an object or an element (`key` is nil) to an array.
    mutating func append(_ key: String?, _ value: JSON, to container: JSONSourceMap.Node) throws(NotEditable) {
        let prefix = key.map { JSON($0).text + ": " } ?? ""
        if let last = container.children.last {
            let first = container.children[0].lowerBound
            let isOnOneLine = !map.bytes[container.range.lowerBound..<first].contains(0x0A)
            if isOnOneLine {
                try replace(last.upperBound..<last.upperBound, with: ", " + prefix + value.text)
            } else {
                let indent = Self.lineIndentation(map.bytes, at: first)
                let text = "," + lineEnd + indent + prefix + rendered(value, indent: indent)
                try replace(last.upperBound..<last.upperBound, with: text)
            }
        } else {
            let outer = Self.lineIndentation(map.bytes, at: container.range.lowerBound)
            let indent = outer + indentation
            let text = lineEnd + indent + prefix + rendered(value, indent: indent) + lineEnd + outer
            try replace(container.range.lowerBound + 1..<container.range.upperBound - 1, with: text)
        }
    }

    /// Removes one member or element with the comma that belongs to it.
    mutating func remove(child index: Int, of container: JSONSourceMap.Node) throws(NotEditable) {
        let children = container.children
        let range: Range<Int>
        if children.count == 1 {
            range = container.range.lowerBound + 1..<container.range.upperBound - 1
        } else if index > 0 {
            range = children[index - 1].upperBound..<children[index].upperBound
        } else {
            range = children[0].lowerBound..<children[1].lowerBound
        }
        try replace(range, with: "")
    }

    private mutating func replace(_ range: Range<Int>, with text: String) throws(NotEditable) {
        var bytes = map.bytes
        bytes.replaceSubrange(range, with: text.utf8)
        map = try JSONSourceMap(bytes)
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
