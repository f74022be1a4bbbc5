import MemoryModel
import Testing

@testable import SkillPackages

@Suite("A skill as a folder")
struct ExportTests {
    static func skill(_ summary: String = "When `pip install <package>` fails: install the library.") -> Skill {
        Skill(
            id: SkillID("sk_1"), owner: Namespace(agentKind: "claude"), status: .active, version: 3, createdAt: 0,
            name: "install-library", summary: summary, invocationGuide: "",
            procedure: .init(
                parameters: [.init(name: "package", description: "The package.")],
                steps: ["Install it:\n- On Alpine: `apk add <library>`", "Then:\n`pip install <package>`"],
                verification: "It imports.",
                scope: .init(applies: "pip fails.", doesNotApply: "Windows."), examples: ["Install lxml", "安装 xmlsec"]),
            guidance: .init(
                preference: [.init(text: "Pin versions.")], antiPattern: [.init(text: "Do not use wheels.")]),
            reliability: 0.8, support: 3, sourcePolicyIDs: [PolicyID("po_1")])
    }

    private func text(_ skill: Skill) -> String {
        String(decoding: SkillFolder(skill).files[0].bytes, as: UTF8.self)
    }

    @Test("SKILL.md has name, description and our marks, and the sections behind them")
    func writing() {
        let folder = SkillFolder(Self.skill(), others: [.init(path: "references/a.md", bytes: [65])])
        #expect(folder.name == "install-library")
        #expect(folder.files.map(\.path) == ["SKILL.md", "references/a.md"])
        #expect(
            text(Self.skill()) == """
                ---
                name: install-library
                description: "When `pip install {package}` fails: install the library. Asked for as “Install lxml”, “安装 xmlsec”"
                metadata:
                  memos-skill-id: "sk_1"
                  memos-version: "3"
                  memos-eta: "0.80"
                ---

                # Install library

                When `pip install <package>` fails: install the library.

                ## When to use

                - pip fails.

                ## Parameters

                - `<package>`: The package.

                ## Steps

                1. Install it:
                   - On Alpine: `apk add <library>`
                2. Then:
                   `pip install <package>`

                ## Checks

                - It imports.

                ## Prefer

                - Pin versions.

                ## Avoid

                - Do not use wheels.

                ## Limits

                - Windows.

                ## Examples

                - “Install lxml”
                - “安装 xmlsec”

                ## Provenance

                - Learned from 3 tasks by policy `po_1`.

                """)
    }

    @Test("only active skills have a folder, and ours is known by its mark")
    func marks() {
        var skill = Self.skill()
        #expect(SkillFolder.isExported(skill))
        skill.status = .candidate
        #expect(!SkillFolder.isExported(skill))
        #expect(SkillFolder.owner(of: SkillFolder(skill).files[0].bytes) == SkillID("sk_1"))
        #expect(SkillFolder.owner(of: Array("---\nname: a\n---\nmemos-skill-id: x".utf8)) == nil)
        #expect(SkillFolder.owner(of: [0xff]) == nil)
    }

    @Test(
        "any text survives the front matter",
        arguments: [
            "colon: \"quotes\" 'single' #comment", "--- a ---- b -----", "back\\slash \\n \\x2d", "tab\tand\r\nline",
            "bell\u{7} nul\u{0} del\u{7f} nel\u{85}", "ls\u{2028}ps\u{2029}bom\u{FEFF}rlo\u{202E}zw\u{200B}",
            "表情 🧑‍🚀 &anchor *alias !tag %dir @at `tick`", "{flow: [a, b]}", "- item\n- item", "\u{10FFFF}\u{FFFE}", " ",
            "", "| block", "> folded", "null", "1.0", "é\u{301}",
        ])
    func quoting(_ value: String) throws {
        let front = try FrontMatter("---\nname: a\ndescription: \(YAMLText.quoted(value))\n---\nbody")
        #expect(front.fields["description"] == value)
        #expect(front.body == "body")
        let text = text(Self.skill(value + "x"))
        #expect(text.components(of: "---") == 3, "Nothing between the fences looks like one.")
        _ = try ImportedSkill.read(markdown: SkillFolder(Self.skill(value + "x")).files[0].bytes)
    }

    @Test("the description has at most 1,024 characters, without markup or line breaks")
    func description() throws {
        let long = String(repeating: "<b>é\n", count: 1000)
        let read = try ImportedSkill.read(markdown: SkillFolder(Self.skill(long)).files[0].bytes)
        #expect(read.description.unicodeScalars.count <= 1024)
        #expect(!read.description.contains("<") && !read.description.contains("\n"))
        let none = try ImportedSkill.read(markdown: SkillFolder(Self.skill("")).files[0].bytes)
        #expect(none.description.hasPrefix("pip fails."))
    }

    @Test("what is exported is read back as it was")
    func roundTrip() throws {
        let skill = Self.skill()
        let read = try ImportedSkill.read(markdown: SkillFolder(skill).files[0].bytes)
        #expect(read.name == skill.name && read.warnings.isEmpty)
        #expect(read.procedure.steps == skill.procedure.steps)
        #expect(read.procedure.parameters == skill.procedure.parameters)
        #expect(read.procedure.examples == skill.procedure.examples)
        #expect(read.procedure.scope.doesNotApply == "Windows.")
        #expect(read.guidance == skill.guidance)
        let approved = read.skill(named: "install-library-2", owner: skill.owner, at: 5)
        #expect(approved.status == .candidate && approved.reliability == 0.5 && approved.id.rawValue.hasPrefix("sk_"))
    }
}

extension String {
    /// How many parts it has between a mark, up to the second.
    fileprivate func components(of mark: String) -> Int {
        let front = split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.hasPrefix("# ") }
        return front.count { $0.utf8.count >= 3 && $0.contains(mark) } + 1
    }
}
