/// What is wrong with a text that is not JSON, and at which byte.
package struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case empty = "empty text"
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "unexpected character"
        case invalidUTF8 = "not valid UTF-8"
        case invalidNumber = "not a number"
        case invalidEscape = "invalid escape in a string"
        case controlCharacter = "unescaped control character in a string"
        case tooDeep = "nested too deeply"
        case trailingText = "text after the value"
    }

    package let reason: Reason
    /// Zero-based byte offset.
    package let offset: Int

    package var description: String { "\(reason.rawValue) at byte \(offset)" }
}

extension JSON {
    /// Nesting allowed by default, in arrays and objects.
    package static let maximumDepth = 64

    /// Parses one value with optional white space around it.
    package init(parsing bytes: [UInt8], maximumDepth: Int = JSON.maximumDepth) throws(JSONSyntaxError) {
        let result = bytes.withUnsafeBufferPointer { JSON.parse($0, maximumDepth: maximumDepth) }
        self = try result.get()
    }

    package init(parsing text: String, maximumDepth: Int = JSON.maximumDepth) throws(JSONSyntaxError) {
        var text = text
        let result = text.withUTF8 { JSON.parse($0, maximumDepth: maximumDepth) }
        self = try result.get()
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int
    ) -> Result<JSON, JSONSyntaxError> {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        do throws(JSONSyntaxError) {
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }
}

/// Recursive descent over a byte buffer. Lone surrogates, which some hosts emit, become U+FFFD.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONSyntaxError) -> JSON {
        skipWhitespace()
        if position == bytes.count { throw failure(.empty) }
        let value = try value(depth: 0)
        skipWhitespace()
        if position < bytes.count { throw failure(.trailingText) }
        return value
    }

    private func failure(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, offset: position)
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSON {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try objectValue(depth: depth + 1)
        case UInt8(ascii: "["): return try arrayValue(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try stringValue())
        case UInt8(ascii: "t"): return try keyword("true", .bool(true))
        case UInt8(ascii: "f"): return try keyword("false", .bool(false))
        case UInt8(ascii: "n"): return try keyword("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try numberValue()
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func keyword(_ word: StaticString, _ result: JSON) throws(JSONSyntaxError) -> JSON {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw failure(.unexpectedEnd) }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] {
            throw failure(.unexpectedByte)
        }
        position += count
        return result
    }

    private mutating func objectValue(depth: Int) throws(JSONSyntaxError) -> JSON {
        if depth > maximumDepth { throw failure(.tooDeep) }
        position += 1
        var members: [JSONObject.Member] = []
        skipWhitespace()
        if try take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while true {
            skipWhitespace()
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let key = try stringValue()
            skipWhitespace()
            guard try take(UInt8(ascii: ":")) else { throw failure(.unexpectedByte) }
            skipWhitespace()
            members.append(JSONObject.Member(key: key, value: try value(depth: depth)))
            skipWhitespace()
            if try take(UInt8(ascii: ",")) { continue }
            guard try take(UInt8(ascii: "}")) else { throw failure(.unexpectedByte) }
            return .object(JSONObject(members))
        }
    }

    private mutating func arrayValue(depth: Int) throws(JSONSyntaxError) -> JSON {
        if depth > maximumDepth { throw failure(.tooDeep) }
        position += 1
        var values: [JSON] = []
        skipWhitespace()
        if try take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            skipWhitespace()
            values.append(try value(depth: depth))
            skipWhitespace()
            if try take(UInt8(ascii: ",")) { continue }
            guard try take(UInt8(ascii: "]")) else { throw failure(.unexpectedByte) }
            return .array(values)
        }
    }

    private mutating func take(_ byte: UInt8) throws(JSONSyntaxError) -> Bool {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func numberValue() throws(JSONSyntaxError) -> JSON {
        let start = position
        var isFraction = false
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard position < bytes.count, isDigit(bytes[position]) else { throw failure(.invalidNumber) }
        if bytes[position] == UInt8(ascii: "0"), position + 1 < bytes.count, isDigit(bytes[position + 1]) {
            throw failure(.invalidNumber)
        }
        skipDigits()
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isFraction = true
            position += 1
            guard position < bytes.count, isDigit(bytes[position]) else { throw failure(.invalidNumber) }
            skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isFraction = true
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard position < bytes.count, isDigit(bytes[position]) else { throw failure(.invalidNumber) }
            skipDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if !isFraction, let integer = Int64(text) { return .integer(integer) }
        if let double = Double(text), double.isFinite, isFraction { return .double(double) }
        return .literal(text)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private mutating func skipDigits() {
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    private mutating func stringValue() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try validated(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw failure(.controlCharacter)
            default: position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private func validated(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONSyntaxError(reason: .invalidUTF8, offset: range.lowerBound)
        }
        return text
    }

    /// The slow path, from the first backslash on.
    private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = try validated(start..<position)
        var runStart = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                text += try validated(runStart..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                text += try validated(runStart..<position)
                position += 1
                text.unicodeScalars.append(try escapedScalar())
                runStart = position
            case 0..<0x20: throw failure(.controlCharacter)
            default: position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure(.invalidEscape)
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try hexadecimalQuad()
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = position
        position += 2
        let second = try hexadecimalQuad()
        guard (0xDC00..<0xE000).contains(second) else {
            position = mark
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimalQuad() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure(.unexpectedEnd) }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw failure(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
