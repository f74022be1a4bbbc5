import CFaultGuard
import CSentenceEncoder
import Digest
package import LanguageModels
package import MemoryModel
import WordPiece

/// A BERT sentence encoder that computes here, from a mapped file of weights.
///
/// Any number of threads may use it at once; each computation runs on the thread that asks for it.
package final class SentenceEncoder: TextEncoder, Sendable {
    package let model: EmbeddingModel
    /// What computes on this machine.
    package let instructionSet: InstructionSet
    private let weights: MappedWeights
    private let wordPiece: WordPiece
    private let scratch: ScratchPool
    private let queryPrefix: [Int32]
    private let documentPrefix: [Int32]

    package var shape: EncoderShape { weights.header.shape }
    package var settings: EncoderSettings { weights.header.settings }
    package var precision: WeightsFile.Precision { weights.header.precision }

    /// Maps the file and checks its head; the weights themselves are not read (``verify(path:)`` does that).
    ///
    /// - Parameter instructionSet: another than the fastest, for comparisons.
    /// - Throws: `model_invalid` for a file that is none of ours, truncated or damaged; `invalid_argument` for an
    ///   instruction set the machine does not have.
    package init(path: String, instructionSet: InstructionSet? = nil) throws(MemoryError) {
        let set = instructionSet ?? .best
        guard set.isAvailable else {
            throw MemoryError(
                .invalidArgument, "This machine has no \(set.rawValue) instructions.",
                hint: "Leave the choice to the program.")
        }
        weights = try MappedWeights(path)
        let header = weights.header
        let words = weights.vocabulary.withUnsafeBytes { bytes in
            Result { () throws(MemoryError) in
                try WordPiece(vocabularyText: bytes, options: header.settings.tokenizer)
            }
        }
        wordPiece = try words.get()
        guard wordPiece.count <= header.shape.vocabulary else {
            throw .brokenModel("its vocabulary is larger than its word table")
        }
        self.instructionSet = set
        model = EmbeddingModel(
            id: header.settings.name, revision: SHA256.hexadecimal(header.digest.prefix(6)),
            dimension: header.shape.hidden)
        let longest = header.settings.maximumTokens
        queryPrefix = wordPiece.tokens(in: header.settings.queryPrefix, limit: longest)
        documentPrefix = wordPiece.tokens(in: header.settings.documentPrefix, limit: longest)
        guard max(queryPrefix.count, documentPrefix.count) + 2 < longest else {
            throw .brokenModel("its prefixes fill its windows")
        }
        scratch = ScratchPool(size: memos_encoder_scratch(weights.encoder, Int32(header.shape.positions)))
    }

    /// Reads the whole file and compares it with its digest.
    ///
    /// - Throws: `model_invalid` when a byte is not what was written, or a scale, bias or norm in it is not finite.
    package static func verify(path: String) throws(MemoryError) {
        let file = try ReadableFile(path)
        let header = try WeightsHeader(fileLength: file.identity.size, read: file.read)
        var hash = SHA256()
        var next = WeightsLayout.digestStart
        while next < file.identity.size {
            let bytes = try file.read(next, min(1 << 20, file.identity.size - next))
            bytes.withUnsafeBytes { hash.update($0) }
            next += bytes.count
        }
        guard hash.finalize() == header.digest else { throw .brokenModel("it was altered or damaged") }
        for section in header.sections where section.holdsFactors {
            let bytes = LittleEndianBytes(try file.read(section.offset, section.length))
            for offset in stride(from: 0, to: section.length, by: 4) {
                guard Float(bitPattern: bytes.word(at: offset)).isFinite else {
                    throw .brokenModel("it has weights that are not numbers")
                }
            }
        }
    }

    package func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding] {
        let prefix = purpose == .query ? queryPrefix : documentPrefix
        let plan = WindowPlan(
            capacity: settings.maximumTokens - 2 - prefix.count, most: purpose == .query ? 1 : WindowPlan.most)
        let tokens = wordPiece.tokens(in: text, limit: plan.reach)
        var windows: [Embedding] = []
        for range in plan.ranges(of: tokens.count) {
            let vector = try encode(tokens: [wordPiece.cls] + prefix + tokens[range] + [wordPiece.sep])
            windows.append(try Embedding(normalizing: vector))
        }
        return windows
    }

    package func knownShare(of text: String) -> Double {
        wordPiece.knownShare(of: text, limit: settings.maximumTokens)
    }

    package func check() throws(MemoryError) { try weights.checkUnchanged() }

    /// The pooled vector of one window, of unit length when the model's own pipeline makes it so.
    ///
    /// - Parameter tokens: 1 … `shape.positions` ids, `[CLS]` and `[SEP]` included.
    /// - Throws: `invalid_argument` for other ids or lengths; `embedding_unavailable` when the file was changed.
    package func encode(tokens: [Int32]) throws(MemoryError) -> [Float] {
        guard (1...shape.positions).contains(tokens.count),
            tokens.allSatisfy({ $0 >= 0 && Int($0) < shape.vocabulary })
        else {
            throw MemoryError(
                .invalidArgument, "A window has 1 to \(shape.positions) tokens of the model's vocabulary.")
        }
        try weights.checkUnchanged()
        var vector = [Float](repeating: 0, count: shape.hidden)
        let outcome = scratch.withScratch { scratch in
            vector.withUnsafeMutableBufferPointer { vector in
                tokens.withUnsafeBufferPointer { tokens in
                    var call = memos_encode_call(
                        encoder: weights.encoder, set: instructionSet.kernel, ids: tokens.baseAddress,
                        tokens: Int32(tokens.count), scratch: scratch, vector: vector.baseAddress)
                    return memos_guarded(memos_encode_guarded, &call)
                }
            }
        }
        guard outcome == 0 else { throw MappedWeights.changed }
        return settings.normalizes ? try Embedding(normalizing: vector).components : vector
    }
}

/// Which parts of a long text get a vector of their own.
struct WindowPlan {
    /// Windows of one text; what lies behind them is not read.
    static let most = 8

    /// Tokens of the text a window holds.
    let capacity: Int
    let most: Int

    /// A window starts so many tokens after the one before: an eighth of each is shared, so that what is cut in one is
    /// whole in the other.
    private var step: Int { max(1, capacity - capacity / 8) }

    /// Tokens that are needed to fill every window.
    var reach: Int { (most - 1) * step + capacity }

    /// The windows of a text of `count` tokens: none for none, and no window that the one before holds already.
    func ranges(of count: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while ranges.count < most, ranges.last.map({ $0.upperBound < count }) ?? (count > 0) {
            ranges.append(start..<min(start + capacity, count))
            start += step
        }
        return ranges
    }
}
