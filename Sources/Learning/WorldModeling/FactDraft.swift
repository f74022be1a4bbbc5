package import MemoryModel
package import Prompting
import StepReading
import TextAnalysis

/// Facts of a place that a model read out of a task's steps, as far as each stands letter by letter in a step that shows it
/// and has a form that a world model states.
package struct FactDraft: Sendable, Equatable {
    package private(set) var facts: [ObservedFact] = []

    /// What does not hold is left out; what is left may be nothing.
    ///
    /// - Throws: when it has not the form.
    package init(_ reader: DraftReader, of record: EpisodeRecord, place: String) throws(DraftError) {
        let paths = PlacePath(root: record.owner.workspace)
        for entry in try reader.list("facts", count: Self.mostFacts) {
            do throws(DraftError) {
                let topic = FactTopic(rawValue: try entry.text("topic", limit: 40))
                let subject = try entry.text("subject", limit: 60).lowercased()
                let value = try entry.text("value", limit: 120)
                guard let topic else { continue }
                let claim = DraftedClaim(topic: topic, subject: subject, value: value, paths: paths)
                let cited = Set(try entry.evidence())
                // A step that is shown twice is still one sighting.
                for step in record.steps where cited.contains(step.id.rawValue) {
                    guard let fact = claim.fact(in: step, place: place), !facts.contains(fact) else { continue }
                    facts.append(fact)
                }
            } catch { continue }
        }
    }

    private static let mostFacts = 12
}

/// One fact as a model tells it, to be found again in a step.
private struct DraftedClaim {
    let topic: FactTopic
    let subject: String
    let value: String
    let paths: PlacePath

    /// - Returns: `nil` when the step did not succeed or does not show it.
    func fact(in step: Trace, place: String) -> ObservedFact? {
        guard let seen = SeenStep(step), seen.hasPassed, let found = found(in: seen) else { return nil }
        return ObservedFact(
            place: place, kind: topic.kind, key: found.key.text, value: found.value, traceID: step.id,
            episodeID: step.episodeID, at: step.at)
    }

    private func found(in step: SeenStep) -> (key: FactKey, value: String)? {
        let output = step.trace.call?.output ?? ""
        switch topic {
        case .testCommand, .buildCommand, .lintCommand, .formatCommand, .runCommand, .servicesCommand,
            .migrateCommand, .deployCommand:
            return command(of: step).map { (FactKey(topic), $0) }
        case .sources, .tests, .docs, .migrations, .scripts, .config:
            let name = value.hasSuffix("/") ? String(value.dropLast()) : value
            guard let path = paths.relative(name), !path.isEmpty, FactScreen.isPath(path),
                Self.holds(step.run.input, name) || Self.holds(output, name)
            else { return nil }
            return (FactKey(topic), value.hasSuffix("/") ? path + "/" : path)
        case .version:
            guard FactScreen.isName(subject), FactScreen.isName(value), value.contains(where: \.isNumber),
                Self.holds(output, value) || Self.holds(output, "v" + value),
                Self.holds(output.lowercased(), subject) || Self.holds(step.run.input.lowercased(), subject)
            else { return nil }
            return (FactKey(topic, subject), value)
        case .port:
            guard FactScreen.isName(subject), let number = Int(value), (1...65_535).contains(number),
                Self.holds(step.run.input, value) || Self.holds(output, value),
                Self.holds(step.run.input.lowercased(), subject) || Self.holds(output.lowercased(), subject)
            else { return nil }
            return (FactKey(topic, subject), value)
        case .defaultBranch:
            return FactScreen.isName(value) && Self.holds(output, value) ? (FactKey(topic), value) : nil
        default: return nil
        }
    }

    /// The command as the rules would write it, when it is the one that the model names and the rules know no other
    /// purpose of it. Where a folder was entered first, what runs where cannot be told from one step.
    private func command(of step: SeenStep) -> String? {
        guard step.run.isShell, !step.run.input.contains("||"), let main = step.run.main,
            !step.run.commands.contains(where: { ["cd", "pushd", "popd"].contains($0.program) }),
            KnownCommand.topic(of: main).map({ $0 == topic }) ?? true,
            let text = KnownCommand.text(of: main, paths: paths),
            text == value || main.words.joined(separator: " ") == value
        else { return nil }
        return text
    }

    /// Whether it stands there as a word of its own.
    private static func holds(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8.prefix(8_192)), Array(part.utf8))
        guard !part.isEmpty, part.count <= text.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == part[0] {
            let end = start + part.count
            guard text[start..<end].elementsEqual(part) else { continue }
            if start > 0, isName(text[start - 1]), isName(part[0]) { continue }
            if end < text.count, isName(text[end]), isName(part[part.count - 1]) { continue }
            return true
        }
        return false
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
    }
}
