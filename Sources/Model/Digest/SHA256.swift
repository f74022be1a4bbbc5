import CDigest

/// SHA-256 (FIPS 180-4): to recognise a file again, or a random secret. What people think of needs `PBKDF2`.
///
/// Bytes may come in any number of pieces: `update` for each, then `finalize`.
package struct SHA256: Sendable {
    private var state = SHA256.start
    /// What did not fill a block yet; below 64 bytes.
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    package init() {}

    /// The digest of one message: 64 lowercase hexadecimal digits.
    package static func hexDigest(of message: [UInt8]) -> String {
        var hash = SHA256()
        message.withUnsafeBytes { hash.update($0) }
        return hexadecimal(hash.finalize())
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let needed = rest.prefix(64 - pending.count)
            pending.append(contentsOf: needed)
            rest = rest.dropFirst(needed.count)
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { Self.process($0, into: &state) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / 64 * 64
        Self.process(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), into: &state)
        pending.append(contentsOf: rest.dropFirst(whole))
    }

    /// The 32 bytes of the digest. The value can not be used afterwards.
    package consuming func finalize() -> [UInt8] {
        let bits = length &* 8
        var tail: [UInt8] = [0x80]
        tail.append(contentsOf: repeatElement(0, count: (119 - pending.count) % 64))
        for shift in stride(from: 56, through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        tail.withUnsafeBytes { update($0) }
        return Self.bytes(of: state)
    }

    private static let start: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// The state after one first block.
    static func state(after block: [UInt8]) -> [UInt32] {
        var state = start
        block.withUnsafeBytes { process($0, into: &state) }
        return state
    }

    static func bytes(of words: [UInt32]) -> [UInt8] {
        words.flatMap { word in
            stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }

    static func words(of bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// Two lowercase digits a byte.
    package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        func digit(_ nibble: UInt8) -> UInt8 {
            nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Takes whole blocks of 64 bytes.
    private static func process(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
        guard let start = blocks.baseAddress else { return }
        memos_sha256_blocks(&state, start.assumingMemoryBound(to: UInt8.self), blocks.count / 64)
    }
}
