import JSONText
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing

/// Words akin to those of the question, as ranking weighs them.
struct KinshipConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
        world.change { $0.kinship = ToldKinship([["pottery", "ceramics"]]) }
    }

    private func tell() async throws {
        let chat = world.conversation("told")
        try await chat.exchange("The ceramics in the kitchen are new.", "Noted.")
        try await chat.exchange("The kitchen was painted in spring.", "Noted.")
    }

    /// What ranking has weighed for the rows found, by a word of the row.
    private func kindred(_ question: String) async throws -> [String: Double] {
        let answer = try await world.memory.recall.search(
            RecallQuery(
                entry: .toolDriven, text: question, scope: .home, at: world.clock.now, topK: TopK(), mayAbstain: false),
            episode: nil
        )
        let candidates = answer.explanation["candidates"]?.array ?? []
        let found = zip(answer.hits.map(\.snippet), candidates.map { $0["features"]?["kindredWords"]?.double ?? 0 })
        return Dictionary(
            found.map { ($0.0.contains("ceramics") ? "ceramics" : "painted", $0.1) }, uniquingKeysWith: max)
    }

    @Test func aRowWithKindredWordsIsSaidToHaveThem() async throws {
        try await tell()
        try await world.understand(with: ConceptEncoder([["pottery", "ceramics"]]))
        let found = try await kindred("Which pottery is in the kitchen?")
        #expect((found["ceramics"] ?? 0) > (found["painted"] ?? 0))
    }

    @Test func withoutVectorsNothingIsSaidOfKin() async throws {
        try await tell()
        let found = try await kindred("Which pottery is in the kitchen?")
        #expect(!found.isEmpty && found.values.allSatisfy { $0 == 0 })
    }

    @Test func withoutSomebodyWhoKnowsNothingIsSaidOfKin() async throws {
        try await tell()
        world.change { $0.kinship = nil }
        try await world.understand(with: ConceptEncoder([["pottery", "ceramics"]]))
        let found = try await kindred("Which pottery is in the kitchen?")
        #expect(!found.isEmpty && found.values.allSatisfy { $0 == 0 })
    }
}
