import LanguageModels
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Synchronization
import Testing
import VectorColumn
import VectorUpkeep

/// Vectors follow the memory, whatever happens to either.
struct VectorKeeperTests {
    private func near(_ text: String, in set: VectorSet, _ filter: Set<VectorKind> = [.traceState]) async throws
        -> [VectorHit]
    {
        let question = try await set.embedder.embed([text], as: .query)[0][0]
        return try set.column.search(
            question.components, limit: 5, filter: VectorFilter(kinds: filter, places: nil, after: nil, before: nil))
    }

    @Test func everyTraceGetsItsVectorsOnceAndLaterOnesFollow() async throws {
        let world = try TestMemory()
        let chat = world.conversation("s")
        try await chat.exchange("Where is the port set?", "In config.yaml.")
        try await world.understand(with: ConceptEncoder())
        let set = try #require(world.vectors.serving)
        #expect(set.column.count == 2)
        _ = await world.keeper.follow()
        #expect(set.column.count == 2)
        try await chat.exchange("And the log level?", "There too.")
        _ = await world.keeper.follow()
        #expect(set.column.count == 4)
        #expect(try await world.memory.vectors.status().serving?.waiting == 0)
    }

    @Test func aClosedTaskIsFoundByWhatItWasAbout() async throws {
        let world = try TestMemory()
        let chat = world.conversation("s")
        try await chat.exchange("Repair the parser.", "Done.")
        try await chat.exchange("Test the parser.", "Green.")
        try await chat.close()
        try await world.understand(with: ConceptEncoder())
        let hits = try await near("repair parser", in: #require(world.vectors.serving), [.episode])
        #expect(hits.map(\.item) == [1])
    }

    @Test func whatWasLearnedIsFoundByItsMeaningUntilItIsForgotten() async throws {
        let world = try TestMemory()
        try await world.writeExamples()
        try await world.understand(with: ConceptEncoder())
        let set = try #require(world.vectors.serving)
        #expect(try await near("rotate keys gateway", in: set, [.skill]).map(\.item) == [1])
        #expect(try await near("psycopg2", in: set, [.policy]).map(\.item) == [1])
        #expect(try await near("billing port", in: set, [.worldModel]).map(\.item) == [1])
        #expect(set.column.count == 3)
        _ = try await world.memory.forgetting.forget(["sk_rotate-staging-keys"], isDryRun: false)
        _ = await world.keeper.follow()
        #expect(try await near("rotate keys gateway", in: set, [.skill]).isEmpty)
        #expect(set.column.count == 2)
        #expect(try await world.memory.vectors.status().serving?.waiting == 0)
    }

    @Test func whatWasDoneBeforeAStopIsNotDoneAgain() async throws {
        let world = try TestMemory()
        try await world.conversation("s").exchange("One", "Two")
        let encoder = ConceptEncoder()
        try await world.understand(with: encoder)
        world.vectors.serving?.column.close()
        encoder.fail(with: MemoryError(.internal, "Asked again."))
        world.vectors.use(serving: try world.vectorSet(encoder), coming: nil)
        _ = await world.keeper.follow()
        #expect(world.keeper.lastError == nil)
        #expect(world.vectors.serving?.column.count == 2)
    }

    @Test func theOldModelServesUntilTheNewOneIsComplete() async throws {
        let world = try TestMemory()
        try await world.conversation("s").exchange("One", "Two")
        try await world.understand(with: ConceptEncoder(id: "old"))
        let old = try #require(world.vectors.serving)
        let slow = ConceptEncoder(id: "new", dimension: 128)
        world.vectors.use(serving: old, coming: try world.vectorSet(slow))
        slow.fail(with: MemoryError(.embeddingUnavailable, "Not yet."))
        _ = await world.keeper.follow()
        #expect(world.vectors.serving?.model.id == "old")
        #expect(world.keeper.lastError?.message == "Not yet.")
        slow.fail(with: nil)
        _ = await world.keeper.follow()
        #expect(world.vectors.serving?.model.id == "new")
        #expect(world.vectors.serving?.column.count == 2)
        #expect(world.vectors.coming == nil)
        #expect(!world.home.exists("old.memos-vectors"))
    }

    @Test func anOldModelThatFailsDoesNotHoldUpTheNewOne() async throws {
        let world = try TestMemory()
        let chat = world.conversation("s")
        try await chat.exchange("One", "Two")
        let encoder = ConceptEncoder(id: "old")
        try await world.understand(with: encoder)
        let old = try #require(world.vectors.serving)
        try await chat.exchange("Three", "Four")
        encoder.fail(with: MemoryError(.embeddingUnavailable, "Its file is gone."))
        world.vectors.use(serving: old, coming: try world.vectorSet(ConceptEncoder(id: "new")))
        _ = await world.keeper.follow()
        #expect(world.vectors.serving?.model.id == "new")
        #expect(world.vectors.serving?.column.count == 4)
        #expect(world.keeper.lastError == nil)
    }

    @Test func aSetThatIsNoLongerComingDoesNotServe() async throws {
        let world = try TestMemory()
        try await world.understand(with: ConceptEncoder(id: "old"))
        let old = try #require(world.vectors.serving)
        let (first, second) = (
            try world.vectorSet(ConceptEncoder(id: "first")), try world.vectorSet(ConceptEncoder(id: "second"))
        )
        world.vectors.use(serving: old, coming: second)
        #expect(world.vectors.promote(first)?.model == nil)
        #expect(world.vectors.serving?.model.id == "old")
        #expect(world.vectors.promote(second)?.model.id == "old")
        #expect(world.vectors.serving?.model.id == "second" && world.vectors.coming == nil)
    }

    @Test func aPauseMakesNoVectorsAndEndsWhereItBegan() async throws {
        let world = try TestMemory()
        try await world.conversation("s").exchange("One", "Two")
        world.change { $0.makesVectors = false }
        try await world.understand(with: ConceptEncoder())
        #expect(world.vectors.serving?.column.count == 0)
        #expect(try await world.memory.vectors.status().serving?.waiting == 1)
        world.change { $0.makesVectors = true }
        _ = await world.keeper.follow()
        #expect(world.vectors.serving?.column.count == 2)
    }

    @Test func aModelThatFailsLosesNothing() async throws {
        let world = try TestMemory()
        let encoder = ConceptEncoder()
        encoder.fail(with: MemoryError(.embeddingUnavailable, "Out of order."))
        try await world.conversation("s").exchange("One", "Two")
        try await world.understand(with: encoder)
        #expect(world.keeper.lastError?.code == .embeddingUnavailable)
        encoder.fail(with: nil)
        _ = await world.keeper.follow()
        #expect(world.keeper.lastError == nil)
        #expect(world.vectors.serving?.column.count == 2)
    }

    @Test func aSetThatIsGivenUpMeanwhileGetsNoFurtherText() async throws {
        let world = try TestMemory()
        try await world.conversation("s").exchange("One", "Two")
        let model = EmbeddingModel(id: "far", revision: "000000000001", dimension: 2)
        let far = FarModel(model: model) { [vectors = world.vectors] in vectors.use(serving: nil, coming: nil) }
        let column = try VectorColumn(path: world.home.file("far.memos-vectors"), model: model)
        world.vectors.use(serving: VectorSet(embedder: far, column: column, trust: 1), coming: nil)
        _ = await world.keeper.follow()
        // Neither the sentences of the background nor anything else.
        #expect(far.calls.withLock { $0 } == 1)
        #expect(world.keeper.lastError == nil)
    }
}

/// A model somewhere else; the test does something while it is asked.
private final class FarModel: Embedder {
    let model: EmbeddingModel
    let calls = Mutex(0)
    private let meanwhile: @Sendable () -> Void

    init(model: EmbeddingModel, meanwhile: @escaping @Sendable () -> Void) {
        self.model = model
        self.meanwhile = meanwhile
    }

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        calls.withLock { $0 += 1 }
        meanwhile()
        return try texts.map { [try Embedding(normalizing: [Float($0.count), 1])] }
    }

    func knownShare(of text: String) -> Double { 1 }
    func check() throws(MemoryError) {}
}
