import CChecksum
import JSONText
import MemoryModel
import SkillScreening
import Testing

@testable import SkillPackages

@Suite("A foreign skill as an archive")
struct ArchiveTests {
    /// An archive of stored files, built by hand.
    struct Archive {
        struct File {
            var name: String
            var bytes: [UInt8]
            var mode: UInt16 = 0
            var flags: UInt16 = 0
            var size: UInt32?

            init(_ name: String, _ text: String, mode: UInt16 = 0, flags: UInt16 = 0, size: UInt32? = nil) {
                self.name = name
                bytes = Array(text.utf8)
                self.mode = mode
                self.flags = flags
                self.size = size
            }
        }

        var files: [File]

        var bytes: [UInt8] {
            func half(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
            func word(_ value: UInt32) -> [UInt8] {
                half(UInt16(truncatingIfNeeded: value)) + half(UInt16(value >> 16))
            }
            var (local, central): ([UInt8], [UInt8]) = ([], [])
            for file in files {
                let checksum = memos_crc32(0, file.bytes, file.bytes.count)
                let size = file.size ?? UInt32(file.bytes.count)
                let fields =
                    half(file.flags) + half(0) + word(0) + word(checksum) + word(UInt32(file.bytes.count)) + word(size)
                    + half(UInt16(file.name.utf8.count)) + half(0)
                central += word(0x0201_4b50) + half(0x314) + half(20) + fields + half(0) + half(0) + half(0)
                central += half(0) + half(file.mode) + word(UInt32(local.count)) + Array(file.name.utf8)
                local += word(0x0403_4b50) + half(20) + fields + Array(file.name.utf8) + file.bytes
            }
            return local + central + word(0x0605_4b50) + half(0) + half(0) + half(UInt16(files.count))
                + half(UInt16(files.count)) + word(UInt32(central.count)) + word(UInt32(local.count)) + half(0)
        }
    }

    static let skill = "---\nname: a\ndescription: b\n---\n## Procedure\n1. Do it.\n"

    private func reason(_ files: [Archive.File]) -> String? {
        ImportTests.failure { try ImportedSkill.read(Archive(files: files).bytes) }?.details?["reason"]?.string
    }

    @Test("SKILL.md is taken from the top or from one folder around all, with the files beside it")
    func reading() throws {
        let inner = [
            ("SKILL.md", Self.skill), ("scripts/run.sh", "echo hi"), ("references/a.md", "# A"),
            ("assets/logo.png", "\u{89}PNG\0"),
        ]
        for prefix in ["", "my-skill/"] {
            let folders = [Archive.File("\(prefix)scripts/", "", mode: 0x41ED)]
            let files = inner.map { Archive.File(prefix + $0.0, $0.1, mode: 0x81A4) }
            let junk = [Archive.File("__MACOSX/._SKILL.md", "x"), Archive.File("\(prefix).DS_Store", "x")]
            let skill = try ImportedSkill.read(Archive(files: folders + files + junk).bytes)
            #expect(skill.procedure.steps == ["Do it."])
            #expect(skill.files.map(\.path) == ["assets/logo.png", "references/a.md", "scripts/run.sh"])
            #expect(skill.files[2].size == 7)
            #expect(skill.warnings.map(\.kind) == [.binary, .script])
        }
    }

    @Test(
        "names that leave the folder, or are read differently elsewhere, are refused",
        arguments: [
            "../evil", "a/../../evil", "/etc/passwd", "a//b", "./a", "a/.", "..\\evil", "C:evil", "a\0b", "a\u{1b}[31m",
            "a\u{202E}b", "a ", "a.", "a?", String(repeating: "a", count: 300),
            String(repeating: "a/", count: 20) + "a",
        ])
    func paths(_ name: String) {
        #expect(reason([.init("SKILL.md", Self.skill), .init(name, "x")]) == "path")
    }

    @Test("links, devices, files that are there twice or are a folder too are refused")
    func kinds() {
        let top = Archive.File("SKILL.md", Self.skill)
        #expect(reason([top, .init("l", "/etc/passwd", mode: 0xA1FF)]) == "path")
        #expect(reason([top, .init("d", "", mode: 0x21FF)]) == "path")
        #expect(reason([top, .init("a", "x"), .init("A", "y")]) == "path")
        #expect(reason([top, .init("skill.MD", "y")]) == "path")
        #expect(reason([top, .init("a", "x"), .init("a/b", "y")]) == "path")
    }

    @Test("limits of files, sizes and contents hold")
    func limits() {
        let top = Archive.File("SKILL.md", Self.skill)
        #expect(reason([.init("readme.md", "x")]) == "no_skill_file")
        #expect(reason([.init("a/b/SKILL.md", Self.skill)]) == "no_skill_file")
        #expect(reason([.init("x/SKILL.md", Self.skill), .init("y/a", "")]) == "no_skill_file")
        #expect(reason([]) == "no_skill_file")
        #expect(reason([top] + (0..<200).map { .init("f\($0)", "") }) == "too_many_files")
        #expect(reason([top, .init("big", "x", size: 10_485_761)]) == "too_large")
        #expect(reason([top] + (0..<7).map { .init("b\($0)", "x", size: 10_000_000) }) == "too_large")
        #expect(reason([.init("SKILL.md", Self.skill + String(repeating: "x", count: 102_400))]) == "too_large")
        #expect(reason([top, .init("secret", "x", flags: 1)]) == "damaged")
        #expect(reason([top, .init("lie", "xx", size: 1)]) == "damaged")
        #expect(reason([.init("SKILL.md", "---\nname: a\n---\n")]) == "front_matter")
        let large = [UInt8](repeating: 0, count: ImportedSkill.largestArchive)
        let error = ImportTests.failure { try ImportedSkill.read(zip: Archive(files: [top]).bytes + large) }
        #expect(error?.details?["reason"] == "too_large")
        #expect(ImportTests.failure { try ImportedSkill.read(zip: []) }?.details?["reason"] == "damaged")
    }
}
