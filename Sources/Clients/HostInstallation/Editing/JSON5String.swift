/// The escapes JSON5 has beyond those of JSON.
enum JSON5String {
    static func decoded(_ source: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        var position = source.startIndex
        while position < source.endIndex {
            let byte = source[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), position < source.endIndex else {
                output.append(byte)
                continue
            }
            let escape = source[position]
            position += 1
            switch escape {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "v"): output.append(0x0B)
            case UInt8(ascii: "0"): output.append(0x00)
            case 0x0A: break
            case 0x0D: if position < source.endIndex, source[position] == 0x0A { position += 1 }
            case UInt8(ascii: "x"), UInt8(ascii: "u"):
                let end = min(position + (escape == UInt8(ascii: "x") ? 2 : 4), source.endIndex)
                let digits = String(decoding: source[position..<end], as: UTF8.self)
                position = end
                let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
                output += Array(String(Character(scalar)).utf8)
            default: output.append(escape)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
