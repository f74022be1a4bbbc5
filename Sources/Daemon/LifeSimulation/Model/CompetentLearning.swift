import JSONText

/// What a careful reader makes of policies and skills: the rules' words, in its own order, and how people ask for such
/// work.
struct CompetentLearning {
    private let evidence: ShownEvidence

    init(_ evidence: ShownEvidence) {
        self.evidence = evidence
    }

    var policies: JSON {
        var told: [JSON] = []
        var current: (policy: ShownEvidence.Piece, tasks: [String])?
        func close() {
            guard let (policy, tasks) = current else { return }
            told.append(self.policy(policy, tasks))
        }
        for piece in evidence.pieces {
            if piece.kind == "policy" {
                close()
                current = (piece, [])
            } else if piece.kind.hasPrefix("task") {
                current?.tasks.append(piece.label)
            }
        }
        close()
        return ["policies": .array(Array(told.prefix(4)))]
    }

    private func policy(_ piece: ShownEvidence.Piece, _ tasks: [String]) -> JSON {
        [
            "policy": .string(piece.label), "title": .string(Self.title(piece)),
            "trigger": Self.line(piece, "trigger", 600), "steps": Self.steps(piece, tasks),
            "verification": Self.line(piece, "verification", 400), "boundary": Self.line(piece, "boundary", 400),
            "prefer": [], "avoid": [], "same_as": "", "asked_for": JSON(EverydayKnowledge.phrases(for: piece.text)),
        ]
    }

    var skill: JSON {
        guard let draft = evidence.pieces("draft of the skill").first else { return .null }
        let shown = evidence.pieces.filter { $0.kind == "step" || $0.kind == "policy" }.prefix(12).map(\.label)
        let parameters = draft.section("parameters").flatMap { Self.parameters(in: $0) }
        return [
            "name": Self.line(draft, "name", 64), "summary": .string(Self.summary(draft)),
            "applies": Self.line(draft, "applies", 300), "preconditions": [],
            "parameters": .array(Array(parameters.prefix(8))), "steps": Self.steps(draft, shown),
            "verification": Self.line(draft, "verification", 400),
            "asked_for": JSON(EverydayKnowledge.phrases(for: evidence.pieces.map(\.text).joined(separator: "\n"))),
        ]
    }

    private static func line(_ piece: ShownEvidence.Piece, _ name: String, _ limit: Int) -> JSON {
        .string(String(piece.section(name).joined(separator: " ").prefix(limit)))
    }

    /// When it is for, and what it ends with.
    private static func summary(_ piece: ShownEvidence.Piece) -> String {
        let summary = piece.section("summary").joined(separator: " ")
        guard summary.hasSuffix("…") else { return summary }
        let applies = piece.section("applies").joined(separator: " ")
        return applies.isEmpty ? String(summary.prefix { $0 != ":" }) : String(applies.prefix(300))
    }

    /// Without the commands in brackets where they make it long.
    private static func title(_ piece: ShownEvidence.Piece) -> String {
        let title = piece.section("title").joined(separator: " ")
        guard title.count > 100 else { return title }
        return String(title.prefix { $0 != "(" && $0 != ":" }.prefix(100))
    }

    /// `<name>: what it is <other>: …`
    private static func parameters(in line: String) -> [JSON] {
        line.split(separator: "<").compactMap { part in
            guard let end = part.firstRange(of: ">:") else { return nil }
            let description = part[end.upperBound...].split(separator: " ").joined(separator: " ")
            return ["name": .string(String(part[..<end.lowerBound])), "description": .string(description)]
        }
    }

    /// A line begins a step; what is set in or begins with a dash belongs to the one before.
    private static func steps(_ piece: ShownEvidence.Piece, _ labels: [String]) -> JSON {
        var steps: [String] = []
        for line in piece.section("steps") where !line.allSatisfy(\.isWhitespace) {
            if steps.isEmpty || (line.first != " " && line.first != "-") {
                let words = line.drop { $0.isNumber }.drop { $0 == "." || $0 == " " }
                steps.append(String(words))
            } else {
                steps[steps.count - 1] += "\n" + line
            }
        }
        return .array(
            steps.prefix(20).map {
                [
                    "text": .string($0), "commands": JSON(commands(in: $0)),
                    "evidence": JSON(Array(labels.prefix(12))),
                ]
            })
    }
}

extension CompetentLearning {
    /// Code that is to be run; files that are edited and values that are set are none.
    private static func commands(in step: String) -> [String] {
        let verbs = ["edit ", "set ", "read ", "write ", "create ", "remove ", "in `"]
        return step.split(separator: "\n").flatMap { line -> [String] in
            let isBranch = line.hasPrefix("-") || line.hasPrefix(" ")
            let deed = isBranch ? line.split(separator: ": ", maxSplits: 1).last ?? line : line
            let words = deed.drop { $0 == "-" || $0 == " " }.lowercased()
            return verbs.contains(where: words.hasPrefix) ? [] : ShownEvidence.commands(in: String(deed))
        }
    }
}
