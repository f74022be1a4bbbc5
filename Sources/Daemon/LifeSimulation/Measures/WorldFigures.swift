import MemoryModel

/// Whether what is said of an environment is so.
package struct WorldFigures: Sendable {
    package var models = 0
    package var facts = 0
    package var right = 0
    /// Facts that name no path, command, port or system and quote nothing that a tool printed. They count as false.
    package var unjudged = 0
    /// What is false or cannot be judged, for people.
    package var misses: [String] = []
    package var lines: [String] = []

    package var share: Double? { facts == 0 ? nil : Double(right) / Double(facts) }

    init(_ all: [WorldModel], lived: [LivedEpisode]) {
        let truths = Places.all.map { WorldTruth($0, lived: lived) }
        for model in all.sorted(by: { ($0.title, $0.id.rawValue) < ($1.title, $1.id.rawValue) }) {
            // Below this it is not recalled.
            guard model.status == .active, model.confidence >= 0.2 else { continue }
            models += 1
            lines.append("\(model.title) (\(model.owner.workspace ?? "everywhere"), confidence \(model.confidence))")
            let own = truths.filter { $0.place.workspace == model.owner.workspace }
            let structure = model.structure
            for entry in structure.environment + structure.inference + structure.constraints {
                facts += 1
                // What is said of no project must be so in one.
                let verdicts = (own.isEmpty ? truths : own).map { FactJudge(truth: $0).verdict(on: entry) }
                let verdict: FactJudge.Verdict =
                    verdicts.contains(.right) ? .right : verdicts.contains(.wrong) ? .wrong : .unjudged
                switch verdict {
                case .right: right += 1
                case .wrong: misses.append("false: \(model.title): \(entry.label): \(entry.description)")
                case .unjudged:
                    unjudged += 1
                    misses.append("unjudged: \(model.title): \(entry.label): \(entry.description)")
                }
                lines.append("    \(verdict.rawValue) \(entry.label): \(entry.description)")
            }
        }
    }
}
