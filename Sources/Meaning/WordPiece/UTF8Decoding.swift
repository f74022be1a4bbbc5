/// Reads one scalar from bytes that may not be UTF-8.
enum UTF8Decoding {
    static let replacement: UInt32 = 0xFFFD

    /// The scalar that starts at `place` and its length in bytes. The longest start of a well-formed sequence that is
    /// broken off is one U+FFFD, as the Unicode standard recommends (table 3-8) and `String` does.
    ///
    /// - Parameter text: has a byte at `place`, and it is not ASCII.
    @inline(__always)
    static func scalar(_ text: UnsafePointer<UInt8>, at place: Int, end: Int) -> (scalar: UInt32, length: Int) {
        let first = text[place]
        let following: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: following = 1
        case 0xE0...0xEF:
            following = 2
            if first == 0xE0 { second = 0xA0...0xBF } else if first == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            following = 3
            if first == 0xF0 { second = 0x90...0xBF } else if first == 0xF4 { second = 0x80...0x8F }
        default: return (replacement, 1)
        }
        var scalar = UInt32(first) & (0x3F &>> UInt32(following))
        guard place + 1 < end, second.contains(text[place + 1]) else { return (replacement, 1) }
        scalar = scalar &<< 6 | UInt32(text[place + 1] & 0x3F)
        var length = 2
        while length <= following {
            guard place + length < end, text[place + length] & 0xC0 == 0x80 else { return (replacement, length) }
            scalar = scalar &<< 6 | UInt32(text[place + length] & 0x3F)
            length += 1
        }
        return (scalar, length)
    }
}
