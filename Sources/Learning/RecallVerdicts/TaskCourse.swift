import MemoryModel
import StepReading
import TextAnalysis

/// A term by which content is known again.
struct IdentifyingTerm: Hashable {
    let text: String
    /// Whether its form says that it is a name and no word: an identifier, a path, a version, a number of four digits.
    let isTelling: Bool
    /// Bytes of the text where it first stands.
    let range: Range<Int>

    /// Distinct, without words that carry no subject.
    static func all(in text: String) -> [IdentifyingTerm] {
        Terms.queryTerms(in: String(text.prefix(TaskCourse.longestText))).compactMap { term in
            switch term.kind {
            case .identifier, .path, .version: IdentifyingTerm(text: term.text, isTelling: true, range: term.range)
            case .number where term.text.count >= 4:
                IdentifyingTerm(text: term.text, isTelling: true, range: term.range)
            case .word, .han2:
                term.isStopword
                    ? nil
                    : IdentifyingTerm(
                        text: term.text, isTelling: false, range: term.range)
            case .number, .han1: nil
            }
        }
    }
}

extension [IdentifyingTerm] {
    /// Without the words that names are made of: a name is one thing, and not as many as it has parts.
    var withoutParts: [IdentifyingTerm] {
        let names = filter(\.isTelling).map(\.range)
        return filter { term in term.isTelling || !names.contains { $0.overlaps(term.range) } }
    }

    /// Places of the text that they stand at: a path and the file in it are at one.
    var places: Int {
        var (count, end) = (0, 0)
        for range in map(\.range).sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if range.lowerBound >= end { count += 1 }
            end = Swift.max(end, range.upperBound)
        }
        return count
    }
}

/// A task as a row of moments: what was said to the agent, what it did or said, what it was shown.
struct TaskCourse {
    enum Moment {
        /// Words of the person, or an output: from here on the agent may have it from there.
        case heard(Set<String>)
        /// What the agent did or said; the step's index.
        case did(Set<String>, step: Int)
    }

    private(set) var moments: [Moment] = []
    let steps: [ReadStep]
    let feedback: [Feedback]
    /// For each turn the moment behind its prompt, and when it began.
    private var starts: [TurnID: Int] = [:]
    private var times: [(at: Timestamp, moment: Int)] = []

    init(_ record: EpisodeRecord) {
        steps = record.steps.prefix(Self.mostSteps).map(ReadStep.init)
        feedback = record.feedback
        let byTurn = Dictionary(grouping: steps.indices) { steps[$0].trace.turnID }
        for turn in record.turns {
            moments.append(.heard(Self.terms(in: turn.userText)))
            starts[turn.id] = moments.count
            times.append((turn.startedAt, moments.count))
            for index in byTurn[turn.id] ?? [] {
                let trace = steps[index].trace
                let words = [trace.call?.textBefore ?? "", trace.call?.inputText ?? "", trace.agentText]
                moments.append(.did(Self.terms(in: words.joined(separator: "\n")), step: index))
                if let output = trace.call?.output { moments.append(.heard(Self.terms(in: output))) }
            }
        }
    }

    /// The moment from which something handed over could be used; `nil` when its turn is gone.
    func start(of turn: TurnID?, at time: Timestamp) -> Int? {
        if let turn { return starts[turn] }
        return times.last { $0.at <= time }?.moment
    }

    /// Terms that the agent used behind a moment, and that neither it nor anybody else had used in the task before.
    func taken(from terms: [IdentifyingTerm], after start: Int) -> [IdentifyingTerm] {
        var open = Set(terms.map(\.text))
        var taken: Set<String> = []
        for (index, moment) in moments.enumerated() where !open.isEmpty {
            switch moment {
            case .heard(let heard): open.subtract(heard)
            case .did(let done, _):
                if index >= start { taken.formUnion(open.intersection(done)) }
                open.subtract(done)
            }
        }
        return terms.filter { taken.contains($0.text) }
    }

    /// Steps of the agent behind a moment, and those before it.
    func steps(from start: Int) -> (before: [ReadStep], after: [ReadStep]) {
        var (before, after): ([ReadStep], [ReadStep]) = ([], [])
        for (index, moment) in moments.enumerated() {
            guard case .did(_, let step) = moment else { continue }
            if index < start { before.append(steps[step]) } else { after.append(steps[step]) }
        }
        return (before, after)
    }

    private static func terms(in text: String) -> Set<String> {
        Set(IdentifyingTerm.all(in: text).map(\.text))
    }

    /// Characters of a text that are read.
    static let longestText = 8000
    private static let mostSteps = 2000
}
