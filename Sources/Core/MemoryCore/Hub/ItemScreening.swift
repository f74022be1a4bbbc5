package import JSONText
import SharedStatements
package import SkillScreening

/// What the screen finds in something shared: in all that would ever be read or recalled of it.
enum ItemScreening {
    static func findings(of item: ItemStatement) -> [ScreeningFinding] {
        var files = [SkillScreen.File(path: item.kind == .skill ? "SKILL.md" : "text.md", bytes: Array(item.text.utf8))]
        files.append(.init(path: "summary", bytes: Array("\(item.name)\n\(item.summary)".utf8)))
        files += item.files.map { .init(path: $0.path, bytes: $0.content) }
        return SkillScreen.findings(in: files)
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
