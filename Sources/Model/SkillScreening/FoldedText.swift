/// A text as it is compared: small ASCII letters for what looks like them, one space for any white space, and nothing
/// of what a reader does not see.
enum FoldedText {
    static func fold(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            if byte < 0x80 {
                index += 1
                if byte == UInt8(ascii: "&"), let entity = HTMLEntity(raw, at: index - 1) {
                    index = entity.end
                    append(entity.scalar, to: &result)
                } else {
                    append(ascii: byte, to: &result)
                }
            } else {
                let scalar = Scalars.decode(raw, at: &index)
                append(scalar, to: &result)
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
        if scalar.value < 0x80 { return append(ascii: UInt8(scalar.value), to: &result) }
        if HiddenCharacters.isInvisible(scalar) { return }
        // Marks over letters do not make them other letters here.
        if (0x300...0x36F).contains(scalar.value) { return }
        if let plain = Confusables.plain(of: scalar) { return append(ascii: plain, to: &result) }
        if scalar.properties.isWhitespace { return append(ascii: 0x20, to: &result) }
        result.append(contentsOf: Unicode.UTF8.encode(scalar)!)
    }

    private static func append(ascii byte: UInt8, to result: inout [UInt8]) {
        switch byte {
        case 0x00...0x20, 0x7F: if let last = result.last, last != 0x20 { result.append(0x20) }
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
        default: result.append(byte)
        }
    }
}

/// Scalars of bytes that are known to be UTF-8.
enum Scalars {
    static func decode(_ bytes: ArraySlice<UInt8>, at index: inout Int) -> Unicode.Scalar {
        let first = bytes[index]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first < 0x80 ? UInt32(first) : UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<max(length, 1) where index + offset < bytes.endIndex {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        index = min(index + length, bytes.endIndex)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}

/// `&#105;`, `&#x69;`, `&lt;`, `&gt;`, `&quot;`, `&nbsp;`.
private struct HTMLEntity {
    let scalar: Unicode.Scalar
    let end: Int

    init?(_ bytes: ArraySlice<UInt8>, at start: Int) {
        let limit = min(start + 11, bytes.endIndex)
        guard let semicolon = bytes[start..<limit].firstIndex(of: UInt8(ascii: ";")), semicolon > start + 1 else {
            return nil
        }
        let name = String(decoding: bytes[start + 1..<semicolon], as: UTF8.self).lowercased()
        let value: UInt32? =
            if name.hasPrefix("#x") { UInt32(name.dropFirst(2), radix: 16) } else if name.hasPrefix("#") {
                UInt32(name.dropFirst())
            } else {
                ["lt": 0x3C, "gt": 0x3E, "quot": 0x22, "nbsp": 0x20, "amp": 0x26][name]
            }
        guard let value, let scalar = Unicode.Scalar(value) else { return nil }
        self.scalar = scalar
        end = semicolon + 1
    }
}
