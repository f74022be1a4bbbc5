/// Where everything of a weights file is. docs/EMBEDDING.md describes the format; all numbers are little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 0–8 | `memosenc` |
/// | 8–16 | format version, architecture (1: BERT with GELU, normalised after each part) |
/// | 16–24 | length of the file |
/// | 24–32 | number of sections, zero |
/// | 32–64 | SHA-256 of everything from byte 64 on |
/// | 64–128 | sizes and switches (``FixedFields``) |
/// | 128– | for each section its kind, layer, offset and length; then the sections, each aligned to 64 bytes |
enum WeightsLayout {
    static let magic = Array("memosenc".utf8)
    static let version: UInt32 = 1
    static let architecture: UInt32 = 1
    static let digestOffset = 32
    /// The digest covers the file from here on.
    static let digestStart = 64
    static let tableOffset = 128
    static let entryLength = 24

    enum Kind: UInt32, Sendable {
        /// Name, licence, query prefix, document prefix: each its length (4 bytes) and UTF-8.
        case card = 1
        /// The tokens, one a line.
        case vocabulary
        case word
        case wordScale
        case position
        case positionScale
        /// The first row of the token types' table.
        case segment
        /// Gain, then bias.
        case embeddingNorm
        case projection = 16
        case attention = 20
        case attentionNorm = 24
        case up = 28
        case down = 32
        case outputNorm = 36
    }

    /// A linear map's parts follow its kind: weights + 0, scale + 1, sums + 2, bias + 3.
    enum LinearPart: UInt32, CaseIterable {
        case weights, scale, sums, bias
    }

    struct Section: Sendable, Equatable {
        var kind: UInt32
        var layer: UInt32 = 0
        var length: Int
        var offset = 0

        /// Whether these are floats that go with other numbers: scales, biases, norms; not weights or tables.
        var holdsFactors: Bool {
            let single: [Kind] = [.wordScale, .positionScale, .segment, .embeddingNorm, .attentionNorm, .outputNorm]
            if single.contains(where: { $0.rawValue == kind }) { return true }
            let part = kind & 3
            return kind >= Kind.projection.rawValue
                && (part == LinearPart.scale.rawValue || part == LinearPart.bias.rawValue)
        }
    }

    /// One of the four linear maps of a layer.
    struct Linear: Sendable {
        let kind: Kind
        let inputs: Int
        let outputs: Int

        /// The linear maps of one layer, in the file's order.
        static func all(_ shape: EncoderShape) -> [Linear] {
            [
                Linear(kind: .projection, inputs: shape.hidden, outputs: 3 * shape.hidden),
                Linear(kind: .attention, inputs: shape.hidden, outputs: shape.hidden),
                Linear(kind: .up, inputs: shape.hidden, outputs: shape.intermediate),
                Linear(kind: .down, inputs: shape.intermediate, outputs: shape.hidden),
            ]
        }

        func sections(_ precision: WeightsFile.Precision, layer: Int) -> [Section] {
            let rows = padded(outputs)
            return LinearPart.allCases.compactMap { part in
                let length =
                    switch (part, precision) {
                    case (.weights, .int8): rows * ((inputs + 3) / 4 * 4)
                    case (.weights, .fp32): rows * inputs * 4
                    case (.scale, .fp32), (.sums, .fp32): 0
                    case (.scale, .int8), (.sums, .int8), (.bias, _): rows * 4
                    }
                guard length > 0 else { return nil }
                return Section(kind: kind.rawValue + part.rawValue, layer: UInt32(layer), length: length)
            }
        }
    }

    /// The next multiple of 16: rows are stored with zeros up to there.
    static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    static func aligned(_ offset: Int) -> Int { (offset + 63) / 64 * 64 }

    /// The sections a file of this shape has, in order and at their places.
    static func sections(
        _ shape: EncoderShape, _ precision: WeightsFile.Precision, cardLength: Int, vocabularyLength: Int
    ) -> [Section] {
        let row = padded(shape.hidden)
        let value = precision == .int8 ? 1 : 4
        func single(_ kind: Kind, _ length: Int, layer: Int = 0) -> Section {
            Section(kind: kind.rawValue, layer: UInt32(layer), length: length)
        }
        var all = [
            single(.card, cardLength), single(.vocabulary, vocabularyLength),
            single(.word, shape.vocabulary * row * value),
            single(.wordScale, precision == .int8 ? shape.vocabulary * 4 : 0),
            single(.position, shape.positions * row * value),
            single(.positionScale, precision == .int8 ? shape.positions * 4 : 0), single(.segment, row * 4),
            single(.embeddingNorm, row * 8),
        ].filter { $0.length > 0 }
        for layer in 0..<shape.layers {
            let linear = Linear.all(shape).map { $0.sections(precision, layer: layer) }
            all += linear[0] + linear[1] + [single(.attentionNorm, row * 8, layer: layer)]
            all += linear[2] + linear[3] + [single(.outputNorm, row * 8, layer: layer)]
        }
        var next = tableOffset + entryLength * all.count
        for index in all.indices {
            all[index].offset = aligned(next)
            next = all[index].offset + all[index].length
        }
        return all
    }
}
