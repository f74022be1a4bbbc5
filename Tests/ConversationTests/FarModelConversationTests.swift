import JSONText
import LanguageModels
import MemoryModel
import MemoryTestSupport
import Synchronization
import Testing
import VectorColumn

/// A model somewhere else that embeds documents at once, and questions when it likes.
private final class FarModel: Embedder {
    let model = EmbeddingModel(id: "openai_compatible/far", revision: "000000000001", dimension: 2)
    private let failure = Mutex<MemoryError?>(nil)

    func fail(with error: MemoryError) { failure.withLock { $0 = error } }

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        if let error = failure.withLock({ $0 }) { throw error }
        // Until the asker gives up.
        if purpose == .query { try await Task.sleep(for: .seconds(3600)) }
        return try texts.map { [try Embedding(normalizing: [Float($0.count), 1])] }
    }

    func knownShare(of text: String) -> Double { 1 }
    func check() throws(MemoryError) {}
}

/// Recall while the model that makes vectors is somewhere else.
struct FarModelConversationTests {
    private let world: TestMemory
    private let far = FarModel()

    init() async throws {
        world = try TestMemory()
        try await world.conversation("s0").exchange("The release branch of the parser is maple-42.", "Noted.")
        let column = try VectorColumn(path: world.home.file("far.memos-vectors"), model: far.model)
        world.vectors.use(serving: VectorSet(embedder: far, column: column, trust: 1), coming: nil)
        _ = await world.keeper.follow()
    }

    @Test func aQuestionWhoseVectorDoesNotComeIsAnsweredByWordsAtTheDeadline() async throws {
        world.change { $0.recall.deadline = .milliseconds(500) }
        let heard = try await world.conversation("s1").say("Which is the release branch of the parser?")
        let late = try #require(heard.answer.explanation["deadline"]?["late"]?.array).compactMap(\.string)
        #expect(late.contains("vector"))
        #expect(heard.answer.explanation["channels"]?["vector"] == nil)
        #expect(world.vectors.serving?.column.count == 2)
    }

    @Test func aModelThatFailsIsNamedAndWordsGoOn() async throws {
        far.fail(with: MemoryError(.embeddingUnavailable, "The key is refused."))
        let heard = try await world.conversation("s1").say("Which is the release branch of the parser?")
        let failed = try #require(heard.answer.explanation["failed"]?.array)
        #expect(failed.map { $0["channel"]?.string } == ["vector"])
        #expect(failed.map { $0["code"]?.string } == ["embedding_unavailable"])
        #expect(!heard.shown.isEmpty)
    }
}
