/// Foreign text as it is shown to a person: short, on one line, and with nothing that a terminal acts on or a reader
/// does not see.
enum Excerpt {
    static let longest = 120

    /// Starts a little before `offset` bytes, so that what was found is in it.
    static func of(_ bytes: ArraySlice<UInt8>, around offset: Int = 0) -> String {
        var start = bytes.startIndex + max(0, min(offset, bytes.count) - 30)
        while start > bytes.startIndex, bytes[start...].first.map({ $0 & 0xC0 == 0x80 }) == true { start -= 1 }
        var result = ""
        var count = 0
        var index = start
        while index < bytes.endIndex {
            let scalar = Scalars.decode(bytes, at: &index)
            let isSpace = scalar.value == 0x20 || scalar.value == 0x09
            if isSpace, result.isEmpty || result.last == " " { continue }
            let piece = isSpace ? " " : shown(scalar)
            count += piece.unicodeScalars.count
            if count > longest - 1 { return result + "…" }
            result += piece
        }
        return result
    }

    /// A name in a sentence.
    static func quoted(_ name: String) -> String { "“\(of(Array(name.utf8)[...]))”" }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        let isPlain =
            scalar.value >= 0x20 && scalar.value != 0x7F && !(0x80...0x9F).contains(scalar.value)
            && !HiddenCharacters.isInvisible(scalar) && !HiddenCharacters.isTurning(scalar)
            && !(0x2028...0x2029).contains(scalar.value)
        return isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
}
