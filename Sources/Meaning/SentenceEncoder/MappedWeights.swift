import CSentenceEncoder
import Digest
import MemoryModel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A weights file in memory, and the pointers into it that the kernels want.
///
/// Nothing here is read after the mapping was made but through the kernels, which run guarded: the file may be cut short
/// by others at any time.
final class MappedWeights: @unchecked Sendable {
    // Written in init only.
    let header: WeightsHeader
    /// The vocabulary's bytes, read and not mapped.
    let vocabulary: [UInt8]
    let encoder: UnsafePointer<memos_encoder>
    private let layers: UnsafeMutablePointer<memos_encoder_layer>
    private let base: UnsafeMutableRawPointer
    private let path: String
    private let identity: FileIdentity

    init(_ path: String) throws(MemoryError) {
        let file = try ReadableFile(path)
        let identity = file.identity
        let header = try WeightsHeader(fileLength: file.identity.size, read: file.read)
        let vocabulary = try file.read(header.sections[1].offset, header.sections[1].length)
        guard let base = mmap(nil, identity.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), base != MAP_FAILED else {
            throw MemoryError(
                .embeddingUnavailable, "The model at \(path) cannot be mapped: \(String(cString: strerror(errno))).",
                hint: "Free some memory and try again.")
        }
        // Ask for the pages now; the first text then finds most of them there.
        madvise(base, identity.size, Int32(MADV_WILLNEED))
        self.path = path
        self.identity = identity
        self.header = header
        self.vocabulary = vocabulary
        self.base = base
        layers = .allocate(capacity: header.shape.layers)
        let encoder = UnsafeMutablePointer<memos_encoder>.allocate(capacity: 1)
        encoder.initialize(to: SectionPointers(base, header).encoder(layers: layers))
        self.encoder = UnsafePointer(encoder)
    }

    deinit {
        munmap(base, identity.size)
        encoder.deallocate()
        layers.deallocate()
    }

    /// - Throws: `embedding_unavailable` when the file is not the one that was mapped any more.
    func checkUnchanged() throws(MemoryError) {
        guard FileIdentity(path) == identity else { throw Self.changed }
    }

    static var changed: MemoryError {
        MemoryError(
            .embeddingUnavailable, "The model's file was changed while it was in use.",
            hint: "memos model verify tells whether the file is whole, memos model pull --force gets it again.")
    }
}

/// Finds sections by kind and layer and makes the kernels' structures of them.
private struct SectionPointers {
    private let base: UnsafeRawPointer
    private let header: WeightsHeader
    private var offsets: [UInt64: Int] = [:]

    init(_ base: UnsafeMutableRawPointer, _ header: WeightsHeader) {
        self.base = UnsafeRawPointer(base)
        self.header = header
        for section in header.sections { offsets[UInt64(section.layer) << 32 | UInt64(section.kind)] = section.offset }
    }

    private func pointer(_ kind: UInt32, _ layer: Int) -> UnsafeRawPointer? {
        offsets[UInt64(layer) << 32 | UInt64(kind)].map { base + $0 }
    }

    private func floats(_ kind: UInt32, _ layer: Int) -> UnsafePointer<Float>? {
        pointer(kind, layer)?.assumingMemoryBound(to: Float.self)
    }

    private func linear(_ kind: WeightsLayout.Kind, _ layer: Int) -> memos_linear {
        func kindOf(_ part: WeightsLayout.LinearPart) -> UInt32 { kind.rawValue + part.rawValue }
        return memos_linear(
            weights: pointer(kindOf(.weights), layer), scale: floats(kindOf(.scale), layer),
            sums: pointer(kindOf(.sums), layer)?.assumingMemoryBound(to: Int32.self),
            bias: floats(kindOf(.bias), layer))
    }

    private func norm(_ kind: WeightsLayout.Kind, _ layer: Int) -> memos_norm {
        let gain = floats(kind.rawValue, layer)
        return memos_norm(gain: gain, bias: gain.map { $0 + WeightsLayout.padded(header.shape.hidden) })
    }

    /// Fills `layers` too.
    func encoder(layers: UnsafeMutablePointer<memos_encoder_layer>) -> memos_encoder {
        let shape = header.shape
        for layer in 0..<shape.layers {
            (layers + layer).initialize(
                to: memos_encoder_layer(
                    projection: linear(.projection, layer), attention: linear(.attention, layer),
                    attention_norm: norm(.attentionNorm, layer), up: linear(.up, layer), down: linear(.down, layer),
                    output_norm: norm(.outputNorm, layer)))
        }
        return memos_encoder(
            layers: Int32(shape.layers), hidden: Int32(shape.hidden), heads: Int32(shape.heads),
            intermediate: Int32(shape.intermediate), vocabulary: Int32(shape.vocabulary),
            positions: Int32(shape.positions), is_int8: header.precision == .int8 ? 1 : 0,
            takes_first: header.settings.pooling == .cls ? 1 : 0, epsilon: shape.layerNormEpsilon,
            word: pointer(WeightsLayout.Kind.word.rawValue, 0),
            word_scale: floats(WeightsLayout.Kind.wordScale.rawValue, 0),
            position: pointer(WeightsLayout.Kind.position.rawValue, 0),
            position_scale: floats(WeightsLayout.Kind.positionScale.rawValue, 0),
            segment: floats(WeightsLayout.Kind.segment.rawValue, 0), embedding_norm: norm(.embeddingNorm, 0),
            layer: UnsafePointer(layers))
    }
}
