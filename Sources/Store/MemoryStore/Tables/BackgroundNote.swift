import GRDB
import JSONText
package import LanguageModels

/// The mean vector of unrelated sentences, noted for each model: making it takes a tenth of a second, once.
extension MemoryReader {
    package func background(of model: EmbeddingModel) throws -> [Float]? {
        let note = try String.fetchOne(
            connection, sql: "SELECT value FROM meta WHERE key = ?", arguments: [Self.key(model)]
        )
        guard let values = JSON(stored: note).array?.compactMap(\.double), values.count == model.dimension else {
            return nil
        }
        return values.map(Float.init)
    }

    fileprivate static func key(_ model: EmbeddingModel) -> String { "background/\(model.id)/\(model.revision)" }
}

extension MemoryTransaction {
    package func note(background: [Float], of model: EmbeddingModel) throws {
        try connection.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            arguments: [MemoryReader.key(model), JSON.array(background.map { .double(Double($0)) }).text]
        )
    }
}
