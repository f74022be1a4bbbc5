package import MemoryModel
import StepReading

extension DecisionRepair {
    /// What the worth of two ways says of them. Which of the groups went better is seen in their values, whatever they
    /// were given as.
    ///
    /// - Returns: `nil` unless each side has enough steps of one kind, in one workspace, about the same kind of work or
    ///   the same things, and their mean values are far enough apart.
    package func contrast(preferred: [Trace], avoided: [Trace]) -> Draft? {
        guard let one = Way(preferred, least: options.contrastSupport),
            let other = Way(avoided, least: options.contrastSupport),
            one.first.key != other.first.key, one.workspace == other.workspace,
            one.first.action == other.first.action || !one.subjects.isDisjoint(with: other.subjects),
            (one.value - other.value).magnitude >= options.contrast
        else { return nil }
        let (better, worse) = one.value > other.value ? (one, other) : (other, one)
        guard !better.attempts.contains(where: \.runsDownload) else { return nil }
        let (good, bad) = (better.first.namePhrase, worse.first.namePhrase)
        guard good != bad else { return nil }
        let subject =
            one.subjects.intersection(other.subjects).min().map { " on \(Quotation.command($0, limit: 60))" } ?? ""
        return Draft(
            origin: .valueContrast, context: Self.context(of: worse.first, family: nil),
            cues: Cues.distinct(
                Self.cues(of: worse.first, subjects: worse.subjects)
                    + Self.cues(of: better.first, subjects: better.subjects)),
            guidance: DecisionGuidance(
                preference: [.init(text: good + subject, evidenceIDs: better.ids)],
                antiPattern: [.init(text: bad + subject, evidenceIDs: worse.ids)]),
            text: "\(good) went well here \(Self.times(better.attempts.count))\(subject), \(bad) went badly "
                + "\(Self.times(worse.attempts.count)): prefer \(good).",
            evidenceIDs: worse.ids + better.ids
        )
    }

    private static func times(_ count: Int) -> String { count == 2 ? "twice" : "\(count) times" }
}

/// Steps that did one thing one way.
private struct Way {
    let attempts: [Attempt]
    /// Mean V, in [-1, 1].
    let value: Double

    init?(_ traces: [Trace], least: Int) {
        let attempts = traces.filter(\.value.isFinite).compactMap(Attempt.init).sorted {
            ($0.trace.at, $0.id.rawValue) < ($1.trace.at, $1.id.rawValue)
        }
        guard attempts.count >= max(least, 1), attempts.allSatisfy({ $0.key == attempts[0].key }),
            attempts.allSatisfy({ $0.workspace == attempts[0].workspace }),
            !attempts[0].name.isEmpty
        else { return nil }
        self.attempts = attempts
        value = attempts.reduce(0) { $0 + $1.trace.value } / Double(attempts.count)
    }

    var first: Attempt { attempts[0] }
    var ids: [String] { attempts.map(\.id.rawValue) }
    var workspace: String? { first.workspace }
    var subjects: Set<String> { attempts.reduce(into: []) { $0.formUnion($1.subjects) } }
}
