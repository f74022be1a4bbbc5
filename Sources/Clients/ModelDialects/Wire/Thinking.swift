/// What some models think aloud before they answer, between tags.
enum Thinking {
    /// The text without what was thought at its beginning. Tags further on belong to the answer, which may quote them.
    static func removed(from text: String) -> String {
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(where: { !isBlank($0) }) else { return text }
        for tag in tags {
            let opening = Array("<\(tag)>".utf8)
            let closing = Array("</\(tag)>".utf8)
            if bytes[start...].starts(with: opening) {
                // Never closed: the tokens ran out while it was still thinking.
                guard let end = place(of: closing, in: bytes, from: start) else { return "" }
                return removed(from: trimmed(bytes[end...]))
            }
            // Some templates write the opening tag themselves, so that only the closing one comes.
            if !beginsAsAnswer(bytes[start]), let end = place(of: closing, in: bytes, from: start) {
                return trimmed(bytes[end...])
            }
        }
        return text
    }

    private static func beginsAsAnswer(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "`")
    }

    /// Just behind the first place of the tag.
    private static func place(of tag: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + tag.count <= bytes.count {
            if bytes[at...].starts(with: tag) { return at + tag.count }
            at += 1
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.drop(while: isBlank), as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static let tags = ["think", "thinking", "thought", "reasoning"]
}
