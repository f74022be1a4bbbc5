import MemoryModel

/// The body of a `SKILL.md` taken apart by its headings of the second level: those of the self-evolving format
/// (`Procedure`, `Experience`, `User Preferences`, `Examples`, `Additional Information`) and ours. What stands under
/// other headings stays in the body and is no part of the procedure.
struct SkillSections {
    private(set) var procedure = Skill.Procedure()
    private(set) var guidance = DecisionGuidance()

    init(_ body: String) {
        for section in Self.split(body) {
            let items = Self.items(section.lines)
            switch section.title {
            case "procedure", "steps", "workflow", "instructions", "步骤", "流程", "操作步骤":
                procedure.steps += Self.steps(section.lines)
            case "when to use", "when to use this skill", "适用场景", "何时使用": procedure.scope.applies = Self.text(items)
            case "parameters", "参数": procedure.parameters += items.map(Self.parameter)
            case "checks", "verification", "检查", "验证": procedure.verification = Self.text(items)
            case "limits", "limitations", "限制": procedure.scope.doesNotApply = Self.text(items)
            case "environment", "additional information", "补充信息", "附加信息":
                procedure.domainModel = [procedure.domainModel, Self.text(items)].filter { !$0.isEmpty }
                    .joined(separator: "\n")
            case "examples", "示例", "例子": procedure.examples += items.prefix(20).map(Self.unquoted)
            case "prefer", "user preferences", "用户偏好": guidance.preference += items.map { .init(text: $0) }
            case "avoid", "避免": guidance.antiPattern += items.map { .init(text: $0) }
            case "experience", "经验":
                for item in items {
                    if Self.forbids(item) {
                        guidance.antiPattern.append(.init(text: item))
                    } else {
                        guidance.preference.append(.init(text: item))
                    }
                }
            default: break
            }
        }
        procedure.steps = Array(procedure.steps.prefix(100))
        guidance.preference = Array(guidance.preference.prefix(40))
        guidance.antiPattern = Array(guidance.antiPattern.prefix(40))
    }

    private struct Section {
        var title: String
        var lines: [Substring] = []
    }

    private static func split(_ body: String) -> [Section] {
        var sections: [Section] = []
        var isCode = false
        for line in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.drop(while: \.isWhitespace).hasPrefix("```") { isCode.toggle() }
            if !isCode, line.hasPrefix("## ") {
                let title = line.dropFirst(3).split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
                sections.append(Section(title: title.hasSuffix(":") ? String(title.dropLast()) : title))
            } else if !isCode, line.hasPrefix("# ") {
                sections.append(Section(title: ""))
            } else if !sections.isEmpty {
                sections[sections.count - 1].lines.append(line)
            }
        }
        return sections
    }

    /// Numbered lines, each with the lines below it that belong to it; without any number the list's items.
    private static func steps(_ lines: [Substring]) -> [String] {
        guard lines.contains(where: { numbered($0) != nil }) else { return items(lines) }
        var steps: [String] = []
        for line in lines {
            if line.first?.isWhitespace != true, let text = numbered(line) {
                steps.append(String(text))
            } else if !steps.isEmpty, !line.allSatisfy(\.isWhitespace) {
                steps[steps.count - 1] += "\n" + line.drop(while: \.isWhitespace)
            }
        }
        return steps.map { cut($0, to: 2000) }
    }

    private static func numbered(_ line: Substring) -> Substring? {
        let line = line.drop(while: \.isWhitespace)
        let number = line.prefix { $0.isASCII && $0.isNumber }
        let rest = line.dropFirst(number.count)
        guard !number.isEmpty, number.count <= 3, let mark = rest.first, ".)、）".contains(mark) else { return nil }
        let text = rest.dropFirst().drop(while: \.isWhitespace)
        return text.isEmpty ? nil : text
    }

    /// Bullets, numbered lines and paragraphs, each as one text.
    private static func items(_ lines: [Substring]) -> [String] {
        var items: [String] = []
        var isOpen = false
        for line in lines {
            let text = line.drop(while: \.isWhitespace)
            if text.isEmpty {
                isOpen = false
            } else if let rest = bullet(text) ?? numbered(text) {
                items.append(String(rest))
                isOpen = true
            } else if isOpen {
                items[items.count - 1] += " " + text
            } else {
                items.append(String(text))
                isOpen = true
            }
        }
        return items.prefix(100).map { cut($0, to: 1000) }
    }

    private static func bullet(_ line: Substring) -> Substring? {
        guard let mark = line.first, "-*+•".contains(mark), line.dropFirst().first == " " else { return nil }
        let text = line.dropFirst(2).drop(while: \.isWhitespace)
        return text.isEmpty ? nil : text
    }

    /// `` `<name>`: what it is ``
    private static func parameter(_ item: String) -> Skill.Procedure.Parameter {
        let parts = item.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return .init(name: cut(item, to: 80), description: "") }
        let name = parts[0].filter { !"`<>*".contains($0) }
        return .init(name: cut(name, to: 80), description: String(parts[1].drop(while: \.isWhitespace)))
    }

    private static func text(_ items: [String]) -> String { items.joined(separator: "\n") }

    private static func unquoted(_ item: String) -> String {
        item.hasPrefix("“") && item.hasSuffix("”") ? String(item.dropFirst().dropLast()) : item
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        text.count > limit ? text.prefix(limit - 1) + "…" : text
    }

    private static func forbids(_ item: String) -> Bool {
        let text = item.lowercased()
        return ["avoid", "never", "do not", "don't", "don’t", "不要", "避免", "切勿", "禁止"].contains(where: text.contains)
    }
}
