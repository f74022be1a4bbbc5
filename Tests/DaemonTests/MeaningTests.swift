import LanguageModels
import Logging
import MemoryAssembly
import MemoryModel
import MemoryTestSupport
import RuntimeHome
import Synchronization
import Testing
import VectorColumn

@testable import Daemon

/// A provider that is there or not, and the models that were opened of it.
private final class Provider: Sendable {
    struct State {
        var error: MemoryError?
        var dimension = 3
        var attempts = 0
    }

    let state = Mutex(State())

    func fail(_ message: String?) {
        state.withLock { $0.error = message.map { MemoryError(.embeddingUnavailable, $0, hint: "Wait.") } }
    }

    var attempts: Int { state.withLock { $0.attempts } }

    func open(_ endpoint: ModelEndpoint) throws(MemoryError) -> any Embedder {
        let (error, dimension) = state.withLock { state in
            state.attempts += 1
            return (state.error, state.dimension)
        }
        if let error { throw error }
        return FarModel(
            model: EmbeddingModel(id: endpoint.name.text, revision: "00000000000a", dimension: dimension))
    }
}

private struct FarModel: Embedder {
    let model: EmbeddingModel

    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        try texts.map { [try Embedding(normalizing: [Float($0.count), 1, 1])] }
    }

    func knownShare(of text: String) -> Double { 1 }
    func check() throws(MemoryError) {}
}

/// Which model makes the vectors of a home, and what happens while the wished-for one does not answer.
@Suite("The model of a home")
final class MeaningTests: Sendable {
    private let folder = TemporaryHome()
    private let provider = Provider()
    private let wish = Mutex(
        Meaning.Wish(
            isEnabled: true, model: "token-table", automatic: "auto", remote: MeaningTests.endpoint("far/model")))
    private let time = Mutex(ContinuousClock.now)
    private static let models = ModelShelf(folder: RuntimeHome(path: #filePath + "/../../../model-data").path)
    private static let farFile = "openai_compatible%2Ffar%2Fmodel@00000000000a.memos-vectors"

    private static func endpoint(_ model: String, address: String = "https://far.example/v1") -> ModelEndpoint {
        ModelEndpoint(provider: .openAICompatible, model: model, address: address)
    }

    private func makeMeaning() -> Meaning {
        Meaning(
            folder: folder.file("vectors"), loader: ModelLoader(shelf: Self.models), threads: 1,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            remote: { [provider] endpoint throws(MemoryError) in try provider.open(endpoint) },
            now: { self.time.withLock { $0 } }, wish: { self.wish.withLock { $0 } })
    }

    private func pass(_ duration: Duration) { time.withLock { $0 += duration } }

    private var files: [String] { folder.names(in: "vectors") }

    /// One vector, so that a set is worth keeping.
    private func fill(_ set: VectorSet?) throws {
        let set = try #require(set)
        let vector = [1] + [Float](repeating: 0, count: set.model.dimension - 1)
        try set.column.apply(
            [VectorEntry(kind: .traceState, item: 1, place: 1, at: 0, vector: vector)], replacing: [],
            progress: VectorProgress(row: 1, change: 0))
    }

    @Test("a provider's model that answers makes the vectors, with full trust")
    func opens() async throws {
        let meaning = makeMeaning()
        await meaning.openIfWished()
        await meaning.verifyOnce()
        #expect(meaning.sets.serving?.model.id == "openai_compatible/far/model")
        #expect(meaning.sets.serving?.trust == 1 && meaning.sets.coming == nil)
        #expect(meaning.provider == "openai_compatible" && meaning.problem == nil)
        #expect(files == [Self.farFile])
        for _ in 0..<5 { await meaning.openIfWished() }
        #expect(provider.attempts == 1)
    }

    @Test("nobody is asked when settings name no provider, or want no vectors")
    func local() async throws {
        wish.withLock { $0.remote = nil }
        let meaning = makeMeaning()
        await meaning.openIfWished()
        #expect(meaning.provider == "static" && meaning.problem == nil)
        wish.withLock {
            $0 = Meaning.Wish(isEnabled: false, model: "auto", automatic: "auto", remote: MeaningTests.endpoint("m"))
        }
        await meaning.openIfWished()
        #expect(meaning.sets.serving == nil && provider.attempts == 0)
    }

    @Test("while it does not answer the local model stands in and says why; when it answers its vectors come")
    func standsIn() async throws {
        provider.fail("No connection.")
        let meaning = makeMeaning()
        await meaning.openIfWished()
        #expect(meaning.provider == "static")
        #expect(meaning.problem?.message == "openai_compatible/far/model does not make vectors now: No connection.")
        #expect(meaning.problem?.hint == "Wait.")
        await meaning.openIfWished()
        #expect(provider.attempts == 1, "it is not asked every second")
        provider.fail("The key is refused.")
        pass(.seconds(31))
        await meaning.openIfWished()
        #expect(meaning.problem?.message.contains("The key is refused.") == true)
        provider.fail(nil)
        pass(.seconds(31))
        await meaning.openIfWished()
        #expect(provider.attempts == 2, "it is asked ever more rarely")
        pass(.seconds(30))
        await meaning.openIfWished()
        #expect(meaning.provider == "static" && meaning.problem == nil)
        let coming = try #require(meaning.sets.coming)
        #expect(coming.model.id == "openai_compatible/far/model")
        _ = meaning.sets.promote(coming)
        #expect(meaning.provider == "openai_compatible")
    }

    @Test("vectors that a provider made are kept while another model stands in")
    func keepsWhatWasPaid() async throws {
        do {
            let meaning = makeMeaning()
            await meaning.openIfWished()
            try fill(meaning.sets.serving)
            meaning.sets.serving?.column.close()
        }
        provider.fail("No connection.")
        let meaning = makeMeaning()
        await meaning.openIfWished()
        #expect(meaning.provider == "static" && files.contains(Self.farFile))
        provider.fail(nil)
        pass(.seconds(31))
        await meaning.openIfWished()
        #expect(meaning.sets.coming?.column.count == 1)
    }

    @Test("a set that serves goes on serving when its provider cannot be opened again")
    func goesOn() async throws {
        let meaning = makeMeaning()
        await meaning.openIfWished()
        try fill(meaning.sets.serving)
        provider.fail("The key is refused.")
        wish.withLock { $0.remote?.key = .environment("OTHER") }
        await meaning.openIfWished()
        #expect(meaning.provider == "openai_compatible" && meaning.sets.serving?.column.count == 1)
        #expect(meaning.problem?.message.contains("The key is refused.") == true)
        provider.fail(nil)
        await meaning.reload()
        #expect(meaning.problem == nil && meaning.sets.serving?.column.count == 1 && meaning.sets.coming == nil)
    }

    @Test("another model of the same service comes beside the one that serves")
    func otherModel() async throws {
        let meaning = makeMeaning()
        await meaning.openIfWished()
        try fill(meaning.sets.serving)
        wish.withLock { $0.remote = MeaningTests.endpoint("new") }
        await meaning.openIfWished()
        #expect(meaning.sets.serving?.model.id == "openai_compatible/far/model")
        #expect(meaning.sets.coming?.model.id == "openai_compatible/new")
    }

    @Test("a service that settings no longer name is asked nothing more")
    func dismissed() async throws {
        let meaning = makeMeaning()
        await meaning.openIfWished()
        try fill(meaning.sets.serving)
        wish.withLock { $0.remote = MeaningTests.endpoint("far/model", address: "https://else.example/v1") }
        provider.state.withLock { $0.dimension = 5 }
        await meaning.openIfWished()
        #expect(meaning.sets.all.map(\.model.dimension) == [5])
        wish.withLock { $0.remote = nil }
        await meaning.openIfWished()
        #expect(meaning.sets.all.map(\.model.id) == ["token-table"] && meaning.provider == "static")
        #expect(!files.contains(Self.farFile))
    }

    @Test("a local model serves until the provider's vectors are complete")
    func fromLocal() async throws {
        wish.withLock { $0.remote = nil }
        let meaning = makeMeaning()
        await meaning.openIfWished()
        try fill(meaning.sets.serving)
        wish.withLock { $0.remote = MeaningTests.endpoint("far/model") }
        await meaning.openIfWished()
        #expect(meaning.provider == "static" && meaning.sets.coming?.trust == 1)
    }

    @Test("a model that has changed its dimension begins anew, when a person says so")
    func rebuild() async throws {
        let meaning = makeMeaning()
        await meaning.openIfWished()
        try fill(meaning.sets.serving)
        provider.state.withLock { $0.dimension = 7 }
        await meaning.rebuild()
        #expect(meaning.sets.serving?.model.dimension == 7 && meaning.sets.serving?.column.count == 0)
        #expect(files == [Self.farFile])
    }
}
