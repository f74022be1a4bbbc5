import MemoryModel
import SentenceEncoder

/// Numbers that are the same on every machine: a linear congruential generator.
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// In -1 … 1.
    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
    }
}

/// A model whose weights are made up, the same for the same shape.
struct RandomModel: TensorSource {
    let shape: EncoderShape
    /// A tensor that gets a value which is not a number.
    var broken: String?

    static let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    /// `[PAD]` … and words `w5`, `w6`, …
    var vocabulary: [String] { Self.special + (5..<shape.vocabulary).map { "w\($0)" } }

    func floats(_ name: String, shape: [Int]) throws(MemoryError) -> [Float] {
        var numbers = Numbers(seed: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let isGain = name.hasSuffix("LayerNorm.weight")
        // Rows of any width then have sums of the same size.
        let factor: Float = shape.count == 2 && !name.hasPrefix("embeddings") ? 2 / Float(shape[1]).squareRoot() : 0.5
        var values = (0..<shape.reduce(1, *)).map { _ in (isGain ? 1 : 0) + factor * numbers.next() }
        if name == broken { values[0] = .nan }
        return values
    }

    func write(
        to path: String, precision: WeightsFile.Precision, settings: EncoderSettings? = nil
    ) throws(MemoryError) {
        try WeightsFile.write(
            shape: shape, settings: settings ?? Self.settings(), vocabulary: vocabulary, tensors: self,
            precision: precision, to: path)
    }

    static func settings(pooling: Pooling = .mean, maximumTokens: Int = 24, query: String = "") -> EncoderSettings {
        EncoderSettings(
            name: "made-up", licence: "CC0-1.0", pooling: pooling, maximumTokens: maximumTokens, queryPrefix: query)
    }

    func ids(_ count: Int, seed: UInt64 = 3) -> [Int32] {
        var numbers = Numbers(seed: seed)
        return (0..<count).map { _ in 5 + Int32((numbers.next() + 1) / 2.001 * Float(shape.vocabulary - 5)) }
    }
}

/// The forward pass as the textbook has it, in double precision.
struct ReferenceEncoder {
    let model: RandomModel
    let pooling: Pooling

    private func tensor(_ name: String, _ shape: [Int]) throws -> [Double] {
        try model.floats(name, shape: shape).map(Double.init)
    }

    private func linear(_ x: [[Double]], _ name: String, _ outputs: Int) throws -> [[Double]] {
        let inputs = x[0].count
        let weights = try tensor(name + ".weight", [outputs, inputs])
        let bias = try tensor(name + ".bias", [outputs])
        return x.map { row in
            (0..<outputs).map { o in (0..<inputs).reduce(bias[o]) { $0 + weights[o * inputs + $1] * row[$1] } }
        }
    }

    private func normalized(_ x: [[Double]], _ name: String) throws -> [[Double]] {
        let count = x[0].count
        let gain = try tensor(name + ".weight", [count])
        let bias = try tensor(name + ".bias", [count])
        return x.map { row in
            let mean = row.reduce(0, +) / Double(count)
            let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
            let factor = 1 / (variance + Double(model.shape.layerNormEpsilon)).squareRoot()
            return row.indices.map { (row[$0] - mean) * factor * gain[$0] + bias[$0] }
        }
    }

    private func attended(_ x: [[Double]], _ base: String) throws -> [[Double]] {
        let shape = model.shape
        let query = try linear(x, base + "query", shape.hidden)
        let key = try linear(x, base + "key", shape.hidden)
        let value = try linear(x, base + "value", shape.hidden)
        let head = shape.hidden / shape.heads
        var mixed = [[Double]](repeating: [Double](repeating: 0, count: shape.hidden), count: x.count)
        for start in stride(from: 0, to: shape.hidden, by: head) {
            for i in x.indices {
                let scores = x.indices.map { j in
                    (start..<(start + head)).reduce(0) { $0 + query[i][$1] * key[j][$1] } / Double(head).squareRoot()
                }
                let most = scores.max() ?? 0
                let shares = scores.map { exponential($0 - most) }
                let sum = shares.reduce(0, +)
                for d in start..<(start + head) {
                    mixed[i][d] = x.indices.reduce(0) { $0 + shares[$1] * value[$1][d] } / sum
                }
            }
        }
        return mixed
    }

    func encode(_ ids: [Int32]) throws -> [Double] {
        let shape = model.shape
        let word = try tensor("embeddings.word_embeddings.weight", [shape.vocabulary, shape.hidden])
        let position = try tensor("embeddings.position_embeddings.weight", [shape.positions, shape.hidden])
        let segment = try tensor("embeddings.token_type_embeddings.weight", [shape.tokenTypes, shape.hidden])
        var x = ids.enumerated().map { place, id in
            (0..<shape.hidden).map {
                word[Int(id) * shape.hidden + $0] + position[place * shape.hidden + $0] + segment[$0]
            }
        }
        x = try normalized(x, "embeddings.LayerNorm")
        for layer in 0..<shape.layers {
            let base = "encoder.layer.\(layer)."
            let mixed = try linear(attended(x, base + "attention.self."), base + "attention.output.dense", shape.hidden)
            x = try normalized(sum(x, mixed), base + "attention.output.LayerNorm")
            let wide = try linear(x, base + "intermediate.dense", shape.intermediate).map { $0.map(gelu) }
            x = try normalized(sum(x, linear(wide, base + "output.dense", shape.hidden)), base + "output.LayerNorm")
        }
        if pooling == .cls { return x[0] }
        return (0..<shape.hidden).map { d in x.reduce(0) { $0 + $1[d] } / Double(x.count) }
    }

    private func sum(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
        zip(a, b).map { zip($0, $1).map { $0 + $1 } }
    }
}

func cosine(_ a: [Float], _ b: [Float]) -> Double { cosine(a.map(Double.init), b.map(Double.init)) }

func cosine(_ a: [Double], _ b: [Double]) -> Double {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}
