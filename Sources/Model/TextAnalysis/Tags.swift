/// What a step is about in at most eight words: commands, error classes, domains, file types, tools.
package enum Tags {
    package static let maximumCount = 8

    /// Lower case, the most telling first.
    package static func derive(
        userText: String?, agentText: String?, toolName: String?, toolInput: String?, toolOutput: String?,
        errors: [ErrorSignature]
    ) -> [String] {
        var tally = Tally()
        if let toolInput {
            let input = ToolInput.principal(toolInput)
            for command in commands(in: input) { tally.add(command, 6) }
            tally.read(input, domains: 2, files: 3)
        }
        for error in errors {
            if let name = error.errorClass, !TagLexicon.vagueClasses.contains(name) { tally.add(name, 5) }
            if let code = error.code { tally.add(code.onOneLine.replacingSpaces, 4) }
        }
        if let userText {
            for command in commandWords(in: userText) { tally.add(command, 3) }
            tally.read(userText, domains: 4, files: 2)
        }
        if let agentText { tally.read(Clip.headTail(agentText, limit: 4_000), domains: 1, files: 1) }
        if let toolOutput { tally.read(Clip.headTail(toolOutput, limit: 2_000), domains: 1, files: 1) }
        if let toolName = toolName?.trimmed, !toolName.isEmpty {
            tally.add(String(toolName.lowercased().prefix(40)).replacingSpaces, 2)
        }
        return tally.best(maximumCount)
    }

    /// Points of every tag, in order of first appearance.
    private struct Tally {
        private var points: [String: Double] = [:]
        private var order: [String] = []

        mutating func add(_ tag: String, _ weight: Double) {
            let tag = tag.lowercased()
            guard !tag.isEmpty, tag.utf8.count <= 64 else { return }
            if let old = points[tag] {
                // Saying it again counts, but less each time.
                points[tag] = max(old, weight) + min(old, weight) * 0.25
            } else {
                points[tag] = weight
                order.append(tag)
            }
        }

        mutating func read(_ text: String, domains: Double, files: Double) {
            var seen: Set<String> = []
            for term in Terms.terms(in: text) {
                if let domain = TagLexicon.domain(of: term), seen.insert(domain).inserted { add(domain, domains) }
                guard term.kind == .path || term.kind == .identifier else { continue }
                if let type = TagLexicon.fileType(of: term.text), seen.insert("." + type).inserted { add(type, files) }
            }
        }

        func best(_ count: Int) -> [String] {
            let ranked = order.enumerated().sorted { left, right in
                let a = points[left.element] ?? 0
                let b = points[right.element] ?? 0
                return a == b ? left.offset < right.offset : a > b
            }
            return ranked.prefix(count).map(\.element)
        }
    }

    // MARK: Commands

    /// The programs of a command line: the first word of it and of every part behind `&&`, `||`, `|`, `;`.
    static func commands(in line: String) -> [String] {
        var found: [String] = []
        var expectsCommand = true
        for word in line.prefix(4_000).split(
            omittingEmptySubsequences: true, whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" })
        {
            if word == "&&" || word == "||" || word == "|" || word == ";" {
                expectsCommand = true
                continue
            }
            if expectsCommand, !word.contains("=") {
                let name = String(word.split(separator: "/").last ?? "").trimmingMarks.lowercased()
                if TagLexicon.wrappers.contains(name) { continue }
                if TagLexicon.commands.contains(name) { found.append(TagLexicon.commandAliases[name] ?? name) }
                expectsCommand = false
            }
            if word.hasSuffix(";") { expectsCommand = true }
        }
        return found
    }

    /// Commands mentioned in prose: only names that are not ordinary words.
    private static func commandWords(in text: String) -> [String] {
        Terms.terms(in: String(text.prefix(4_000))).lazy.filter { !$0.colocated }.map(\.text).filter {
            TagLexicon.commands.contains($0) && !TagLexicon.ordinaryWords.contains($0)
        }
    }
}

extension String {
    fileprivate var replacingSpaces: String { String(map { $0 == " " ? "-" : $0 }) }
    fileprivate var trimmingMarks: String {
        filter { $0 != "(" && $0 != ")" && $0 != "`" && $0 != "$" && $0 != "\"" && $0 != ";" }
    }
}
