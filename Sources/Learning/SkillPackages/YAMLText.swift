/// Text as a double-quoted YAML string (YAML 1.2 § 7.3.1), whatever is in it.
enum YAMLText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        var hyphens = 0
        for scalar in text.unicodeScalars {
            hyphens = scalar == "-" ? hyphens + 1 : 0
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // Readers that look for `---` as text would end the front matter here.
            case "-" where hyphens == 3:
                result += "\\x2d"
                hyphens = 0
            case _ where isUnprintable(scalar): result += escape(scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
        case let value: value & 0xFFFE == 0xFFFE
        }
    }

    private static func escape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        func padded(_ mark: String, _ count: Int) -> String {
            "\\" + mark + String(repeating: "0", count: count - digits.count) + digits
        }
        return value < 0x100 ? padded("x", 2) : value < 0x10000 ? padded("u", 4) : padded("U", 8)
    }
}
