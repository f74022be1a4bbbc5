/// Searching in a copy of a text's UTF-8. Positions are byte offsets; every cut a caller makes is next to an ASCII
/// byte or at a scalar boundary, so that what is left is UTF-8 again.
struct ByteText: Sendable {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }
    init(bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func string(_ range: Range<Int>) -> String {
        guard range.lowerBound < range.upperBound else { return "" }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    func starts(with literal: StaticString, at index: Int, ignoringCase: Bool = false) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= 0, index + length <= bytes.count else { return false }
        for offset in 0..<length {
            let byte = bytes[index + offset]
            if byte == literal.utf8Start[offset] { continue }
            guard ignoringCase, Byte.lowercased(byte) == literal.utf8Start[offset] else { return false }
        }
        return true
    }

    /// The first place at or after `start` where the literal stands.
    func first(_ literal: StaticString, from start: Int = 0, ignoringCase: Bool = false) -> Int? {
        let length = literal.utf8CodeUnitCount
        guard length > 0 else { return nil }
        let head = literal.utf8Start[0]
        var index = max(start, 0)
        while index + length <= bytes.count {
            let byte = bytes[index]
            if byte == head || (ignoringCase && Byte.lowercased(byte) == head),
                starts(with: literal, at: index, ignoringCase: ignoringCase)
            {
                return index
            }
            index += 1
        }
        return nil
    }

    func first(_ pattern: [UInt8], from start: Int = 0) -> Int? {
        guard let head = pattern.first else { return nil }
        var index = max(start, 0)
        while index + pattern.count <= bytes.count {
            if bytes[index] == head, bytes[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }

    func skip(from start: Int, where isSkipped: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, isSkipped(bytes[index]) { index += 1 }
        return index
    }

    func endOfLine(from start: Int) -> Int { skip(from: start) { $0 != 0x0A } }

    /// Whether only blanks stand between the last line break and `index`.
    func isAtLineStart(_ index: Int) -> Bool {
        var position = index
        while position > 0, Byte.isBlank(bytes[position - 1]) { position -= 1 }
        return position == 0 || bytes[position - 1] == 0x0A
    }

    func removing(_ ranges: [Range<Int>]) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var position = 0
        for range in ranges where range.lowerBound >= position {
            kept += bytes[position..<range.lowerBound]
            position = range.upperBound
        }
        kept += bytes[position...]
        return String(decoding: kept, as: UTF8.self)
    }
}

extension String {
    /// The text without white space at both ends.
    var trimmed: String {
        let view = unicodeScalars
        guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = view.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(view[first...last])
    }

    /// The text with every run of white space as one space.
    var onOneLine: String {
        var result = String.UnicodeScalarView()
        var pending = false
        for scalar in unicodeScalars {
            // Properties are looked up in a table; most text is ASCII and needs none.
            let isBlank = scalar.value < 0x80 ? scalar.value <= 0x20 : scalar.properties.isWhitespace
            if isBlank {
                pending = !result.isEmpty
            } else {
                if pending { result.append(" ") }
                pending = false
                result.append(scalar)
            }
        }
        return String(result)
    }
}
