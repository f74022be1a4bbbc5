import Dispatch
import LanguageModels
import LocalEmbedding
import MemoryModel
import Synchronization
import Testing

/// Knows a text by its length, and notes what it was asked in which order.
private final class ScriptedEncoder: TextEncoder {
    let model = EmbeddingModel(id: "scripted", revision: "1", dimension: 2)
    let heard = Mutex<[String]>([])
    let mayGoOn = DispatchSemaphore(value: 0)
    let began = DispatchSemaphore(value: 0)
    private let waits: Bool

    init(waits: Bool = false) {
        self.waits = waits
    }

    func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding] {
        heard.withLock { $0.append(text) }
        if waits, purpose == .document {
            began.signal()
            mayGoOn.wait()
        }
        if text == "broken" { throw MemoryError(.embeddingUnavailable, "It cannot.") }
        return text.isEmpty ? [] : [try Embedding(normalizing: [Float(text.utf8.count), 1])]
    }
}

@Suite("A model in this process")
struct LocalEmbedderTests {
    @Test("answers each text with its own windows, in order")
    func order() async throws {
        let embedder = LocalEmbedder(ScriptedEncoder(), lanes: EmbeddingLanes(threads: 2))
        let texts = (1...40).map { String(repeating: "x", count: $0) } + [""]
        let found = try await embedder.embed(texts, as: .document)
        #expect(found.count == texts.count)
        #expect(found.last == [])
        for (text, windows) in zip(texts, found).dropLast() {
            #expect(windows == [try Embedding(normalizing: [Float(text.utf8.count), 1])])
        }
    }

    @Test("computes a text once while it is remembered, but a question is not a document")
    func remembers() async throws {
        let encoder = ScriptedEncoder()
        let embedder = LocalEmbedder(encoder, lanes: EmbeddingLanes(threads: 1))
        for _ in 0..<3 { _ = try await embedder.embed(["git status", "git status"], as: .document) }
        _ = try await embedder.embed(["git status"], as: .query)
        #expect(encoder.heard.withLock { $0 } == ["git status", "git status"])
    }

    @Test("forgets what was not asked for again")
    func forgets() async throws {
        let encoder = ScriptedEncoder()
        let embedder = LocalEmbedder(encoder, lanes: EmbeddingLanes(threads: 1))
        _ = try await embedder.embed(["first"], as: .document)
        _ = try await embedder.embed((0..<600).map { "text \($0)" }, as: .document)
        _ = try await embedder.embed(["first"], as: .document)
        #expect(encoder.heard.withLock { $0.count { $0 == "first" } } == 2)
    }

    @Test("lets a question pass the documents that wait")
    func questionsFirst() async throws {
        let encoder = ScriptedEncoder(waits: true)
        let embedder = LocalEmbedder(encoder, lanes: EmbeddingLanes(threads: 1))
        async let documents = embedder.embed(["one", "two", "three"], as: .document)
        encoder.began.wait()
        _ = try await embedder.embed(["question"], as: .query)
        #expect(encoder.heard.withLock { $0.count } == 2)
        for _ in 0..<3 { encoder.mayGoOn.signal() }
        #expect(try await documents.count == 3)
    }

    @Test("hands a failure to the one who asked, and goes on")
    func failure() async throws {
        let embedder = LocalEmbedder(ScriptedEncoder(), lanes: EmbeddingLanes(threads: 1))
        await #expect(throws: MemoryError(.embeddingUnavailable, "It cannot.")) {
            try await embedder.embed(["broken"], as: .query)
        }
        #expect(try await embedder.embed(["whole"], as: .query).count == 1)
    }

    @Test("refuses vectors without a direction", arguments: [[0, 0], [.nan, 1], [.infinity, 1]] as [[Float]])
    func noDirection(components: [Float]) {
        #expect(throws: MemoryError.self) { try Embedding(normalizing: components) }
    }
}
