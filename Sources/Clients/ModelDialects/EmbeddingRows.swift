import JSONText
import LanguageModels

/// Vectors out of JSON.
enum EmbeddingRows {
    /// Rows that say their place (`index`) are put there; without, they stand in the texts' order.
    ///
    /// - Parameter rows: objects with the vector as `embedding`.
    static func indexed(_ rows: [JSON]?, count: Int) throws(ModelFault) -> [[Float]] {
        guard let rows, rows.count == count else { throw wrongNumber(rows?.count, count) }
        var vectors = [[Float]](repeating: [], count: count)
        for (place, row) in rows.enumerated() {
            let index = row["index"]?.int.map(Int.init) ?? place
            guard vectors.indices.contains(index), vectors[index].isEmpty else {
                throw EmbeddingFaults.shape("names a text that was not sent, or one twice")
            }
            vectors[index] = try vector(row["embedding"])
        }
        return vectors
    }

    /// - Parameter rows: the vectors themselves.
    static func plain(_ rows: [JSON]?, count: Int) throws(ModelFault) -> [[Float]] {
        guard let rows, rows.count == count else { throw wrongNumber(rows?.count, count) }
        var vectors: [[Float]] = []
        vectors.reserveCapacity(count)
        for row in rows { vectors.append(try vector(row)) }
        return vectors
    }

    private static func vector(_ json: JSON?) throws(ModelFault) -> [Float] {
        guard case .array(let values)? = json, !values.isEmpty else {
            throw EmbeddingFaults.shape("holds no vector where one should be")
        }
        var vector: [Float] = []
        vector.reserveCapacity(values.count)
        for value in values {
            guard let value = value.double else { throw EmbeddingFaults.shape("holds a vector that is not of numbers") }
            vector.append(Float(value))
        }
        return vector
    }

    private static func wrongNumber(_ rows: Int?, _ count: Int) -> ModelFault {
        guard let rows else { return EmbeddingFaults.shape("holds no vectors") }
        return EmbeddingFaults.shape("holds \(rows) vectors for \(count) texts")
    }
}
