package import JSONText

/// Reads the JSON in what a model wrote. Models put it into fences, talk around it, leave commas behind, quote with
/// apostrophes, or write Python; what can only mean one thing is read as that.
package enum ReplyText {
    /// - Returns: the first object in the text; `nil` when there is none, and when it ends in the middle: what was
    ///   cut off is never made up.
    package static func json(in text: String) -> JSON? {
        let bytes = Array(text.utf8)
        var start = bytes.startIndex
        // A text full of brackets is no JSON; a few beginnings are tried.
        for _ in 0..<beginnings {
            guard let open = bytes[start...].firstIndex(where: { $0 == brace }) else { return nil }
            var repair = JSONRepair(bytes: bytes, from: open)
            if let repaired = repair.run(), let value = try? JSON(parsing: repaired) { return value }
            start = open + 1
        }
        return nil
    }

    private static let beginnings = 16
    private static let brace = UInt8(ascii: "{")
}
