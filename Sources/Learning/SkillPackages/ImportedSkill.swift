import JSONText
package import MemoryModel
package import SkillScreening

/// A skill that somebody else wrote, read and screened but not trusted: what a person is shown before they approve it.
package struct ImportedSkill: Sendable, Equatable {
    /// As our skills are named; that of the front matter, made to fit.
    package var name: String
    package var description: String
    /// The Markdown behind the front matter, as it came.
    package var body: String
    package var procedure: Skill.Procedure
    package var guidance: DecisionGuidance
    /// What came beside `SKILL.md`, by path.
    package var files: [File]
    /// What a person should look at before they approve; empty when nothing stands out. None of it proves harm, and
    /// its absence proves nothing.
    package var warnings: [Warning]

    package struct File: Sendable, Equatable {
        /// Relative to the skill's folder, with `/`, never leaving it.
        package var path: String
        package var bytes: [UInt8]

        package var size: Int { bytes.count }
    }

    /// A mark that the static screen found.
    package typealias Warning = ScreeningFinding

    // MARK: Limits

    /// Bytes of a Markdown file.
    package static let longestText = 100 * 1024
    /// Bytes of an archive, packed.
    package static let largestArchive = 20 * 1024 * 1024
    /// Files of an archive.
    package static let mostFiles = 200
    /// Bytes of a file in an archive.
    package static let largestFile = 10 * 1024 * 1024
    /// Bytes of all files of an archive together, unpacked.
    package static let largestContents = 64 * 1024 * 1024

    // MARK: Reading

    /// Reads a skill from a file's bytes, by what they are: a ZIP archive or Markdown.
    ///
    /// - Throws: `unsupported` for other archives, else as the two below.
    package static func read(_ bytes: [UInt8]) throws(MemoryError) -> ImportedSkill {
        if FileSignature.isArchive(bytes) { return try read(zip: bytes) }
        return try read(markdown: bytes)
    }

    /// - Throws: `invalid_argument` when it is too long, no UTF-8, or has no name or description.
    package static func read(markdown bytes: [UInt8]) throws(MemoryError) -> ImportedSkill {
        try FileSignature.refuseOtherArchives(bytes)
        return try read(markdown: bytes, besides: [])
    }

    /// - Throws: `invalid_argument` when the archive or a file in it is beyond the limits, damaged, encrypted or badly
    ///   named, or when its `SKILL.md` is missing or wrong; `unsupported` when it is another kind of archive.
    package static func read(zip bytes: [UInt8]) throws(MemoryError) -> ImportedSkill {
        try FileSignature.refuseOtherArchives(bytes)
        let package = try SkillArchive(bytes)
        return try read(markdown: package.markdown, besides: package.others)
    }

    private static func read(
        markdown bytes: [UInt8], besides files: [File]
    ) throws(MemoryError) -> ImportedSkill {
        guard bytes.count <= longestText else {
            throw refusal(
                .tooLarge, "SKILL.md has \(bytes.count) bytes; at most \(longestText) are taken.",
                hint: "Move what is long to files under references/ and pack the folder as a ZIP archive.")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw refusal(.format, "SKILL.md is no UTF-8 text.", hint: "Save it as UTF-8 and try again.")
        }
        let front: FrontMatter
        do throws(FrontMatter.Fault) {
            front = try FrontMatter(text)
        } catch {
            throw refusal(.frontMatter, "SKILL.md cannot be read: \(error.reason).", hint: frontMatterHint)
        }
        let title = try field("name", of: front, longest: 200)
        let description = try field("description", of: front, longest: 1024)
        let sections = SkillSections(front.body)
        let name = slug(title)
        let screened = [(path: "SKILL.md", bytes: bytes)] + files.map { (path: $0.path, bytes: $0.bytes) }
        let warnings = SkillScreen.findings(name: name, title: title, frontMatterKeys: front.keys, files: screened)
        return ImportedSkill(
            name: name, description: description, body: front.body, procedure: sections.procedure,
            guidance: sections.guidance, files: files, warnings: warnings)
    }

    private static func field(
        _ key: String, of front: FrontMatter, longest: Int
    ) throws(MemoryError) -> String {
        let value = (front.fields[key] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !value.isEmpty else {
            throw refusal(.frontMatter, "The front matter of SKILL.md has no \(key).", hint: frontMatterHint)
        }
        guard value.unicodeScalars.count <= longest else {
            throw refusal(
                .frontMatter, "The \(key) of SKILL.md has more than \(longest) characters.", hint: "Shorten it.")
        }
        return value
    }

    private static let frontMatterHint =
        "Begin the file with ---, a line `name: …`, a line `description: …`, and --- again."

    /// Lower-case letters, digits and single hyphens, at most 64; a name by its hash when nothing is left.
    package static func slug(_ title: String) -> String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var slug = String(words.joined(separator: "-").prefix(64))
        while slug.last == "-" { slug.removeLast() }
        return slug.isEmpty ? "imported-skill-\(ContentHash.of([title]).prefix(8))" : slug
    }
}

extension ImportedSkill {
    /// Why a skill is refused, as a stable word in the error's details under `reason`.
    enum Reason: String {
        case tooLarge = "too_large"
        case tooMany = "too_many_files"
        case format
        case frontMatter = "front_matter"
        case damaged
        case path
        case missing = "no_skill_file"
    }

    static func refusal(
        _ reason: Reason, _ message: String, hint: String, code: MemoryError.Code = .invalidArgument
    ) -> MemoryError {
        MemoryError(code, message, details: ["reason": .string(reason.rawValue)], hint: hint)
    }

    /// The skill that comes of it when a person has approved it: a candidate until trials have decided.
    ///
    /// - Parameters:
    ///   - name: one that no other skill has.
    ///   - id: `nil`: one that follows from what it says.
    package func skill(named name: String, owner: Namespace, at now: Timestamp, id: SkillID? = nil) -> Skill {
        Skill(
            id: id ?? SkillID("sk_" + ContentHash.of(["imported", self.name, description, body])), owner: owner,
            createdAt: now, name: name, summary: description, invocationGuide: body, procedure: procedure,
            guidance: guidance)
    }
}
