import LanguageModels
import MemoryModel
import Synchronization

/// The vectors of the latest pieces: what is asked again, or was paid for before a later call of the same work failed,
/// costs nothing.
final class EmbeddingMemory: Sendable {
    private struct Key: Hashable {
        /// Hash of the piece.
        var text: String
        var purpose: EmbeddingPurpose
    }

    /// Two generations: when the young one is full it becomes the old one, and what was not asked for again is gone.
    private struct State {
        var young: [Key: Embedding] = [:]
        var old: [Key: Embedding] = [:]
    }

    private let state = Mutex(State())
    /// Of a generation.
    private let capacity: Int

    init(dimension: Int) {
        capacity = max(32, Self.components / dimension)
    }

    subscript(piece: String, purpose: EmbeddingPurpose) -> Embedding? {
        get {
            let key = Key(text: ContentHash.of([piece]), purpose: purpose)
            return state.withLock { state in
                if let known = state.young[key] { return known }
                guard let known = state.old[key] else { return nil }
                keep(known, key, in: &state)
                return known
            }
        }
        set {
            guard let newValue else { return }
            let key = Key(text: ContentHash.of([piece]), purpose: purpose)
            state.withLock { keep(newValue, key, in: &$0) }
        }
    }

    private func keep(_ known: Embedding, _ key: Key, in state: inout State) {
        if state.young.count >= capacity {
            state.old = state.young
            state.young = [:]
        }
        state.young[key] = known
    }

    /// Of the vectors of a generation: 0.8 MB.
    private static let components = 200_000
}
