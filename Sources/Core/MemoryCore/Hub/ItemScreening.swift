package import JSONText
import SharedStatements
package import SkillScreening

/// What the screen finds in something shared: in all that would ever be read or recalled of it.
enum ItemScreening {
    static func findings(of item: ItemStatement) -> [ScreeningFinding] {
        let main = item.kind == .skill ? "SKILL.md" : "text.md"
        let files = [(path: main, bytes: Array(item.text.utf8))] + item.files.map { ($0.path, $0.content) }
        let keys = item.kind == .skill ? FrontMatterKeys.of(item.text) : []
        return SkillScreen.findings(name: item.name, title: item.name, frontMatterKeys: keys, files: files)
            + SkillScreen.findings(text: "\(item.name)\n\n\(item.summary)", at: "summary")
    }
}

/// The keys of a `SKILL.md`'s front matter, as far as lines tell: what cannot be read is screened all the same.
enum FrontMatterKeys {
    static func of(_ markdown: String) -> [String] {
        let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first?.hasPrefix("---") == true else { return [] }
        return lines.dropFirst().prefix { !$0.hasPrefix("---") }.compactMap { line in
            guard let colon = line.firstIndex(of: ":"), line.first?.isWhitespace == false else { return nil }
            return String(line[..<colon])
        }
    }
}

extension ScreeningFinding {
    package var json: JSON {
        .object(present: [
            ("rule", .string(kind.rawValue)), ("severity", .string(severity.rawValue)), ("path", .string(path)),
            ("line", line.map { JSON($0) }), ("excerpt", excerpt.isEmpty ? nil : .string(excerpt)),
            ("text", .string(text)),
        ])
    }
}
