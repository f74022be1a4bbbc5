/// What was said, in 32 hexadecimal digits: two turns with the same hash and time are one turn told twice.
///
/// Two 64-bit FNV-1a sums with different starts (Fowler, Noll and Vo); it guards against repetition, not against malice.
package enum ContentHash {
    package static func of(_ parts: [String]) -> String {
        let prime: UInt64 = 0x100_0000_01B3
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var second: UInt64 = 0x9AE1_6A3B_2F90_404F
        for part in parts {
            for byte in part.utf8 {
                first = (first ^ UInt64(byte)) &* prime
                second = (second ^ UInt64(byte ^ 0x5A)) &* prime
            }
            first = (first ^ 0xFF) &* prime
            second = (second ^ 0xFE) &* prime
        }
        return padded(first) + padded(second)
    }

    private static func padded(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
