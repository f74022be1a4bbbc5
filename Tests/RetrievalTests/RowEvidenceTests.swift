import MemoryModel
import Testing
import TextAnalysis

@testable import MemoryStore
@testable import Retrieval

/// What is read of rows for ranking.
struct RowEvidenceTests {
    @Test(arguments: [
        ("maple birch oak", "The oak and the maple.", ["mapl", "oak"]), ("maple", "", []), ("", "maple", []),
        ("parse_config_file", "It calls parse_config_file twice.", ["parse_config_file", "pars", "config", "file"]),
        ("数据库迁移", "迁移失败", ["迁", "移", "迁移"]),
    ])
    func aTextsTermsAreThoseOfTheQuestionThatItHas(question: String, text: String, expected: [String]) {
        let matcher = TermMatcher(terms: Terms.queryTerms(in: question))
        let found = matcher.terms(in: text)
        let names = matcher.terms.enumerated().filter { found.contains(place: $0.offset) }.map(\.element.text)
        #expect(Set(names) == Set(expected))
    }

    @Test func moreThanSixtyFourTermsAreCutAndNothingTraps() {
        let question = (0..<200).map { "word\($0)" }.joined(separator: " ")
        let matcher = TermMatcher(terms: Terms.queryTerms(in: question))
        #expect(matcher.terms.count == TermMatcher.Set.capacity)
        #expect(matcher.weight(of: matcher.terms(in: question), by: matcher.terms.map { _ in 1 }) == 64)
    }

    @Test(arguments: [
        ("", 0), ("The parser fails.", 0), ("I think so.", 0.25),
        ("I told my boss that we like our tools and I mine.", 1),
        ("我喜欢咖啡，我每天喝。", 0.5), ("Inside the wemyss mine shaft", 0.25), ("i", 0.25),
    ])
    func howMuchSomebodySpeaksOfThemselvesIsCounted(text: String, density: Double) {
        #expect(SelfReference.density(in: text) == density)
    }

    private func conversation(_ sessions: [Int64: String]) -> Conversation {
        Conversation(places: sessions.mapValues { TracePlace(session: SessionID($0), length: 10) })
    }

    @Test func neighboursAreTheNearestRowsOfTheSameSession() {
        let talk = conversation([1: "a", 2: "a", 3: "b", 4: "a", 5: "a", 6: "a"])
        #expect(talk.neighbours(of: 4).map(\.row) == [2, 1, 5, 6])
        #expect(talk.previous(of: 4) == 2)
        #expect(talk.previous(of: 1) == nil)
        #expect(talk.neighbours(of: 9).isEmpty)
        let sums = talk.neighbourSums(of: [4: 1], shares: [0.5, 0.2])
        #expect(sums == [2: 0.5, 1: 0.2, 5: 0.5, 6: 0.2])
    }

    @Test func aSessionIsAsStrongAsItsTwoStrongestRows() {
        let talk = conversation([1: "a", 2: "a", 3: "a", 4: "b"])
        let strengths = talk.sessionStrengths(of: [1: 1, 2: 0.5, 3: 0.5, 4: 0.75])
        #expect(strengths[SessionID("a")] == 1)
        #expect(strengths[SessionID("b")] == 0.5)
        #expect(talk.sessionStrengths(of: [:]).isEmpty)
    }

    @Test func standardScoresOfFewVectorsStayNearThoseOfAnOrdinaryMemory() throws {
        var findings = VectorChannel.Findings()
        #expect(StandardScores(findings) == nil)
        (findings.mean, findings.deviation, findings.sampled) = (0.6, 0, 1)
        let few = try #require(StandardScores(findings))
        #expect(few.deviations(0.6) > 2)
        (findings.mean, findings.deviation, findings.sampled) = (0.2, 0.1, 100_000)
        #expect(abs(try #require(StandardScores(findings)).deviations(0.5) - 3) < 0.01)
    }
}
