package import MemoryModel

/// A skill as a folder of the open Agent Skills format: `SKILL.md` with front matter, to be kept under the skill's
/// name. The database is the truth; the folder is written anew with every version.
package struct SkillFolder: Sendable {
    package struct File: Sendable, Equatable {
        /// Relative to the folder, with `/`.
        package var path: String
        package var bytes: [UInt8]

        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Its name must be that of the skill.
    package let name: String
    package let files: [File]

    /// A folder with this key in its front matter is ours and may be replaced; no other may.
    package static let marker = "memos-skill-id"

    /// - Parameter others: files that came with an imported skill.
    package init(_ skill: Skill, others: [File] = []) {
        name = skill.name
        let text = Self.markdown(skill)
        files = [File(path: "SKILL.md", bytes: Array(text.utf8))] + others.filter { $0.path != "SKILL.md" }
    }

    /// Whether a skill has a folder: only those that have proved themselves are for other programs to see.
    package static func isExported(_ skill: Skill) -> Bool { skill.status == .active }

    /// The id in the front matter of a `SKILL.md` that we wrote; `nil` for any other.
    package static func owner(of markdown: [UInt8]) -> SkillID? {
        guard markdown.count <= ImportedSkill.longestText, let text = String(validating: markdown, as: UTF8.self),
            let front = try? FrontMatter(text).metadata[marker]
        else { return nil }
        return SkillID(front)
    }

    /// A `SKILL.md` that we wrote without the lines that tell of a version and how reliable it is: what stays the same
    /// while a skill is only tried.
    package static func withoutNumbers(_ markdown: String) -> String {
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return markdown }
        let kept = lines[..<end].filter { line in !numbers.contains { line.hasPrefix("  \($0):") } }
        return (kept + lines[end...]).joined(separator: "\n")
    }

    private static let version = "memos-version"
    private static let reliability = "memos-eta"
    private static let numbers = [version, reliability]

    private static func markdown(_ skill: Skill) -> String {
        var fields = [
            "name: \(skill.name)",
            "description: \(YAMLText.quoted(description(of: skill)))",
            "metadata:",
            "  \(marker): \(YAMLText.quoted(skill.id.rawValue))",
            "  \(version): \(YAMLText.quoted(String(skill.version)))",
            "  \(reliability): \(YAMLText.quoted(hundredths(skill.reliability)))",
        ]
        if let origin = skill.origin { fields.append("  memos-origin: \(YAMLText.quoted(origin.label))") }
        let guide = skill.invocationGuide.isEmpty ? SkillGuide(skill).markdown : skill.invocationGuide
        let body = printable(guide.hasSuffix("\n") ? guide : guide + "\n")
        return (["---"] + fields + ["---", "", body]).joined(separator: "\n")
    }

    /// The summary with the words of tasks behind it: hosts choose a skill by this text alone. At most 1,024 scalars; a
    /// host takes `<name>` for markup, so parameters are in braces.
    private static func description(of skill: Skill) -> String {
        var text = [skill.summary, skill.procedure.scope.applies, skill.name].first { !$0.isEmpty } ?? skill.name
        for (number, example) in skill.procedure.examples.prefix(3).enumerated() {
            let further = text + (number == 0 ? " Asked for as “\(example)”" : ", “\(example)”")
            guard further.unicodeScalars.count <= 700 else { break }
            text = further
        }
        let plain = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar {
            case "<": "{"
            case ">": "}"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(plain.prefix(1024)))
    }

    /// Control characters other than tabs and line breaks become spaces: readers of text files refuse them.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0x7F
                    return isControl ? " " : scalar
                }))
    }

    private static func hundredths(_ value: Double) -> String {
        let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }
}
