package import LanguageModels
import Synchronization

/// A model and the vectors it made of the memory.
package struct VectorSet: Sendable {
    package let embedder: any Embedder
    package let column: VectorColumn
    /// What a ranking by these vectors is worth beside a ranking by words, in [0, 1].
    package let trust: Double

    package init(embedder: any Embedder, column: VectorColumn, trust: Double) {
        self.embedder = embedder
        self.column = column
        self.trust = trust
    }

    package var model: EmbeddingModel { embedder.model }
}

/// The set that answers questions, and the one that is being made for another model. The old one serves until the new
/// one is complete.
package final class VectorSets: Sendable {
    private struct State {
        var serving: VectorSet?
        var coming: VectorSet?
    }

    private let state = Mutex(State())

    package init() {}

    package var serving: VectorSet? { state.withLock { $0.serving } }
    package var coming: VectorSet? { state.withLock { $0.coming } }

    /// Sets that want to follow the memory, the one that serves first.
    package var all: [VectorSet] { state.withLock { [$0.serving, $0.coming].compactMap(\.self) } }

    package func use(serving: VectorSet?, coming: VectorSet?) {
        state.withLock { $0 = State(serving: serving, coming: coming) }
    }

    /// Lets the new set serve.
    ///
    /// - Returns: the set that served until now.
    package func promote() -> VectorSet? {
        state.withLock { state in
            guard let coming = state.coming else { return nil }
            defer { state = State(serving: coming, coming: nil) }
            return state.serving
        }
    }
}
