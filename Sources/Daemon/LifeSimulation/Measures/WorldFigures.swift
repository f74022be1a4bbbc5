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

/// Judges one sentence on one project by what it names.
struct FactJudge {
    enum Verdict: String { case right = "+", wrong = "-", unjudged = "?" }

    let truth: WorldTruth

    func verdict(on entry: WorldModel.Entry) -> Verdict {
        let text = entry.label + " " + entry.description
        let lower = text.lowercased()
        let named = text.spans.map(\.text)
        var words = named.isEmpty ? WorldTruth.words(text) : named
        if named.isEmpty, !entry.label.contains(" ") { words.append(entry.label) }
        var verdicts: [Verdict] = []
        for word in words {
            if ToldStep.isPath(word) {
                verdicts.append(path(word, in: lower))
            } else if !named.isEmpty, let verdict = command(word, in: lower) {
                verdicts.append(verdict)
            }
        }
        if lower.contains("port"), let port = Self.port(in: text) {
            verdicts.append(port == truth.place.layout.port || [80, 443].contains(port) ? .right : .wrong)
        }
        for system in ["alpine", "debian", "macos", "ubuntu"] where lower.contains(system) {
            verdicts.append(truth.place.layout.system.lowercased().contains(system) ? .right : .wrong)
        }
        if verdicts.contains(.wrong) { return .wrong }
        if verdicts.contains(.right) { return .right }
        // Words of a tool, quoted.
        let isPrinted = named.contains { $0.count >= 8 && truth.printed.contains($0.lowercased()) }
        return isPrinted ? .right : .unjudged
    }

    /// A path must be there; one that is said to hold tests, sources or settings must be where they are.
    private func path(_ word: String, in text: String) -> Verdict {
        guard truth.has(path: word) else {
            return truth.printed.contains(word.lowercased()) && Self.tellsOfFault(text) ? .right : .wrong
        }
        let path = WorldTruth.plain(word)
        let layout = truth.place.layout
        func isAbout(_ folder: String) -> Bool {
            let folder = WorldTruth.plain(folder)
            return path == folder || path.hasPrefix(folder + "/") || folder.hasPrefix(path + "/")
        }
        if text.contains("tests are") || text.contains("test files") || text.hasPrefix("tests") {
            return isAbout(layout.tests) || path.contains("test") ? .right : .wrong
        }
        if text.contains("sources are") || text.contains("source code") || text.hasPrefix("source") {
            return isAbout(layout.source) ? .right : .wrong
        }
        return .right
    }

    /// What is said to fail has failed here, anything else has passed; `nil` when it is no command of this life.
    private func command(_ word: String, in text: String) -> Verdict? {
        let stems = ToldStep.stems(of: word)
        guard let stem = stems.last, !stem.isEmpty else { return nil }
        let (passed, failed) = (truth.passed.contains(stem), truth.failed.contains(stem))
        guard passed || failed else { return word.contains(" ") && StepMatcher.isProgram(stem[0]) ? .wrong : nil }
        return Self.tellsOfFault(text) ? (failed ? .right : .wrong) : (passed ? .right : .wrong)
    }

    private static func tellsOfFault(_ text: String) -> Bool {
        [
            "fail", "not found", "does not", "refus", "reject", "error", "cannot", "missing", "in use", "not there",
            "without",
        ]
        .contains { text.contains($0) }
    }

    /// The first number of four or five digits, or one after the word.
    private static func port(in text: String) -> Int? {
        text.split { !$0.isNumber }.compactMap { Int($0) }.first { (80...65_535).contains($0) }
    }
}
