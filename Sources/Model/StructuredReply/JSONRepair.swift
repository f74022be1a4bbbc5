/// Writes one value of almost-JSON as JSON, from its opening bracket to its closing one.
struct JSONRepair {
    private let bytes: [UInt8]
    private var at: Int
    private var output: [UInt8] = []
    private var open: [UInt8] = []

    init(bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        at = start
    }

    /// - Returns: the value's bytes, or `nil` when the text ends before the value does or is of another kind.
    mutating func run() -> [UInt8]? {
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append(byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                guard open.count <= Self.deepest else { return nil }
                output.append(byte)
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { return nil }
                dropTrailingComma()
                output.append(byte)
                at += 1
                if open.isEmpty { return output }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard string(until: byte) else { return nil }
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"), UInt8(ascii: "#"):
                skipLine()
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                skipBlock()
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "$"):
                word()
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                number()
            default:
                output.append(byte)
                at += 1
            }
        }
        return nil
    }

    private var next: UInt8? { at + 1 < bytes.count ? bytes[at + 1] : nil }

    private mutating func dropTrailingComma() {
        while let last = output.last, last == 0x20 || last == 0x0A || last == 0x0D || last == 0x09 {
            output.removeLast()
        }
        if output.last == UInt8(ascii: ",") { output.removeLast() }
    }

    /// A string in either quotes; line breaks within it become escapes.
    private mutating func string(until quote: UInt8) -> Bool {
        output.append(UInt8(ascii: "\""))
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case quote:
                output.append(UInt8(ascii: "\""))
                at += 1
                return true
            case UInt8(ascii: "\\"):
                guard let next else { return false }
                if next == UInt8(ascii: "'") {
                    output.append(next)
                } else if Self.escapable.contains(next) {
                    output += [byte, next]
                } else {
                    output += [byte, byte, next]
                }
                at += 2
            case UInt8(ascii: "\""):
                output += [UInt8(ascii: "\\"), byte]
                at += 1
            case 0x00..<0x20:
                output += Self.escape(of: byte)
                at += 1
            default:
                output.append(byte)
                at += 1
            }
        }
        return false
    }

    /// A bare word: a literal of JSON or of Python, or a key without quotes.
    private mutating func word() {
        let start = at
        while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
        let word = String(decoding: bytes[start..<at], as: UTF8.self)
        switch word {
        case "true", "false", "null": output += Array(word.utf8)
        case "True": output += Array("true".utf8)
        case "False": output += Array("false".utf8)
        case "None", "undefined", "NaN": output += Array("null".utf8)
        default: output += Array("\"\(word)\"".utf8)
        }
    }

    private mutating func number() {
        while at < bytes.count,
            Self.isWord(bytes[at]) || bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: "+")
        {
            output.append(bytes[at])
            at += 1
        }
    }

    private mutating func skipLine() {
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
    }

    private mutating func skipBlock() {
        at += 2
        while at < bytes.count, !(bytes[at] == UInt8(ascii: "*") && next == UInt8(ascii: "/")) { at += 1 }
        at = min(at + 2, bytes.count)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func escape(of control: UInt8) -> [UInt8] {
        switch control {
        case 0x0A: Array("\\n".utf8)
        case 0x0D: Array("\\r".utf8)
        case 0x09: Array("\\t".utf8)
        default: Array(" ".utf8)
        }
    }

    private static let escapable = Set("\"\\/bfnrtu".utf8)
    private static let deepest = 64
}
