package import LanguageModels
package import MemoryModel
import ModelDialects

extension RemoteEmbedder {
    /// Opens a model over the wire of any other: with its attempts, its key, its breaker.
    ///
    /// - Parameter isLocal: whether it is on this machine, where nothing is charged.
    /// - Throws: `embedding_unavailable` with the kind of `ModelFault` as `details.reason`.
    package static func open(
        _ wire: ModelWire, isLocal: Bool, meter: any ModelMeter
    ) async throws(MemoryError) -> RemoteEmbedder {
        let connection: EmbeddingConnection
        do throws(ModelFault) {
            connection = try EmbeddingConnection(wire.endpoint, isLocal: isLocal, meter: meter) {
                (limit, call, fault) async throws(ModelFault) in
                try await wire.answer(within: limit, fault: fault, call: call) { (reply) throws(ModelFault) in reply }
            }
        } catch {
            throw error.embeddingError
        }
        return try await open(connection)
    }
}
