import JSONText

/// How values are written into a configuration file.
enum YAMLWriting {
    static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): scalar(text)
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        default: value.text
        }
    }

    /// Without quotes where every reader of YAML sees a text; otherwise as a JSON string, which is YAML too.
    private static func scalar(_ text: String) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let startsLikeWord = text.utf8.first.map { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        return isWord && startsLikeWord == true && !reserved.contains(text.lowercased()) ? text : JSON(text).text
    }

    /// Words that some reader of YAML takes for something else than a text.
    private static let reserved: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
}
