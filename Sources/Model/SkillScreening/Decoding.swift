/// Bytes out of their spellings; what is no such spelling is passed over.
enum Decoding {
    static func base64(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            let value: UInt32
            switch byte {
            case 0x41...0x5A: value = UInt32(byte - 0x41)
            case 0x61...0x7A: value = UInt32(byte - 0x61 + 26)
            case 0x30...0x39: value = UInt32(byte - 0x30 + 52)
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: continue
            }
            bits = bits << 6 | value
            count += 1
            if count == 4 {
                result += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
                bits = 0
                count = 0
            }
        }
        if count == 3 { result += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)] }
        if count == 2 { result.append(UInt8(bits >> 4 & 0xFF)) }
        return wide(result)
    }

    static func hex(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var high: UInt8?
        for byte in text {
            guard let digit = digit(byte) else { continue }
            if let first = high {
                result.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return result
    }

    /// `%63`, `\x63`, `\u0063`, `\143`.
    static func escapes(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            let isOctal =
                text[index] == UInt8(ascii: "\\") && index + 3 < text.count + 0
                && (0x30...0x37).contains(text[min(index + 1, text.count - 1)])
            if isOctal {
                let digits = text[(index + 1)...].prefix(3).map { $0 &- 0x30 }
                result.append(digits.reduce(0) { $0 &* 8 &+ $1 })
                index += 4
                continue
            }
            let length =
                text[index] == UInt8(ascii: "%")
                ? 3 : index + 1 < text.count && text[index + 1] == UInt8(ascii: "u") ? 6 : 4
            let digits = text[index..<min(index + length, text.count)].suffix(2).compactMap { digit($0) }
            if digits.count == 2 { result.append(digits[0] << 4 | digits[1]) }
            index += length
        }
        return result
    }

    static func isReadable(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 12, String(validating: bytes, as: UTF8.self) != nil else { return false }
        let plain = bytes.count { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
        return plain * 100 >= bytes.count * 97
    }

    /// UTF-16 of ASCII, as PowerShell takes it, as bytes.
    private static func wide(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 16, stride(from: 1, to: min(bytes.count, 64), by: 2).allSatisfy({ bytes[$0] == 0 }) else {
            return bytes
        }
        return stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
