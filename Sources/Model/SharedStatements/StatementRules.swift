/// The forms and bounds of what statements hold.
package enum StatementRules {
    /// Of a payload.
    package static let maximumBytes = 1 << 20
    /// The group every granted device is in.
    package static let everyone = "everyone"

    /// Of a member, a group: 1 to 63 of a–z, 0–9, `.`, `_`, `-`, the first a letter or digit.
    package static func isSlug(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 63, isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    package static func isHexadecimal(_ text: String, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Of a file in a skill: relative, with `/`, and never out of its folder.
    package static func isFilePath(_ path: String) -> Bool {
        guard (1...255).contains(path.utf8.count), path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0x5C })
        else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
