/// The distinguished encoding rules of ASN.1 (X.690), as far as a certificate needs them.
enum DER {
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }

    static func set(_ part: [UInt8]) -> [UInt8] { element(0x31, part) }

    /// - Parameter bytes: big-endian, without a sign bit and without leading zeros.
    static func integer(_ bytes: [UInt8]) -> [UInt8] { element(0x02, bytes) }

    static func boolean(_ value: Bool) -> [UInt8] { element(0x01, [value ? 0xFF : 0]) }

    static func bitString(_ bytes: [UInt8], unusedBits: UInt8 = 0) -> [UInt8] {
        element(0x03, [unusedBits] + bytes)
    }

    static func octetString(_ bytes: [UInt8]) -> [UInt8] { element(0x04, bytes) }

    /// - Parameter encoded: the arcs, encoded.
    static func identifier(_ encoded: [UInt8]) -> [UInt8] { element(0x06, encoded) }

    static func text(_ text: String) -> [UInt8] { element(0x0C, Array(text.utf8)) }

    /// - Parameter text: `YYMMDDHHMMSSZ`, for years to 2049.
    static func shortTime(_ text: String) -> [UInt8] { element(0x17, Array(text.utf8)) }

    /// - Parameter text: `YYYYMMDDHHMMSSZ`.
    static func longTime(_ text: String) -> [UInt8] { element(0x18, Array(text.utf8)) }

    /// An element whose meaning its number tells.
    static func tagged(_ number: UInt8, isConstructed: Bool, _ content: [UInt8]) -> [UInt8] {
        element(0x80 | (isConstructed ? 0x20 : 0) | number, content)
    }

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count > 0x7F else { return [tag, UInt8(content.count)] + content }
        var length: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            length.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }
}
