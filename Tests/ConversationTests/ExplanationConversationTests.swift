import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@Suite("A search that is asked to explain itself")
struct ExplanationConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func search(_ query: String, limit: Int = 1, explain: Bool = true) async throws -> JSON {
        let params: JSON = ["query": .string(query), "limit": JSON(limit), "explain": .bool(explain)]
        return try await dispatcher.call("memory.search", params, CallContext(agent: "hermes"))
    }

    private func tell() async throws {
        let chat = world.conversation("told")
        try await chat.exchange("Which port has the staging database?", "The staging database listens on 5544.")
        try await chat.exchange("And the staging proxy?", "The staging proxy listens on 8080.")
        try await chat.exchange("When do we release?", "Every second Friday, after the staging checks.")
    }

    @Test("names for each weight what it added, and the legend has a meaning for every name")
    func contributions() async throws {
        try await tell()
        let answer = try await search("port of the staging database")
        let explanation = try #require(answer["explanation"])
        let hit = try #require(answer["hits"]?[0]?["refId"])
        let candidate = try #require(explanation["candidates"]?.array?.first { $0["refId"] == hit })
        let features = try #require(candidate["features"]?.object?.members)
        let contributions = try #require(candidate["contributions"]?.object?.members)
        #expect(!contributions.isEmpty)
        #expect(Set(contributions.map(\.key)).isSubset(of: features.map(\.key)))
        let sizes = contributions.map { abs($0.value.double ?? 0) }
        #expect(sizes == sizes.sorted(by: >))
        let sum = contributions.reduce(0) { $0 + ($1.value.double ?? 0) }
        #expect(abs(sum - (candidate["strength"]?.double ?? .nan)) < 0.01)
        for feature in features { #expect(explanation["legend"]?["features"]?[feature.key]?.string != nil) }
        let gate = try #require(explanation["gateContributions"]?.object?.members)
        #expect(!gate.isEmpty)
        for feature in gate { #expect(explanation["legend"]?["gate"]?[feature.key]?.string != nil) }
    }

    @Test("names what was not taken by how it begins")
    func dropped() async throws {
        try await tell()
        let explanation = try #require(try await search("staging")["explanation"])
        let dropped = try #require(explanation["dropped"]?.array)
        #expect(!dropped.isEmpty)
        #expect(dropped.allSatisfy { $0["excerpt"]?.string?.contains("staging") == true })
        let known = Set((explanation["candidates"]?.array ?? []).compactMap { $0["refId"]?.string })
        #expect(dropped.allSatisfy { known.contains($0["refId"]?.string ?? "") })
    }

    @Test("says what recall before a turn would have done")
    func verdict() async throws {
        try await tell()
        let far = try #require(try await search("tallest mountain staging of all continents")["explanation"])
        let probability = try #require(far["probability"]?.double)
        let threshold = try #require(far["threshold"]?.double)
        #expect(probability < threshold)
        #expect(far["wouldAbstain"]?.string != nil)
        #expect(far["abstained"] == nil)
        let near = try #require(try await search("Which port has the staging database?")["explanation"])
        #expect((near["probability"]?.double ?? 0) >= threshold)
        #expect(near["wouldAbstain"] == nil)
    }

    @Test("says why nothing is shown where what was found is as near as anything")
    func nothingStandsOut() async throws {
        try await tell()
        try await world.understand(with: ConceptEncoder([["staging"], ["release"]]))
        let answer = try await search("Which weather does Lisbon expect?")
        #expect(answer["hits"] == [])
        #expect(answer["explanation"]?["channels"]?["vector"]?["hits"]?.int ?? 0 > 0)
        #expect(answer["explanation"]?["abstained"] == "nothing that was found stands out")
    }

    @Test("keeps of all that only the numbers of the hits, and no text of a memory")
    func record() async throws {
        try await tell()
        let answer = try await search("staging")
        let kept = try #require(try await world.database.read { try $0.lastInjection()?.explanation })
        #expect(kept["candidates"]?.array?.map { $0["refId"] } == [answer["hits"]?[0]?["refId"]])
        #expect(kept["dropped"]?.array?.isEmpty == false)
        #expect(kept["dropped"]?.array?.allSatisfy { $0["excerpt"] == nil } == true)
        #expect(kept["legend"] == nil)
    }

    @Test("says nothing of it unasked")
    func unasked() async throws {
        try await tell()
        #expect(try await search("staging", explain: false)["explanation"] == nil)
    }
}
