package import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension ModelFolder {
    /// Stands where a model's card names no licence, or where there is no card.
    package static let unknownLicence = "unknown"

    /// Whether there is a folder at a path.
    ///
    /// - Throws: `not_found` when there is nothing.
    package static func isFolder(_ path: String) throws(MemoryError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(path, cannotBe: "read") }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// What a model is probably called, by the place its files came from; `nil` when that tells nothing.
    ///
    /// A download cache names the repository in a folder above (`models--owner--name/snapshots/…`), and an address of a
    /// single file does so before `resolve`; else it is the file's own name, or its folder's when that is a usual one.
    package static func name(fromPath path: String) -> String? {
        let end = path.firstIndex { $0 == "?" || $0 == "#" } ?? path.endIndex
        let parts = path[..<end].split(separator: "/").map(String.init)
        if let cached = parts.last(where: { $0.hasPrefix("models--") }) {
            return cached.split(separator: "-").isEmpty ? nil : lastWord(of: cached)
        }
        if let resolve = parts.lastIndex(of: "resolve"), resolve > 0 { return parts[resolve - 1] }
        for part in parts.reversed() {
            let name = withoutEnding(part)
            if !usualNames.contains(name.lowercased()) { return name }
        }
        return nil
    }

    private static let usualNames: Set<String> = ["model", "models", "snapshot", "main", "onnx", "file"]

    /// `models--owner--name` → `name`.
    private static func lastWord(of name: String) -> String? {
        var word = ""
        var rest = name[...]
        while let mark = rest.firstRange(of: "--") {
            rest = rest[mark.upperBound...]
            word = String(rest)
        }
        return word.isEmpty ? nil : word
    }

    /// A wheel's name goes on with version and tags behind a hyphen; other names may have hyphens of their own.
    private static func withoutEnding(_ name: String) -> String {
        if name.hasSuffix(".whl") { return String(name.prefix { $0 != "-" }) }
        for ending in [".safetensors", ".zip"] where name.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}
