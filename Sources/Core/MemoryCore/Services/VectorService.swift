import Dispatch
import MemoryModel
import MemoryStore
package import VectorColumn

/// The vectors as people see them: how complete they are, of which model, and whether they are whole.
package struct VectorService: Sendable {
    private let context: CoreContext
    private let sets: VectorSets

    package init(context: CoreContext, sets: VectorSets) {
        self.context = context
        self.sets = sets
    }

    package struct SetStatus: Sendable {
        package var set: VectorSet
        /// Traces and changes that have no vector yet.
        package var waiting: Int64
    }

    package struct Status: Sendable {
        package var serving: SetStatus?
        package var coming: SetStatus?
    }

    package func status() async throws -> Status {
        let (serving, coming) = (sets.serving, sets.coming)
        return try await context.database.read { reader in
            Status(
                serving: try serving.map { try Self.status(of: $0, in: reader) },
                coming: try coming.map { try Self.status(of: $0, in: reader) }
            )
        }
    }

    /// Reads every vector that serves, which takes a good part of a second for a large memory, on a thread of its own.
    package func verify() async throws -> VerifyReport {
        guard let serving = sets.serving else {
            throw MemoryError(
                .embeddingUnavailable, "There are no vectors to verify.", hint: "memos vectors status says why."
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result { try serving.column.verify() })
            }
        }
    }

    private static func status(of set: VectorSet, in reader: MemoryReader) throws -> SetStatus {
        SetStatus(set: set, waiting: try reader.vectorLag(after: set.column.progress))
    }
}
