import JSONText
import MemoryModel
import Testing

@testable import Ranking

/// What was learned about ranking, as data.
struct RecallFitTests {
    @Test func theCompiledInFitCanBeReadAndSaysWhereItComesFrom() {
        let fit = RecallFit.current
        #expect((0.1...0.9).contains(fit.threshold))
        #expect(fit.provenance["questions"]?.object != nil)
        #expect(fit.provenance["recallAt10"]?["cases held out"]?.object != nil)
    }

    @Test func strengthSpeaksForARowAndOnlyWhatItIsForMayDoOtherwise() {
        var weak = Features<RowFeature>()
        weak[.strength] = 0.2
        var strong = weak
        strong[.strength] = 0.9
        #expect(RecallFit.current.ranking.score(strong) > RecallFit.current.ranking.score(weak))
    }

    @Test func nearnessMakesAnAnswerLikelierAndUnknownWordsLessSo() {
        var features = Features<GateFeature>()
        features[.nearest] = 0.3
        features[.fifthNearest] = 0.25
        let gate = RecallFit.current.gate
        let plain = gate.probability(features)
        features[.nearest] = 0.6
        #expect(gate.probability(features) > plain)
        features[.absent] = 1
        let absent = gate.probability(features)
        features[.absent] = 0
        #expect(absent < gate.probability(features))
    }

    @Test(arguments: [
        #"{}"#, #"{"format": 2}"#,
        #"{"format": 1, "pool": {}, "ranking": {"intercept": 0, "weights": {}}, "gate": {"intercept": 0, "weights": {}, "threshold": 0.5}}"#,
    ])
    func whatIsNoFitIsRefused(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: MemoryError.self) { try RecallFit(json) }
    }

    @Test func aWeightOfAnUnknownNameIsRefused() throws {
        var json = try JSON(parsing: String(decoding: PackageResources.recall_fit_json, as: UTF8.self))
        json["ranking"] = ["intercept": 0, "weights": ["luck": 1]]
        #expect(throws: MemoryError.self) { try RecallFit(json) }
    }

    @Test func contributionsAddUpToTheScore() {
        var features = Features<RowFeature>()
        features[.strength] = 0.7
        features[.question] = 0.7
        let model = RecallFit.current.ranking
        let sum = model.contributions(features).reduce(0) { $0 + $1.value }
        #expect(abs(sum - model.score(features)) < 1e-9)
    }
}
