/// Questions about single ASCII bytes.
enum Byte {
    @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
    @inline(__always) static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    @inline(__always) static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F }
    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }
    @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 }
    @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
}

/// UTF-8 by hand, so that bytes from anywhere can be read without copying or trapping.
enum UTF8Scan {
    /// The scalar at `index`, or U+0000 and one byte where the bytes are not UTF-8.
    @inline(__always)
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let left = bytes.count - index
        if first >= 0xC2, first < 0xE0, left > 1 {
            let second = UInt32(bytes[index + 1])
            if second & 0xC0 == 0x80 { return ((first & 0x1F) << 6 | second & 0x3F, 2) }
        } else if first >= 0xE0, first < 0xF0, left > 2 {
            let second = UInt32(bytes[index + 1])
            let third = UInt32(bytes[index + 2])
            let scalar = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, scalar >= 0x800, scalar & 0xF800 != 0xD800 {
                return (scalar, 3)
            }
        } else if first >= 0xF0, first < 0xF5, left > 3 {
            let second = UInt32(bytes[index + 1])
            let third = UInt32(bytes[index + 2])
            let fourth = UInt32(bytes[index + 3])
            let scalar = (first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80, scalar >= 0x10000,
                scalar < 0x110000
            {
                return (scalar, 4)
            }
        }
        return (0, 1)
    }

    /// Writes a scalar and returns its length.
    static func encode(_ scalar: UInt32, into target: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
        if scalar < 0x80 {
            target[0] = UInt8(scalar)
            return 1
        } else if scalar < 0x800 {
            (target[0], target[1]) = (0xC0 | UInt8(scalar >> 6), tail(0))
            return 2
        } else if scalar < 0x10000 {
            (target[0], target[1], target[2]) = (0xE0 | UInt8(scalar >> 12), tail(6), tail(0))
            return 3
        }
        (target[0], target[1], target[2], target[3]) = (0xF0 | UInt8(scalar >> 18 & 7), tail(12), tail(6), tail(0))
        return 4
    }
}
