import Digest
package import MemoryModel

/// Where a writer takes a model's numbers from.
package protocol TensorSource {
    /// The values of a tensor, row-major.
    ///
    /// - Parameter name: as BERT's own files have it, without a leading `bert.`:
    ///   `encoder.layer.0.attention.self.query.weight`.
    /// - Throws: `model_invalid` when it is absent or of another shape.
    func floats(_ name: String, shape: [Int]) throws(MemoryError) -> [Float]
}

/// A model of ours on disk: `.memos-model`, described in docs/EMBEDDING.md.
package enum WeightsFile {
    package enum Precision: String, Sendable, CaseIterable {
        /// Weights and tables in 8 bit, products of integers.
        case int8
        /// As the model was trained: for comparison, four times as large.
        case fp32
    }

    /// Writes a file that ``SentenceEncoder`` reads. It appears whole or not at all, readable by everybody, writable by
    /// nobody.
    ///
    /// - Parameter vocabulary: the tokens by id; at most as many as the word table has rows.
    /// - Throws: `model_invalid` for a model that cannot be one, and what `tensors` throws; `disk_full`,
    ///   `path_not_writable`.
    package static func write(
        shape: EncoderShape, settings: EncoderSettings, vocabulary: [String], tensors: some TensorSource,
        precision: Precision, to path: String
    ) throws(MemoryError) {
        guard shape.isPlausible, (3...shape.positions).contains(settings.maximumTokens) else {
            throw .brokenModel("its sizes are not those of a sentence encoder")
        }
        guard vocabulary.count <= shape.vocabulary, !vocabulary.contains(where: { $0.utf8.contains(10) }) else {
            throw .brokenModel("its vocabulary does not fit its sizes")
        }
        let lines = Array(vocabulary.map { $0 + "\n" }.joined().utf8)
        var header = WeightsHeader(
            shape: shape, settings: settings, precision: precision, vocabularyLength: lines.count)
        let output = try ReplacingFile(path)
        do throws(MemoryError) {
            var body = HashedOutput(output)
            try body.skip(WeightsLayout.digestStart)
            try body.write(Array(header.bytes[WeightsLayout.digestStart...]))
            try body.write(header.card)
            try body.write(lines)
            try writeEmbeddings(shape, tensors, precision, to: &body)
            for layer in 0..<shape.layers { try writeLayer(layer, shape, tensors, precision, to: &body) }
            guard body.position == header.fileLength else {
                throw MemoryError(.internal, "The file of weights came out with a wrong length.")
            }
            header.digest = body.digest
            try output.write(Array(header.bytes[..<WeightsLayout.digestStart]), at: 0)
            try output.commit()
        } catch {
            output.discard()
            throw error
        }
    }

    private static func writeEmbeddings(
        _ shape: EncoderShape, _ tensors: some TensorSource, _ precision: Precision, to body: inout HashedOutput
    ) throws(MemoryError) {
        for (name, rows) in [("word", shape.vocabulary), ("position", shape.positions)] {
            let table = try tensors.floats("embeddings.\(name)_embeddings.weight", shape: [rows, shape.hidden])
            try checkFinite(table)
            let padding = WeightsLayout.padded(shape.hidden) - shape.hidden
            var bytes: [UInt8] = []
            var scales: [Float] = []
            for row in 0..<rows {
                let values = table[(row * shape.hidden)..<((row + 1) * shape.hidden)]
                switch precision {
                case .int8:
                    let quantized = QuantizedRow(coveringAll: values)
                    bytes += quantized.values.map(UInt8.init(bitPattern:))
                    bytes += repeatElement(0, count: padding)
                    scales.append(quantized.scale)
                case .fp32: bytes += [UInt8](floats: values) + repeatElement(0, count: 4 * padding)
                }
            }
            try body.write(bytes)
            if precision == .int8 { try body.write([UInt8](floats: scales)) }
        }
        let segments = try tensors.floats(
            "embeddings.token_type_embeddings.weight", shape: [shape.tokenTypes, shape.hidden])
        try checkFinite(segments)
        try body.write(paddedRow(Array(segments[..<shape.hidden])))
        try writeNorm("embeddings.LayerNorm", shape, tensors, to: &body)
    }

    private static func writeLayer(
        _ layer: Int, _ shape: EncoderShape, _ tensors: some TensorSource, _ precision: Precision,
        to body: inout HashedOutput
    ) throws(MemoryError) {
        let base = "encoder.layer.\(layer)."
        for linear in WeightsLayout.Linear.all(shape) {
            let (names, norm): ([String], String?) =
                switch linear.kind {
                case .projection: (["query", "key", "value"].map { "attention.self.\($0)" }, nil)
                case .attention: (["attention.output.dense"], "attention.output.LayerNorm")
                case .up: (["intermediate.dense"], nil)
                default: (["output.dense"], "output.LayerNorm")
                }
            var weights: [Float] = []
            var bias: [Float] = []
            for name in names {
                let rows = linear.outputs / names.count
                weights += try tensors.floats(base + name + ".weight", shape: [rows, linear.inputs])
                bias += try tensors.floats(base + name + ".bias", shape: [rows])
            }
            try checkFinite(weights)
            try checkFinite(bias)
            for part in PackedLinear(weights: weights, bias: bias, linear: linear, precision: precision).parts {
                try body.write(part)
            }
            if let norm { try writeNorm(base + norm, shape, tensors, to: &body) }
        }
    }

    private static func writeNorm(
        _ name: String, _ shape: EncoderShape, _ tensors: some TensorSource, to body: inout HashedOutput
    ) throws(MemoryError) {
        let gain = try tensors.floats(name + ".weight", shape: [shape.hidden])
        let bias = try tensors.floats(name + ".bias", shape: [shape.hidden])
        try checkFinite(gain)
        try checkFinite(bias)
        try body.write(paddedRow(gain) + paddedRow(bias))
    }

    private static func paddedRow(_ values: [Float]) -> [UInt8] {
        [UInt8](floats: values + repeatElement(0, count: WeightsLayout.padded(values.count) - values.count))
    }

    private static func checkFinite(_ values: [Float]) throws(MemoryError) {
        guard values.allSatisfy(\.isFinite) else { throw .brokenModel("it has weights that are not numbers") }
    }
}

/// Writes sections one after the other, each at the next aligned place, and keeps the digest.
private struct HashedOutput {
    private let file: ReplacingFile
    private var hash = SHA256()
    private(set) var position = 0

    init(_ file: ReplacingFile) { self.file = file }

    var digest: [UInt8] { hash.finalize() }

    /// Leaves out the head, which is written last and not part of the digest.
    mutating func skip(_ count: Int) throws(MemoryError) {
        try file.append([UInt8](repeating: 0, count: count))
        position += count
    }

    mutating func write(_ section: [UInt8]) throws(MemoryError) {
        guard !section.isEmpty else { return }
        let padding = [UInt8](repeating: 0, count: WeightsLayout.aligned(position) - position)
        for bytes in [padding, section] where !bytes.isEmpty {
            bytes.withUnsafeBytes { hash.update($0) }
            try file.append(bytes)
            position += bytes.count
        }
    }
}
