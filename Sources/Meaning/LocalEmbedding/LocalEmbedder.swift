package import LanguageModels
package import MemoryModel
import Synchronization

/// A model that computes in this process, as an `Embedder`: off the cooperative pool, questions first, and no text twice
/// as long as it is remembered.
package final class LocalEmbedder: Embedder {
    private let encoder: any TextEncoder
    private let lanes: EmbeddingLanes
    private let cache = EmbeddingCache()

    package init(_ encoder: any TextEncoder, lanes: EmbeddingLanes) {
        self.encoder = encoder
        self.lanes = lanes
    }

    package var model: EmbeddingModel { encoder.model }

    package func knownShare(of text: String) -> Double { encoder.knownShare(of: text) }

    package func check() throws(MemoryError) { try encoder.check() }

    package func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]] {
        switch purpose {
        case .query:
            var windows: [[Embedding]] = []
            for text in texts { windows.append(try await embed(text, as: purpose)) }
            return windows
        case .document:
            return try await withThrowingTaskGroup(of: (Int, [Embedding]).self) { group in
                for (index, text) in texts.enumerated() {
                    group.addTask { (index, try await self.embed(text, as: purpose)) }
                }
                var windows = [[Embedding]](repeating: [], count: texts.count)
                for try await (index, found) in group { windows[index] = found }
                return windows
            }
        }
    }

    private func embed(_ text: String, as purpose: EmbeddingPurpose) async throws -> [Embedding] {
        let key = EmbeddingCache.Key(text: ContentHash.of([text]), purpose: purpose)
        if let known = cache[key] { return known }
        let work: @Sendable () throws -> [Embedding] = { [encoder, cache] in
            // Asked for twice at once, the second comes here when the first is done.
            if let known = cache[key] { return known }
            let windows = try encoder.windows(of: text, as: purpose)
            cache[key] = windows
            return windows
        }
        return try await purpose == .query ? lanes.question(work) : lanes.document(work)
    }
}

/// The vectors of the latest texts by the hash of their content. Tool calls repeat themselves, and so do questions.
private final class EmbeddingCache: Sendable {
    struct Key: Hashable {
        var text: String
        var purpose: EmbeddingPurpose
    }

    /// Two generations: when the young one is full it becomes the old one, and what was not asked for again is gone.
    private struct State {
        var young: [Key: [Embedding]] = [:]
        var old: [Key: [Embedding]] = [:]
    }

    private let state = Mutex(State())

    subscript(key: Key) -> [Embedding]? {
        get {
            state.withLock { state in
                if let known = state.young[key] { return known }
                guard let known = state.old[key] else { return nil }
                Self.keep(known, key, in: &state)
                return known
            }
        }
        set {
            guard let newValue, newValue.count <= Self.windows else { return }
            state.withLock { Self.keep(newValue, key, in: &$0) }
        }
    }

    private static func keep(_ windows: [Embedding], _ key: Key, in state: inout State) {
        if state.young.count >= capacity {
            state.old = state.young
            state.young = [:]
        }
        state.young[key] = windows
    }

    /// Texts of a generation: about half a megabyte of vectors of 384 components.
    private static let capacity = 256
    /// A text with more windows is long, and long texts do not repeat.
    private static let windows = 2
}
