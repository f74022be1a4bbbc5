import MemoryModel
import ZipReading

/// The files of a skill's ZIP archive, within the limits and with names that can be paths.
struct SkillArchive {
    let markdown: [UInt8]
    let others: [ImportedSkill.File]

    init(_ bytes: [UInt8]) throws(MemoryError) {
        guard bytes.count <= ImportedSkill.largestArchive else {
            throw ImportedSkill.refusal(
                .tooLarge, "The archive has \(bytes.count) bytes; at most \(ImportedSkill.largestArchive) are taken.",
                hint: "Leave out what the skill does not need.")
        }
        let archive: ZipContents
        do throws(ZipFault) {
            archive = try ZipContents(bytes)
        } catch {
            throw ImportedSkill.refusal(
                .damaged, "The archive cannot be read: \(error.reason).",
                hint: "Pack the folder again as a plain ZIP archive.")
        }
        guard archive.entries.count <= ImportedSkill.mostFiles else {
            throw ImportedSkill.refusal(
                .tooMany,
                "The archive has \(archive.entries.count) entries; at most \(ImportedSkill.mostFiles) are taken.",
                hint: "Leave out what the skill does not need.")
        }
        let paths = try Self.paths(of: archive.entries)
        let enclosing = Self.enclosingFolder(of: paths.map(\.path))
        let files = try Self.contents(of: paths, in: archive).map { file in
            ImportedSkill.File(path: String(file.path.dropFirst(enclosing)), bytes: file.bytes)
        }
        let named = files.filter { $0.path.lowercased() == "skill.md" }
        guard named.count == 1, let found = named.first else {
            throw ImportedSkill.refusal(
                .missing, "The archive has no SKILL.md at its first level.",
                hint: "Pack the skill's folder so that SKILL.md is in it and not deeper.")
        }
        markdown = found.bytes
        others = files.filter { $0.path != found.path }.sorted { $0.path < $1.path }
    }

    // MARK: Names

    /// Those of the files, without folders and without what macOS adds.
    private static func paths(of entries: [ZipEntry]) throws(MemoryError) -> [(path: String, entry: ZipEntry)] {
        var files: [(path: String, entry: ZipEntry)] = []
        var seen: Set<String> = []
        var folders: Set<String> = []
        for entry in entries {
            let isFolder = entry.name.hasSuffix("/")
            let path = isFolder ? String(entry.name.dropLast()) : entry.name
            let type = entry.mode & 0xF000
            guard type == 0 || type == (isFolder ? 0x4000 : 0x8000) else {
                throw refusal(entry, "is a link or a device")
            }
            try check(path, of: entry)
            let key = path.lowercased()
            if isFolder {
                folders.insert(key)
                continue
            }
            guard seen.insert(key).inserted else { throw refusal(entry, "is there twice") }
            var parent = key[...]
            while let slash = parent.lastIndex(of: "/") {
                parent = parent[..<slash]
                folders.insert(String(parent))
            }
            if path.hasPrefix("__MACOSX/") || path.split(separator: "/").last == ".DS_Store" { continue }
            files.append((path, entry))
        }
        if let file = files.first(where: { folders.contains($0.path.lowercased()) }) {
            throw refusal(file.entry, "is a folder, too")
        }
        return files
    }

    private static func check(_ path: String, of entry: ZipEntry) throws(MemoryError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, path.utf8.count <= 240, parts.count <= 12 else {
            throw refusal(entry, "has no usable name")
        }
        guard !path.hasPrefix("/"), !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw refusal(entry, "has a name that leaves the skill's folder")
        }
        // A backslash or a drive's colon is a separator elsewhere; U+FFFD stands for what was no UTF-8.
        let isBad = path.unicodeScalars.contains { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || "\\:*?\"<>|".unicodeScalars.contains(scalar)
                || (0x200B...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value) || scalar.value == 0xFFFD
        }
        guard !isBad, !parts.contains(where: { $0.hasSuffix(" ") || $0.hasSuffix(".") }) else {
            throw refusal(entry, "has a name that some systems read as another")
        }
    }

    private static func refusal(_ entry: ZipEntry, _ what: String) -> MemoryError {
        ImportedSkill.refusal(
            .path, "The archive's file \(shown(entry.name)) \(what).",
            hint: "Pack plain files and folders, each once, with relative names.")
    }

    /// A name for a message: short, and without what a terminal would act on.
    static func shown(_ name: String) -> String {
        let plain = name.unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }
        return "“\(String(plain))”"
    }

    /// How many characters of every path are one folder around all; 0 when `SKILL.md` is at the top already.
    private static func enclosingFolder(of paths: [String]) -> Int {
        guard !paths.contains(where: { $0.lowercased() == "skill.md" }),
            let folder = paths.first?.split(separator: "/", omittingEmptySubsequences: false).first
        else { return 0 }
        let prefix = folder + "/"
        return paths.allSatisfy { $0.hasPrefix(prefix) } ? prefix.count : 0
    }

    // MARK: Contents

    private static func contents(
        of files: [(path: String, entry: ZipEntry)], in archive: ZipContents
    ) throws(MemoryError) -> [ImportedSkill.File] {
        // What the directory says already is told before anything is unpacked; unpacking holds it to that.
        let total = files.reduce(0) { $0 + $1.entry.size }
        guard total <= ImportedSkill.largestContents else {
            throw ImportedSkill.refusal(
                .tooLarge, "The archive unpacks to \(total) bytes; at most \(ImportedSkill.largestContents) are taken.",
                hint: "Leave out what the skill does not need.")
        }
        var result: [ImportedSkill.File] = []
        for (path, entry) in files {
            guard entry.size <= ImportedSkill.largestFile else {
                throw ImportedSkill.refusal(
                    .tooLarge,
                    "The archive's file \(shown(path)) has \(entry.size) bytes; "
                        + "at most \(ImportedSkill.largestFile) are taken.",
                    hint: "Leave it out, or split it.")
            }
            do throws(ZipFault) {
                let bytes = try archive.contents(of: entry, limit: ImportedSkill.largestFile)
                result.append(ImportedSkill.File(path: path, bytes: bytes))
            } catch {
                throw ImportedSkill.refusal(
                    .damaged, "The archive's file \(shown(path)) \(error.reason).",
                    hint: "Pack the folder again as a plain ZIP archive without a password.")
            }
        }
        return result
    }
}

/// What a file is by its first bytes.
enum FileSignature {
    static func isArchive(_ bytes: [UInt8]) -> Bool { ZipContents.isOne(bytes) }

    static func refuseOtherArchives(_ bytes: [UInt8]) throws(MemoryError) {
        guard let kind = kinds.first(where: { bytes.starts(with: $0.signature) })?.name else { return }
        throw ImportedSkill.refusal(
            .format, "A skill cannot be read from a \(kind) archive.", hint: "Pack the folder as a ZIP archive.",
            code: .unsupported)
    }

    private static let kinds: [(signature: [UInt8], name: String)] = [
        (Array("Rar!".utf8), "RAR"), ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7z"), ([0x1f, 0x8b], "gzip"),
        (Array("BZh".utf8), "bzip2"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd"),
    ]
}
