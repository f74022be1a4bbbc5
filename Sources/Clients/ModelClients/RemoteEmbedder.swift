package import LanguageModels
package import MemoryModel
import Synchronization

/// A model somewhere else, as an `Embedder`: long texts in windows, several texts a call, no text twice as long as it is
/// remembered, every call on the meter, and a rest after failures.
package final class RemoteEmbedder: Embedder {
    package let model: EmbeddingModel
    private let connection: EmbeddingConnection
    private let now: @Sendable () -> ContinuousClock.Instant
    private let memory: EmbeddingMemory
    private let questions = SharedAnswers()
    private let rest = EmbeddingRest()
    /// What the service has turned out to take.
    private let limits: Mutex<Limits>

    private struct Limits: Equatable {
        var batch: Int
        var pieces = EmbeddingPieces()
    }

    /// Asks for the vector of a short text, which tells that the settings work and how many components a vector has. Within
    /// the time of a question.
    ///
    /// - Throws: `embedding_unavailable` with the kind of `ModelFault` as `details.reason`.
    package static func open(
        _ connection: EmbeddingConnection,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) async throws(MemoryError) -> RemoteEmbedder {
        let (revision, probe): (String, [Float])
        do throws(ModelFault) {
            revision = try connection.revision()
            probe = try await connection.vectors(of: ["memory"], as: .query)[0]
        } catch {
            throw error.embeddingError
        }
        guard (try? Embedding(normalizing: probe)) != nil else {
            throw ModelFault(
                .malformed, "The model gave a vector without a direction.",
                hint: "Another model may serve; memos model test tries it."
            ).embeddingError
        }
        let model = EmbeddingModel(id: connection.id, revision: revision, dimension: probe.count)
        return RemoteEmbedder(connection, model: model, now: now)
    }

    private init(
        _ connection: EmbeddingConnection, model: EmbeddingModel,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.connection = connection
        self.model = model
        self.now = now
        memory = EmbeddingMemory(dimension: model.dimension)
        limits = Mutex(Limits(batch: connection.batch))
    }

    /// All of it: what such a model does not know it does not tell, and most know most scripts.
    package func knownShare(of text: String) -> Double { 1 }

    /// That it rests is over after a while; that it can compute shows when the next call succeeds.
    package func check() throws(MemoryError) {
        if let fault = rest.fault { throw fault.embeddingError }
    }

    package func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        guard purpose == .query else { return try await find(texts, as: purpose) }
        var windows: [[Embedding]] = []
        for text in texts {
            windows += try await [questions.answer(to: text) { try await self.find([text], as: purpose)[0] }]
        }
        return windows
    }

    private func find(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        /// Vectors of pieces; `nil` of one that has none.
        var found: [String: Embedding?] = [:]
        while true {
            let limits = limits.withLock { $0 }
            let pieces = texts.map { limits.pieces.pieces(of: $0, as: purpose) }
            do throws(ModelFault) {
                try await ask(Set(pieces.joined()).sorted(), as: purpose, batch: limits.batch, into: &found)
            } catch {
                // The limits are others now.
                if Self.isRefusal(error), limits != self.limits.withLock({ $0 }) { continue }
                if Self.isRefusal(error) { rest.note(error, at: now()) }
                if error.kind == .cancelled { try Task.checkCancellation() }
                throw error.embeddingError
            }
            return pieces.map { $0.compactMap { found[$0] ?? nil } }
        }
    }

    /// - Throws: a refusal also when the limits were lowered, so that the work is cut anew.
    private func ask(
        _ pieces: [String], as purpose: EmbeddingPurpose, batch: Int, into found: inout [String: Embedding?]
    ) async throws(ModelFault) {
        for piece in pieces where found[piece] == nil {
            if let known = memory[piece, purpose] { found[piece] = known }
        }
        for batch in EmbeddingPieces.batches(of: pieces.filter { found[$0] == nil }, batch: batch) {
            do throws(ModelFault) {
                for (piece, vector) in zip(batch, try await vectors(of: batch, as: purpose)) {
                    found[piece] = .some(vector)
                    if let vector { memory[piece, purpose] = vector }
                }
            } catch {
                guard Self.isRefusal(error), try await isToBlame(batch, as: purpose) else { throw error }
                found[batch[0]] = .some(nil)
            }
        }
    }

    /// A service tells its limits only by refusing. A call that was refused holds fewer texts the next time. A single text
    /// may be too long, or not to the service's liking: it is too long when another one of its length is refused too.
    ///
    /// - Returns: whether the text gets no vector, as it was refused for what it says.
    private func isToBlame(_ batch: [String], as purpose: EmbeddingPurpose) async throws(ModelFault) -> Bool {
        guard batch.count == 1 else {
            limits.withLock { $0.batch = max(1, batch.count / 2) }
            return false
        }
        let filler = String(repeating: "a ", count: max(1, EmbeddingPieces.tokens(of: batch[0])))
        do throws(ModelFault) {
            _ = try await vectors(of: [filler], as: purpose)
        } catch {
            guard Self.isRefusal(error), batch[0].count > EmbeddingPieces.leastLength else { throw error }
            let length = max(EmbeddingPieces.leastLength, batch[0].count / 2)
            limits.withLock { $0 = Limits(batch: connection.batch, pieces: EmbeddingPieces(length: length)) }
            return false
        }
        limits.withLock { $0.batch = connection.batch }
        return true
    }

    /// One call, unless the model rests.
    ///
    /// - Returns: `nil` for a text whose vector has no direction.
    private func vectors(of texts: [String], as purpose: EmbeddingPurpose) async throws(ModelFault) -> [Embedding?] {
        if let fault = rest.fault(at: now()) { throw fault }
        do throws(ModelFault) {
            let vectors = try await connection.vectors(of: texts, as: purpose)
            guard let other = vectors.first(where: { $0.count != model.dimension }) else {
                rest.noteSuccess()
                return vectors.map { try? Embedding(normalizing: $0) }
            }
            throw ModelFault(
                .malformed, "The model gave a vector of \(other.count) components; it had \(model.dimension) before.",
                hint: "Another model answers under this name. memos vectors rebuild makes all vectors anew with it.")
        } catch {
            // What was refused may have been too much at once, which is no failure of the service.
            if !Self.isRefusal(error) { rest.note(error, at: now()) }
            throw error
        }
    }

    /// Whether the service answers, and does not take what was sent: for its size or for what it says.
    private static func isRefusal(_ fault: ModelFault) -> Bool { fault.kind == .rejected || fault.kind == .refused }
}
