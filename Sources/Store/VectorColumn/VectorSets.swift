package import LanguageModels
package import MemoryModel
import Synchronization

/// A model and the vectors it made of the memory.
package struct VectorSet: Sendable {
    package let embedder: any Embedder
    package let column: VectorColumn
    /// What a ranking by these vectors is worth beside a ranking by words, in [0, 1].
    package let trust: Double
    /// What unrelated texts are like to the model.
    package let background: Background

    package init(
        embedder: any Embedder, column: VectorColumn, trust: Double, background: Background = Background()
    ) {
        self.embedder = embedder
        self.column = column
        self.trust = trust
        self.background = background
    }

    package var model: EmbeddingModel { embedder.model }

    /// Why this set cannot answer: a file of it was cut, replaced or removed by someone else.
    package var problem: MemoryError? {
        do throws(MemoryError) {
            try column.check()
            try embedder.check()
            return nil
        } catch {
            return error
        }
    }
}

/// The set that answers questions, and the one that is being made for another model. The old one serves until the new
/// one is complete.
package final class VectorSets: Sendable {
    package struct Pair: Sendable {
        package var serving: VectorSet?
        package var coming: VectorSet?

        package init(serving: VectorSet? = nil, coming: VectorSet? = nil) {
            self.serving = serving
            self.coming = coming
        }
    }

    private let state = Mutex(Pair())

    package init() {}

    package var serving: VectorSet? { state.withLock { $0.serving } }
    package var coming: VectorSet? { state.withLock { $0.coming } }

    /// Sets that want to follow the memory, the one that serves first.
    package var all: [VectorSet] { state.withLock { [$0.serving, $0.coming].compactMap(\.self) } }

    package func use(serving: VectorSet?, coming: VectorSet?) {
        state.withLock { $0 = Pair(serving: serving, coming: coming) }
    }

    /// Changes the sets to what they should be, seen as they are: a new set may begin to serve at any moment.
    ///
    /// - Parameter decide: called under a lock, so it opens no file.
    package func change<Result: Sendable>(_ decide: @Sendable (inout Pair) -> Result) -> Result {
        state.withLock { decide(&$0) }
    }

    /// Whether a set is still one of these.
    package func contains(_ set: VectorSet) -> Bool { all.contains { $0.column === set.column } }

    /// Lets the new set serve, unless another one is coming by now.
    ///
    /// - Returns: the set that served until now.
    package func promote(_ set: VectorSet) -> VectorSet? {
        state.withLock { state in
            guard let coming = state.coming, coming.column === set.column else { return nil }
            defer { state = Pair(serving: coming, coming: nil) }
            return state.serving
        }
    }
}
