import JSONText
import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing
import VectorColumn
import VectorUpkeep

/// Recall by meaning: what it finds that words do not, and what becomes of a recall when it cannot answer.
struct MeaningConversationTests {
    private static let kinship = [
        ["daughter", "kid", "child"], ["allergic", "dangerous", "harmful"], ["peanuts", "snacks"],
    ]
    private let encoder = ConceptEncoder(kinship)
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    private func tell() async throws {
        let chat = world.conversation("told")
        try await chat.exchange("My daughter is allergic to peanuts.", "Noted.")
        try await chat.exchange("The staging port is 5544.", "Noted.")
        try await chat.exchange("Release on Fridays only.", "Noted.")
    }

    private func explanation(of text: String) async throws -> JSON {
        try await world.conversation("asked").say(text).answer.explanation
    }

    @Test func aQuestionInOtherWordsFindsWhatWasMeant() async throws {
        try await tell()
        #expect(try await world.conversation("before").recall("Which snacks harm this kid?") == "")
        try await world.understand(with: encoder)
        #expect(
            try await world.conversation("after").recall("Is that dangerous for my kid: snacks?").contains("peanuts"))
    }

    @Test func aHitByMeaningSaysSo() async throws {
        try await tell()
        try await world.understand(with: encoder)
        let candidates = try await explanation(of: "Is that dangerous for my kid: snacks?")["candidates"]?.array
        let first = try #require(candidates?.first)
        #expect(first["rule"] == "means the same")
        #expect(first["channels"]?["vector"]?["rank"] == 1)
    }

    @Test func aModelThatFailsIsNamedAndWordsGoOn() async throws {
        try await tell()
        try await world.understand(with: encoder)
        encoder.fail(with: MemoryError(.embeddingUnavailable, "Out of order."))
        let heard = try await world.conversation("asked").say("What is the staging port?")
        #expect(heard.shown.contains("5544"))
        #expect(heard.answer.explanation["failed"] == [["channel": "vector", "code": "embedding_unavailable"]])
    }

    @Test func meaningKeepsToTheAgentThatAsks() async throws {
        try await tell()
        try await world.understand(with: encoder)
        #expect(
            try await world.conversation("other", agent: "hermes").recall("Is that dangerous for my kid: snacks?") == ""
        )
    }

    @Test func aDamagedColumnCostsItsHitsOnly() async throws {
        try await tell()
        try await world.understand(with: encoder)
        world.home.write("", to: "concepts.memos-vectors")
        let heard = try await world.conversation("asked").say("What is the staging port?")
        #expect(heard.shown.contains("5544"))
        #expect(heard.answer.explanation["failed"] == [["channel": "vector", "code": "database_corrupt"]])
    }

    @Test func aSearchInOneSessionIsNotCrowdedOutByNearerTracesOfOthers() async throws {
        try await tell()
        let other = world.conversation("other")
        for number in 0..<130 { try await other.exchange("Is that dangerous for my kid: snacks? \(number)", "No.") }
        try await world.understand(with: encoder)
        let query = RecallQuery(
            entry: .toolDriven, text: "Is that dangerous for my kid: snacks?",
            scope: Scope(agentKind: nil, profile: nil, session: SessionID("told")), session: SessionID("told"),
            at: world.clock.now, topK: TopK(), mayAbstain: false
        )
        let found = try await world.memory.recall.search(query, episode: nil, isRecorded: false)
        #expect(found.hits.first?.trace.userText == "My daughter is allergic to peanuts.")
    }

    @Test func withoutWeightMeaningSaysNothing() async throws {
        try await tell()
        try await world.understand(with: encoder)
        world.change { $0.recall.meaningWeight = 0 }
        let candidates = try await explanation(of: "What is the staging port?")["candidates"]?.array ?? []
        #expect(candidates.allSatisfy { $0["rule"] != "means the same" })
    }
}
