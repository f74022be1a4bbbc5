import JSONText

/// What a careful reader says of a closed task.
struct CompetentReview {
    private let evidence: ShownEvidence
    private let steps: [ShownEvidence.Piece]

    init(_ evidence: ShownEvidence) {
        self.evidence = evidence
        steps = evidence.pieces.filter { $0.kind.hasPrefix("step, ") }
    }

    var summaries: JSON {
        let turns = evidence.pieces("message of the person").compactMap { piece -> JSON? in
            guard let line = piece.lines.first(where: { !$0.isEmpty }) else { return nil }
            return ["turn": .string(piece.label), "text": .string(String(line.prefix(140)))]
        }
        return ["turns": .array(Array(turns.prefix(24)))]
    }

    /// The steps between a failure and the same command's success are what mended it.
    var reflections: JSON {
        var said: [JSON] = []
        for (index, failed) in steps.enumerated() where failed.kind == "step, failed" {
            let later = steps[(index + 1)...]
            guard
                let passed = later.first(where: { $0.kind == "step, succeeded" && $0.lines.first == failed.lines.first }
                ),
                let end = steps.firstIndex(where: { $0.label == passed.label })
            else { continue }
            for remedy in steps[(index + 1)..<end] where remedy.kind == "step, succeeded" {
                said.append([
                    "step": .string(remedy.label), "text": "", "alpha": 0.8,
                    "usable": true, "evidence": JSON([failed.label, remedy.label, passed.label]),
                ])
            }
        }
        return ["steps": .array(Array(said.prefix(24)))]
    }

    var reward: JSON {
        ["goal": goal, "process": process, "satisfaction": satisfaction]
    }

    private var goal: JSON {
        guard let last = steps.last else { return Self.axis(0, [], "") }
        let passed = last.kind == "step, succeeded"
        return Self.axis(passed ? 0.9 : -0.8, [last.label], passed ? "The last step passed." : "The last step failed.")
    }

    private var process: JSON {
        let failed = steps.filter { $0.kind == "step, failed" }
        var seen: Set<String> = []
        let repeated = failed.filter { !seen.insert($0.lines.first ?? "").inserted }
        guard !steps.isEmpty else { return Self.axis(0, [], "") }
        return Self.axis(
            max(-1, 0.6 - 0.3 * Double(failed.count) - 0.3 * Double(repeated.count)),
            (failed.isEmpty ? steps : failed).prefix(4).map(\.label),
            failed.isEmpty ? "No step failed." : "\(failed.count) steps failed, \(repeated.count) of them again.")
    }

    private var satisfaction: JSON {
        let told = evidence.pieces.filter { $0.kind.hasPrefix("feedback of the person") }
        guard let last = told.last else { return Self.axis(0, [], "") }
        let value = last.kind.contains("positive") ? 0.9 : last.kind.contains("negative") ? -0.9 : 0
        return Self.axis(value, [last.label], "What the person said last.")
    }

    private static func axis(_ value: Double, _ labels: [String], _ reason: String) -> JSON {
        ["value": .double(value), "evidence": JSON(labels), "reason": .string(reason)]
    }
}
