extension JSON {
    /// The value on one line, without white space: the form of every wire of ours.
    package var text: String { String(decoding: utf8Text, as: UTF8.self) }

    package var utf8Text: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(256)
        write(to: &output, indentation: nil, level: 0)
        return output
    }

    /// The value over several lines, for people: two spaces a level.
    package var prettyText: String {
        var output: [UInt8] = []
        write(to: &output, indentation: 2, level: 0)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the one-line form.
    package func write(to output: inout [UInt8]) {
        write(to: &output, indentation: nil, level: 0)
    }

    private func write(to output: inout [UInt8], indentation: Int?, level: Int) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .double(let value): output += (value.isFinite ? "\(value)" : "null").utf8
        case .literal(let text): output += text.utf8
        case .string(let value): Self.writeString(value, to: &output)
        case .array(let values):
            Self.writeList(
                values, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), to: &output,
                indentation: indentation, level: level
            ) { $0.write(to: &$1, indentation: indentation, level: level + 1) }
        case .object(let object):
            Self.writeList(
                object.members, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), to: &output,
                indentation: indentation, level: level
            ) { member, output in
                Self.writeString(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                if indentation != nil { output.append(UInt8(ascii: " ")) }
                member.value.write(to: &output, indentation: indentation, level: level + 1)
            }
        }
    }

    private static func writeList<Element>(
        _ elements: [Element], open: UInt8, close: UInt8, to output: inout [UInt8],
        indentation: Int?, level: Int, element write: (Element, inout [UInt8]) -> Void
    ) {
        output.append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(to: &output, indentation: indentation, level: level + 1)
            write(element, &output)
        }
        if !elements.isEmpty { newLine(to: &output, indentation: indentation, level: level) }
        output.append(close)
    }

    private static func newLine(to output: inout [UInt8], indentation: Int?, level: Int) {
        guard let indentation else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * level))
    }

    private static func writeString(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
            case UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            case 0x0A: output += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0D: output += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: output += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<0x20, 0x7F:
                output += "\\u00".utf8
                output.append(hexadecimalDigit(byte >> 4))
                output.append(hexadecimalDigit(byte & 15))
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func hexadecimalDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
