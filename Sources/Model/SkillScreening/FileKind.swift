/// What a file is by its name and its first bytes.
enum FileKind {
    static func isMarkdown(_ path: String) -> Bool {
        let name = path.lowercased()
        let last = name.split(separator: "/").last ?? ""
        return !last.contains(".")
            || [".md", ".markdown", ".mdx", ".txt", ".rst", ".mdc"].contains { name.hasSuffix($0) }
    }

    static func isRunnable(_ bytes: [UInt8], at path: String) -> Bool {
        let name = path.lowercased()
        if bytes.starts(with: [0x23, 0x21]) || name.hasPrefix("scripts/") && !name.hasSuffix(".md") { return true }
        return isProgram(bytes) || endings.contains { name.hasSuffix($0) }
    }

    /// ELF, Windows, Mach-O, compiled Java and Python.
    static func isProgram(_ bytes: [UInt8]) -> Bool { programs.contains(where: bytes.starts) }

    static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }

    /// The cut at the limit may go through a character.
    static func withoutCutScalar(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> [UInt8] {
        guard isCut else { return Array(bytes) }
        var end = bytes.endIndex
        while end > bytes.startIndex, bytes.endIndex - end < 4, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        return Array(bytes[..<max(end - 1, bytes.startIndex)])
    }

    private static let programs: [[UInt8]] = [
        [0x7f, 0x45, 0x4c, 0x46], [0x4d, 0x5a, 0x90], [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe],
    ]
    private static let endings = [
        ".sh", ".bash", ".zsh", ".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".php", ".lua", ".ps1", ".bat",
        ".cmd", ".vbs", ".exe", ".dll", ".so", ".dylib", ".jar", ".command", ".applescript", ".swift", ".go",
    ]
}
