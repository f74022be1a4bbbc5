/// What a person wants taken out of texts beside what `Redactor` knows: names of customers, numbers of tickets. A rule is
/// a line, `name: text` or `name: /expression/`; what stands in for a match is `[redacted:name]`.
///
/// The time a rule takes grows with the text and not faster, whatever its expression.
package struct RedactionRules: Sendable, Equatable {
    package static let none = RedactionRules()
    /// Most rules, and least characters of a plain text, so that a slip does not empty the memory.
    package static let most = 64
    package static let shortestText = 3

    /// The rules for whoever redacts without naming any: stages of learning, which are pure and get no settings.
    @TaskLocal package static var current = none

    private let rules: [Rule]

    private struct Rule: Sendable, Equatable {
        let name: String
        let pattern: Pattern
    }

    /// What is wrong with a rule, and where.
    package struct Fault: Error, Sendable, Equatable {
        /// Which of the lines, from 0.
        package let line: Int
        /// Which character of the line, from 1.
        package let column: Int
        /// Goes on after "the rule …": "has no name".
        package let reason: String
    }

    private init() { rules = [] }

    package init(_ lines: [String]) throws(Fault) {
        guard lines.count <= Self.most else {
            throw Fault(line: Self.most, column: 1, reason: "is one more than \(Self.most)")
        }
        var rules: [Rule] = []
        for (index, line) in lines.enumerated() {
            do throws(PatternFault) {
                let rule = try Self.rule(line)
                if rules.contains(where: { $0.name == rule.name }) {
                    throw PatternFault(column: 1, reason: "has the name of another one, \(rule.name)")
                }
                rules.append(rule)
            } catch {
                throw Fault(line: index, column: error.column, reason: error.reason)
            }
        }
        self.rules = rules
    }

    package var isEmpty: Bool { rules.isEmpty }

    private static func rule(_ line: String) throws(PatternFault) -> Rule {
        guard let colon = line.firstIndex(of: ":") else {
            throw PatternFault(column: 1, reason: "has no name; write name: text, or name: /expression/")
        }
        let name = String(line[..<colon])
        guard isName(name) else {
            throw PatternFault(column: 1, reason: "needs a name of small letters, digits and -, at most 40")
        }
        let body = line[line.index(after: colon)...].drop { $0 == " " }
        let column = line.distance(from: line.startIndex, to: body.startIndex) + 1
        let isFolding = body.hasSuffix("/i")
        if body.first == "/", body.count > 2, isFolding || body.last == "/" {
            let expression = body.dropFirst().dropLast(isFolding ? 2 : 1)
            return Rule(
                name: name,
                pattern: try Pattern(expression: expression, ignoresCase: isFolding, column: column + 1))
        }
        guard body.count >= shortestText else {
            throw PatternFault(column: column, reason: "needs a text of \(shortestText) characters or more")
        }
        return Rule(name: name, pattern: try Pattern(literal: body, column: column))
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, Byte.isLower(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { Byte.isLower($0) || Byte.isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// What the rules find, in the order of the text, without overlaps.
    func findings(in bytes: UnsafeBufferPointer<UInt8>) -> [Redaction.Finding] {
        var findings: [Redaction.Finding] = []
        for stretch in Self.stretches(of: bytes) {
            for rule in rules {
                var position = stretch.lowerBound
                while let match = rule.pattern.firstMatch(in: bytes, within: position..<stretch.upperBound) {
                    findings.append(Redaction.Finding(kind: rule.name, range: match))
                    position = match.upperBound
                }
            }
        }
        return Redaction.Finding.united(findings)
    }

    /// The text between marks of what was taken out before; a rule never matches such a mark.
    private static func stretches(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var (start, index) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "["), SecretTokens.starts(bytes, with: "[redacted:", at: index),
                let end = bytes[index...].prefix(64).firstIndex(of: UInt8(ascii: "]"))
            else {
                index += 1
                continue
            }
            if index > start { stretches.append(start..<index) }
            (start, index) = (end + 1, end + 1)
        }
        if start < bytes.count { stretches.append(start..<bytes.count) }
        return stretches
    }
}

extension Redaction.Finding {
    /// In the order of the text; those that overlap become one, of the kind of the first.
    static func united(_ findings: [Self]) -> [Self] {
        guard findings.count > 1 else { return findings }
        let sorted = findings.sorted {
            ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
        }
        var united: [Self] = []
        for finding in sorted {
            if let last = united.last, last.range.upperBound > finding.range.lowerBound {
                let end = max(last.range.upperBound, finding.range.upperBound)
                united[united.count - 1] = Self(kind: last.kind, range: last.range.lowerBound..<end)
            } else {
                united.append(finding)
            }
        }
        return united
    }
}
