package import JSONText
package import MemoryModel

/// Everything that was learned about ranking: weights and thresholds with where they come from. It is data, written by
/// `Benchmarks/fit_recall.py` from features that the program itself has printed, and compiled in.
package struct RecallFit: Sendable {
    /// How the candidates are found.
    package let pool: PoolFit
    /// Order of the hits.
    package let ranking: LinearModel<RowFeature>
    /// λ: what a question of several parts gains by a hit on a part that none has covered yet, beside a relevance of 1.
    package let coverage: Double
    /// Share of a trace's value beside its relevance, once it has one; of the design, until there is data.
    package let valueShare: Double
    /// Share of a skill's reliability η beside its relevance; likewise.
    package let reliabilityShare: Double
    /// Whether the best of them helps at all.
    package let gate: LinearModel<GateFeature>
    /// Probability below which nothing is said, in (0, 1).
    package let threshold: Double
    /// Which data, how many questions, by which procedure, and the figures on what was held out.
    package let provenance: JSON

    /// - Throws: `internal` for a file that is no fit of this version of the program.
    package init(_ json: JSON) throws(MemoryError) {
        guard json["format"]?.int == 1 else { throw Self.unreadable("format") }
        pool = try PoolFit(json["pool"])
        ranking = try Self.model(json["ranking"], "ranking")
        coverage = try Self.number(json["coverage"], "coverage", in: 0...10)
        valueShare = try Self.number(json["given"]?["valueShare"], "given.valueShare", in: 0...1)
        reliabilityShare = try Self.number(json["given"]?["reliabilityShare"], "given.reliabilityShare", in: 0...1)
        gate = try Self.model(json["gate"], "gate")
        guard let threshold = json["gate"]?["threshold"]?.double, threshold > 0, threshold < 1 else {
            throw Self.unreadable("gate.threshold")
        }
        self.threshold = threshold
        provenance = json["provenance"] ?? .null
    }

    /// The one that is compiled in.
    package static let current: RecallFit = {
        do {
            return try RecallFit(JSON(parsing: String(decoding: PackageResources.recall_fit_json, as: UTF8.self)))
        } catch {
            preconditionFailure("The compiled-in fit cannot be read: \(error)")
        }
    }()

    private static func number(
        _ json: JSON?, _ place: String, in range: ClosedRange<Double>
    ) throws(MemoryError) -> Double {
        guard let value = json?.double, range.contains(value) else { throw unreadable(place) }
        return value
    }

    private static func model<Name>(_ json: JSON?, _ place: String) throws(MemoryError) -> LinearModel<Name> {
        guard let members = json?["weights"]?.object?.members, let intercept = json?["intercept"]?.double else {
            throw unreadable(place)
        }
        let names = Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0.name, $0) })
        var weights = Features<Name>()
        for member in members {
            guard let name = names[member.key], let weight = member.value.double, weight.isFinite else {
                throw unreadable("\(place).weights.\(member.key)")
            }
            weights[name] = weight
        }
        return LinearModel(intercept: intercept, weights: weights)
    }

    static func unreadable(_ place: String) -> MemoryError {
        MemoryError(
            .internal, "The fit of recall cannot be read at \(place).", hint: "Fit again: Benchmarks/fit_recall.py.")
    }
}
