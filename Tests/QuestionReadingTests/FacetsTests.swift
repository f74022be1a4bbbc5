import QuestionReading
import Testing
import TextAnalysis

@Suite struct FacetsTests {
    private static func facets(_ question: String) -> [Facet] {
        let terms = Terms.queryTerms(in: question).filter { !$0.isStopword }
        return Facets.of(question, terms: terms.map { FacetTerm(term: $0, weight: 1) })
    }

    /// What each facet has beside the others.
    private static func own(_ question: String) -> [Set<String>] {
        let facets = facets(question)
        let common = facets.dropFirst().reduce(facets.first?.terms ?? []) { $0.intersection($1.terms) }
        return facets.count == 1 ? facets.map(\.terms) : facets.map { $0.terms.subtracting(common) }
    }

    @Test("Members of a list or comparison are facets and share the rest")
    func members() {
        let facets = Self.facets("Which ports do Postgres and Redis use?")
        #expect(facets.map(\.terms) == [["port", "postgr", "use"], ["port", "redi", "use"]])
        #expect(facets.map(\.weight) == [3, 3])
        #expect(Self.own("What did Ana, Bob and Carla cook?") == [["ana"], ["bob"], ["carla"]])
        #expect(Self.own("Kafka vs RabbitMQ throughput").count == 2)
        #expect(
            Self.own("How many days between the first sprint and the launch party?") == [
                ["first", "sprint"], ["launch", "parti"],
            ])
    }

    @Test("Chinese lists and comparisons")
    func chinese() {
        let facets = Self.facets("王芳和李雷谁年纪大")
        #expect(facets.count == 2)
        #expect(facets[0].terms.contains("王芳") && !facets[0].terms.contains("李雷"))
        #expect(facets[1].terms.contains("李雷") && !facets[1].terms.contains("王芳"))
        #expect(Self.facets("数据库、缓存以及队列的端口").count == 3)
    }

    @Test("Each question of a text is a facet, what leads up to it is none")
    func sentences() {
        let facets = Self.facets("The weather is fine today. Where does the cat sleep? How tall is the tower?")
        #expect(facets.count == 2)
        #expect(facets.allSatisfy { !$0.terms.contains("weather") })
        #expect(Self.facets("今天天气真好。猫在哪里睡觉？另外，塔有多高？").count == 2)
    }

    @Test("Several named things are facets")
    func names() {
        let facets = Self.facets("What did Ana cook for Bob?")
        #expect(facets.map(\.terms) == [["ana", "cook"], ["bob", "cook"]])
        #expect(Self.facets("does main.rs call parse_args before run_loop").count > 1)
    }

    @Test("A question of one part has one facet with all its terms")
    func single() {
        #expect(Self.facets("Where does the cat sleep?").map(\.terms) == [["cat", "sleep"]])
        #expect(Self.facets("").isEmpty)
        #expect(Self.facets("猫在哪里睡觉").count == 1)
    }

    @Test("There are at most six, and none within another")
    func bounds() {
        let facets = Self.facets("Ports of a1, b2, c3, d4, e5, f6, g7, h8 and i9?")
        #expect(facets.count == Facets.maximumCount)
        for (index, facet) in facets.enumerated() {
            for other in facets.indices where other != index {
                #expect(!facet.terms.isSubset(of: facets[other].terms))
            }
        }
    }
}

@Suite struct FacetCoverageTests {
    private let facets = [Facet(terms: ["a", "x"], weight: 2), Facet(terms: ["b", "x"], weight: 2)]
    private let items: [Set<String>] = [["a", "x"], ["a", "x"], ["a"], ["b"]]
    private let relevance = [1.0, 0.95, 0.9, 0.7]

    private func select(_ lambda: Double, limit: Int = 2) -> [Int] {
        let coverage = FacetCoverage(facets: facets, coverageWeight: lambda, redundancyWeight: 0)
        let degrees = items.map { coverage.degrees(of: $0) { _ in 1 } }
        return coverage.select(relevance: relevance, degrees: degrees, limit: limit) { _, _ in 0 }
    }

    @Test("Coverage brings the other facet forward, without it relevance decides")
    func forward() {
        #expect(select(0) == [0, 1])
        #expect(select(2) == [0, 1])
        #expect(select(0, limit: 9) == [0, 1, 2, 3])
        let coverage = FacetCoverage(facets: facets, coverageWeight: 1, redundancyWeight: 0)
        let picked = coverage.select(
            relevance: relevance, degrees: [[1, 0], [1, 0], [1, 0], [0, 1]], limit: 2
        ) { _, _ in 0 }
        #expect(picked == [0, 3])
    }

    @Test("A repetition costs")
    func redundancy() {
        let coverage = FacetCoverage(facets: facets, coverageWeight: 0, redundancyWeight: 0.5)
        let picked = coverage.select(relevance: relevance, degrees: [], limit: 2) { $0 + $1 == 1 ? 1 : 0 }
        #expect(picked == [0, 2])
    }

    @Test("Degrees are shares of weight")
    func degrees() {
        let coverage = FacetCoverage(facets: facets, coverageWeight: 1, redundancyWeight: 0)
        #expect(coverage.degrees(of: ["a"]) { $0 == "a" ? 3 : 1 } == [0.75, 0])
        #expect(coverage.degrees(of: []) { _ in 0 } == [0, 0])
        #expect(coverage.select(relevance: [], degrees: [], limit: 3) { _, _ in 0 } == [])
    }
}
