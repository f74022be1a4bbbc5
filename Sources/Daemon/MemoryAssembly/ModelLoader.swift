package import LanguageModels
package import MemoryModel
package import RuntimeHome
import SentenceEncoder
import TokenTable

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens the models of an installation by name.
package struct ModelLoader: Sendable {
    private let shelf: ModelShelf

    package init(shelf: ModelShelf) {
        self.shelf = shelf
    }

    /// A model that is ready to compute.
    package struct Loaded: Sendable {
        package var encoder: any TextEncoder
        /// What a ranking by its vectors is worth beside a ranking by words, in [0, 1].
        package var trust: Double
    }

    /// A model that is not to be used, and why.
    package struct Rejection: Sendable, Equatable {
        package var name: String
        package var error: MemoryError
    }

    /// The model everybody gets who chooses none.
    package static let standard = "all-MiniLM-L6-v2"
    /// The static table that comes with the program.
    package static let table = "token-table"

    /// - Parameter wish: a name, or `auto`.
    /// - Parameter rejected: taken as damaged, however it opens.
    /// - Returns: the wished-for model, or the table in its place together with the reason.
    /// - Throws: `MemoryError` when there is not even the table.
    package func load(
        _ wish: String, automatic: String, rejected: Rejection? = nil
    ) throws(MemoryError) -> (loaded: Loaded, problem: MemoryError?) {
        let name = Self.name(wish, automatic: automatic)
        if name == Self.table { return (try loadTable(), nil) }
        do throws(MemoryError) {
            if let rejected, rejected.name == name { throw rejected.error }
            return (try loadModel(name), nil)
        } catch {
            // That the standard model was never fetched is a choice, not a fault.
            let isChoice = wish == automatic && error.code == .notFound
            return (try loadTable(), isChoice ? nil : error)
        }
    }

    /// Reads the wished-for model's file whole: about a tenth of a second of work for the standard model.
    ///
    /// - Returns: what is wrong; `nil` also for a model that is not there, and for the table, which is always read whole.
    package func verify(_ wish: String, automatic: String) -> Rejection? {
        let name = Self.name(wish, automatic: automatic)
        guard name != Self.table, let path = installedFile(of: name) else { return nil }
        do throws(MemoryError) {
            try SentenceEncoder.verify(path: path)
            return nil
        } catch {
            return Rejection(name: name, error: error)
        }
    }

    private static func name(_ wish: String, automatic: String) -> String {
        wish == automatic ? standard : wish
    }

    /// - Throws: `not_found`, `model_invalid`.
    package func loadModel(_ name: String) throws(MemoryError) -> Loaded {
        if name == Self.table { return try loadTable() }
        guard let path = installedFile(of: name) else {
            throw MemoryError(
                .notFound, "The model \(name) is not installed.",
                hint: "memos model list shows the models there are; memos model pull gets the standard one."
            )
        }
        return Loaded(encoder: try SentenceEncoder(path: path), trust: 1)
    }

    private func installedFile(of name: String) -> String? {
        guard ModelShelf.isName(name) else { return nil }
        let path = shelf.file(of: name)
        return Self.exists(path) ? path : nil
    }

    /// The table as what knows which words are akin, whatever model makes the vectors.
    ///
    /// - Throws: `embedding_unavailable` when there is none, `model_invalid`.
    package func loadKinship() throws(MemoryError) -> any WordKinship { try openTable() }

    private func loadTable() throws(MemoryError) -> Loaded {
        Loaded(encoder: try openTable(), trust: Self.trustOfTable)
    }

    private func openTable() throws(MemoryError) -> TokenTable {
        guard let path = shelf.tables.first(where: Self.exists) else {
            throw MemoryError(
                .embeddingUnavailable, "There is no model to make vectors with.",
                hint: "memos model pull gets one; until then memories are found by words."
            )
        }
        return try TokenTable(path: path)
    }

    /// The square of its rank correlation with the standard model on texts it was not fitted to (.665).
    private static let trustOfTable = 0.44

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
