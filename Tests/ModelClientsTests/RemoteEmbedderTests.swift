import JSONText
import LanguageModels
import MemoryModel
import ModelDialects
import Synchronization
import Testing

@testable import ModelClients

@Suite("A model somewhere else")
struct RemoteEmbedderTests {
    private let service = EmbeddingService()
    private let meter = NotingMeter()
    private let clock = HandClock()

    /// Moved by hand.
    private final class HandClock: Sendable {
        private let time = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { time.withLock { $0 } }
        func pass(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private func open(_ service: EmbeddingService? = nil) async throws -> RemoteEmbedder {
        let service = service ?? self.service
        let embedder = try await RemoteEmbedder.open(service.connection(meter), now: { [clock] in clock.now })
        _ = service.heard()
        meter.entries.withLock { $0 = [] }
        return embedder
    }

    private func vector(_ length: Int) throws -> Embedding { try Embedding(normalizing: [Float(length), 1, 0, 0]) }

    private func reason(_ work: () async throws -> some Sendable) async -> String? {
        do {
            _ = try await work()
            return nil
        } catch {
            return (error as? MemoryError)?.details?["reason"]?.string
        }
    }

    @Test("is opened by one short text, which tells its dimension")
    func probe() async throws {
        let embedder = try await RemoteEmbedder.open(service.connection(meter))
        #expect(embedder.model.id == "openai_compatible/m" && embedder.model.dimension == 4)
        #expect(embedder.model.revision.count == 12)
        #expect(service.heard() == [["memory"]])
        #expect(embedder.knownShare(of: "数据库") == 1)
        let again = try await RemoteEmbedder.open(service.connection(meter))
        #expect(again.model == embedder.model)
    }

    @Test("one that does not answer is not opened, and says why")
    func notOpened() async throws {
        service.change { $0.status = 401 }
        let error = await #expect(throws: MemoryError.self) { try await RemoteEmbedder.open(service.connection(meter)) }
        #expect(error?.code == .embeddingUnavailable && error?.details?["reason"] == "unauthorized")
        #expect(error?.hint != nil)
        service.change { ($0.status, $0.blank) = (200, "mem") }
        await #expect(throws: MemoryError.self) { try await RemoteEmbedder.open(service.connection(meter)) }
    }

    @Test("answers each text with its own windows, of unit length, in order")
    func order() async throws {
        let embedder = try await open()
        let texts = (1...70).map { String(repeating: "x", count: $0) } + ["", " \n"]
        let found = try await embedder.embed(texts, as: .document)
        #expect(found.count == texts.count && found[70].isEmpty && found[71].isEmpty)
        for (index, windows) in found.prefix(70).enumerated() { #expect(windows == [try vector(index + 1)]) }
        #expect(service.heard().map(\.count) == [32, 32, 6])
        let long = try await embedder.embed([String(repeating: "y", count: 12_000)], as: .document)
        #expect(long[0].count == 3)
    }

    @Test("asks for no text twice while it is remembered, but a question is not a document")
    func remembers() async throws {
        let embedder = try await open()
        for _ in 0..<3 { _ = try await embedder.embed(["git status", "git status"], as: .document) }
        #expect(try await embedder.embed(["git status"], as: .query).map(\.count) == [1])
        _ = try await embedder.embed(["git status"], as: .query)
        #expect(service.heard() == [["git status"], ["git status"]])
    }

    @Test("every call is reserved by what it may cost and settled with what it did")
    func metered() async throws {
        let embedder = try await open()
        _ = try await embedder.embed(["a document of some words"], as: .document)
        _ = try await embedder.embed(["a question"], as: .query)
        service.change { $0.status = 503 }
        _ = try? await embedder.embed(["lost"], as: .document)
        service.change { $0.status = 401 }
        _ = try? await embedder.embed(["refused"], as: .document)
        typealias Entry = NotingMeter.Entry
        #expect(
            meter.entries.withLock { $0 } == [
                Entry(
                    role: .embedding, purpose: "embedding.document", urgency: .background, reserved: 8, used: 1,
                    fault: nil),
                Entry(
                    role: .embedding, purpose: "embedding.query", urgency: .foreground, reserved: 4, used: 1, fault: nil
                ),
                Entry(
                    role: .embedding, purpose: "embedding.document", urgency: .background, reserved: 2, used: nil,
                    fault: .serverError),
                Entry(
                    role: .embedding, purpose: "embedding.document", urgency: .background, reserved: 3, used: 0,
                    fault: .unauthorized),
            ])
    }

    @Test("without budget nothing is sent, and the error says so")
    func budget() async throws {
        let embedder = try await open()
        meter.left.withLock { $0 = 1 }
        #expect(await reason { try await embedder.embed(["more than one token"], as: .document) } == "budget")
        #expect(service.heard().isEmpty)
    }

    @Test("a service that takes few texts a call gets few")
    func smallBatches() async throws {
        let embedder = try await open()
        service.change { $0.texts = 10 }
        let texts = (1...20).map { String(repeating: "x", count: $0) }
        let found = try await embedder.embed(texts, as: .document)
        #expect(found.map(\.count) == Array(repeating: 1, count: 20))
        #expect(service.heard().map(\.count) == [20, 10, 10])
        _ = try await embedder.embed(texts.map { "z" + $0 }, as: .document)
        #expect(service.heard().map(\.count) == [10, 10])
    }

    @Test("a service that takes short texts gets the same text in more windows")
    func shortWindows() async throws {
        let embedder = try await open()
        service.change { $0.characters = 1_700 }
        let found = try await embedder.embed([String(repeating: "word ", count: 1_200), "short"], as: .document)
        #expect(found.map(\.count) == [5, 1])
        // The filler has as many tokens as the text, and is longer or shorter than it.
        #expect(service.heard().last?.allSatisfy { $0.count <= 1_700 } == true)
        #expect(try await embedder.embed([String(repeating: "q", count: 6_000)], as: .query)[0].count == 1)
    }

    @Test("a text that is refused for what it says has no vector, and holds up no other")
    func forbidden() async throws {
        let embedder = try await open()
        service.change { $0.forbidden = "unspeakable" }
        let found = try await embedder.embed(["one", "an unspeakable thing", "three"], as: .document)
        #expect(found.map(\.count) == [1, 0, 1])
        #expect(throws: Never.self) { try embedder.check() }
        service.change { $0.blank = "zero" }
        #expect(try await embedder.embed(["zero", "two"], as: .document).map(\.count) == [0, 1])
    }

    @Test("a service that refuses everything loses no vector")
    func refusesAll() async throws {
        let embedder = try await open()
        service.change { $0.texts = 0 }
        #expect(await reason { try await embedder.embed(["one", "two"], as: .document) } == "rejected")
        #expect(throws: MemoryError.self) { try embedder.check() }
    }

    @Test("rests after two passing failures or one that will not pass, and tries again after half a minute")
    func rests() async throws {
        let embedder = try await open()
        service.change { $0.fault = ModelFault(.unreachable, "No connection.") }
        #expect(await reason { try await embedder.embed(["one"], as: .document) } == "unreachable")
        #expect(throws: Never.self) { try embedder.check() }
        #expect(await reason { try await embedder.embed(["one"], as: .query) } == "unreachable")
        #expect(throws: MemoryError.self) { try embedder.check() }
        #expect(service.heard().count == 2)
        service.change { $0.fault = nil }
        #expect(await reason { try await embedder.embed(["one"], as: .query) } == "unreachable")
        #expect(service.heard().isEmpty)
        clock.pass(.seconds(31))
        #expect(throws: MemoryError.self) { try embedder.check() }
        #expect(try await embedder.embed(["one"], as: .query)[0].count == 1)
        #expect(throws: Never.self) { try embedder.check() }
        service.change { $0.status = 401 }
        #expect(await reason { try await embedder.embed(["two"], as: .document) } == "unauthorized")
        #expect(throws: MemoryError.self) { try embedder.check() }
    }

    @Test("leaves a provider alone for as long as it asks")
    func retryAfter() async throws {
        let embedder = try await open()
        service.change { $0.fault = ModelFault(.quotaExceeded, "No credit.", retryAfter: .seconds(120)) }
        _ = try? await embedder.embed(["one"], as: .document)
        service.change { $0.fault = nil }
        clock.pass(.seconds(100))
        #expect(await reason { try await embedder.embed(["one"], as: .document) } == "quota_exceeded")
        clock.pass(.seconds(21))
        #expect(try await embedder.embed(["one"], as: .document).count == 1)
    }

    @Test("what was paid for before a later call failed is not paid for again")
    func keepsWhatCame() async throws {
        let embedder = try await open()
        let texts = (1...40).map { String(repeating: "x", count: $0) }
        _ = try await embedder.embed(Array(texts.prefix(32)), as: .document)
        service.change { $0.status = 500 }
        _ = try? await embedder.embed(texts, as: .document)
        service.change { $0.status = 200 }
        _ = service.heard()
        _ = try await embedder.embed(texts, as: .document)
        #expect(service.heard().map(\.count) == [8])
    }

    @Test("vectors of another dimension than before are refused")
    func otherDimension() async throws {
        let embedder = try await open()
        service.change { $0.dimension = 8 }
        #expect(await reason { try await embedder.embed(["one"], as: .document) } == "malformed")
    }

    @Test("who gives up a question is let go at once, and the answer serves the next one who asks")
    func givesUp() async throws {
        let gate = Gate()
        let slow = EmbeddingService(gate: gate)
        let opening = Task { try await RemoteEmbedder.open(slow.connection(meter)) }
        while slow.calls.withLock({ $0.isEmpty }) { await Task.yield() }
        await gate.open()
        let embedder = try await opening.value
        await gate.close()
        _ = slow.heard()
        let impatient = Task { try await embedder.embed(["why?"], as: .query) }
        while slow.calls.withLock({ $0.isEmpty }) { await Task.yield() }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        async let patient = embedder.embed(["why?"], as: .query)
        await gate.open()
        #expect(try await patient[0].count == 1)
        #expect(slow.heard() == [["why?"]])
    }

    @Test("a question has less time than a batch of documents")
    func limits() async throws {
        let embedder = try await open()
        _ = try await embedder.embed(["one"], as: .query)
        _ = try await embedder.embed(["one"], as: .document)
        let limits = service.calls.withLock { $0.map(\.limit) }
        #expect(limits == [.seconds(10), .seconds(180)])
    }

    @Test("a provider without vectors is no connection")
    func noVectors() {
        let endpoint = ModelEndpoint(provider: .anthropic, model: "m")
        let fault = #expect(throws: ModelFault.self) {
            try EmbeddingConnection(
                endpoint, isLocal: false, meter: NotingMeter(),
                carry: { (_, _, _) throws(ModelFault) in WireReply(status: 200, body: []) })
        }
        #expect(fault?.kind == .misconfigured)
    }
}
