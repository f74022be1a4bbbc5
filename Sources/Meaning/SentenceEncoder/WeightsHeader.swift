import MemoryModel
import WordPiece

/// The head of a weights file: what its sections are and how the model wants its text.
struct WeightsHeader: Sendable, Equatable {
    var shape: EncoderShape
    var settings: EncoderSettings
    var precision: WeightsFile.Precision
    var sections: [WeightsLayout.Section]
    /// Lengths of the two sections of text.
    var card: [UInt8]
    var digest = [UInt8](repeating: 0, count: 32)

    var fileLength: Int { sections.last.map { $0.offset + $0.length } ?? 0 }

    init(shape: EncoderShape, settings: EncoderSettings, precision: WeightsFile.Precision, vocabularyLength: Int) {
        self.shape = shape
        self.settings = settings
        self.precision = precision
        card = []
        for text in [settings.name, settings.licence, settings.queryPrefix, settings.documentPrefix] {
            card.append(UInt32(text.utf8.count))
            card += text.utf8
        }
        sections = WeightsLayout.sections(
            shape, precision, cardLength: card.count, vocabularyLength: vocabularyLength)
    }

    /// The bytes up to the first section, digest as it is now.
    var bytes: [UInt8] {
        var bytes = WeightsLayout.magic
        bytes.append(WeightsLayout.version)
        bytes.append(WeightsLayout.architecture)
        bytes.append(UInt64(fileLength))
        bytes.append(UInt32(sections.count))
        bytes.append(UInt32(0))
        bytes += digest
        for field in fixedFields { bytes.append(field) }
        for section in sections {
            bytes.append(section.kind)
            bytes.append(section.layer)
            bytes.append(UInt64(section.offset))
            bytes.append(UInt64(section.length))
        }
        return bytes
    }

    /// 16 fields of 4 bytes.
    private var fixedFields: [UInt32] {
        let accents: UInt32 = settings.tokenizer.stripsAccents.map { $0 ? 1 : 0 } ?? 2
        let switches: UInt32 =
            (settings.normalizes ? 1 : 0) | (settings.tokenizer.lowercases ? 2 : 0)
            | (settings.tokenizer.splitsHan ? 4 : 0) | (settings.tokenizer.cleansText ? 8 : 0) | accents << 4
        let sizes = [
            shape.layers, shape.hidden, shape.heads, shape.intermediate, shape.vocabulary, shape.positions,
            shape.tokenTypes,
        ]
        return sizes.map(UInt32.init) + [
            shape.layerNormEpsilon.bitPattern, precision == .int8 ? 1 : 2, settings.pooling == .mean ? 1 : 2, switches,
            UInt32(settings.maximumTokens), 0, 0, 0, 0,
        ]
    }
}

extension WeightsHeader {
    /// Reads and checks the head of a file of `fileLength` bytes; `read(offset, count)` gives exactly so many bytes.
    init(fileLength: Int, read: (Int, Int) throws(MemoryError) -> [UInt8]) throws(MemoryError) {
        guard fileLength >= WeightsLayout.tableOffset else { throw .brokenModel("it is too short") }
        let fixed = LittleEndianBytes(try read(0, WeightsLayout.tableOffset))
        guard fixed.bytes.starts(with: WeightsLayout.magic) else { throw .brokenModel("it is not a file of weights") }
        guard fixed.word(at: 8) == WeightsLayout.version else {
            throw .brokenModel("its format is \(fixed.word(at: 8)), this program reads \(WeightsLayout.version)")
        }
        guard fixed.word(at: 12) == WeightsLayout.architecture, fixed.word(at: 28) == 0 else {
            throw .brokenModel("its architecture is unknown")
        }
        guard fixed.long(at: 16) == UInt64(fileLength) else { throw .brokenModel("its length is not what it says") }
        let shape = EncoderShape(
            layers: fixed.count(at: 64), hidden: fixed.count(at: 68), heads: fixed.count(at: 72),
            intermediate: fixed.count(at: 76), vocabulary: fixed.count(at: 80), positions: fixed.count(at: 84),
            tokenTypes: fixed.count(at: 88), layerNormEpsilon: Float(bitPattern: fixed.word(at: 92)))
        guard shape.isPlausible, let precision = [1: WeightsFile.Precision.int8, 2: .fp32][fixed.word(at: 96)],
            let pooling = [1: Pooling.mean, 2: .cls][fixed.word(at: 100)]
        else { throw .brokenModel("its sizes are not those of a sentence encoder") }

        let sections = try Self.sections(shape, precision, fixed, fileLength: fileLength, read: read)
        let switches = fixed.word(at: 104)
        let texts = try Self.texts(in: try read(sections[0].offset, sections[0].length))
        let settings = EncoderSettings(
            name: texts[0], licence: texts[1], pooling: pooling, normalizes: switches & 1 != 0,
            tokenizer: WordPiece.Options(
                lowercases: switches & 2 != 0, stripsAccents: switches >> 4 & 3 == 2 ? nil : switches >> 4 & 1 == 1,
                splitsHan: switches & 4 != 0, cleansText: switches & 8 != 0),
            maximumTokens: fixed.count(at: 108), queryPrefix: texts[2], documentPrefix: texts[3])
        guard (3...shape.positions).contains(settings.maximumTokens) else {
            throw .brokenModel("its windows have an impossible length")
        }
        self.init(shape: shape, settings: settings, precision: precision, vocabularyLength: sections[1].length)
        digest = Array(fixed.bytes[WeightsLayout.digestOffset..<WeightsLayout.digestStart])
        guard self.sections == sections else { throw .brokenModel("its texts are damaged") }
    }

    /// The section table must be exactly the one this shape has; the two texts' lengths are taken from it.
    private static func sections(
        _ shape: EncoderShape, _ precision: WeightsFile.Precision, _ fixed: LittleEndianBytes, fileLength: Int,
        read: (Int, Int) throws(MemoryError) -> [UInt8]
    ) throws(MemoryError) -> [WeightsLayout.Section] {
        let count = fixed.count(at: 24)
        guard count >= 2, WeightsLayout.tableOffset + WeightsLayout.entryLength * count <= fileLength else {
            throw .brokenModel("its table of sections is damaged")
        }
        let table = LittleEndianBytes(try read(WeightsLayout.tableOffset, WeightsLayout.entryLength * count))
        func length(_ entry: Int) -> UInt64 { table.long(at: entry * WeightsLayout.entryLength + 16) }
        guard length(0) <= 1 << 16, length(1) <= 1 << 28 else {
            throw .brokenModel("its texts have impossible lengths")
        }
        let expected = WeightsLayout.sections(
            shape, precision, cardLength: Int(length(0)), vocabularyLength: Int(length(1)))
        guard expected.count == count, expected.last.map({ $0.offset + $0.length }) == fileLength else {
            throw .brokenModel("its sections are not those of its sizes")
        }
        for (index, section) in expected.enumerated() {
            let at = index * WeightsLayout.entryLength
            guard table.word(at: at) == section.kind, table.word(at: at + 4) == section.layer,
                table.long(at: at + 8) == UInt64(section.offset), table.long(at: at + 16) == UInt64(section.length)
            else { throw .brokenModel("its table of sections is damaged") }
        }
        return expected
    }

    private static func texts(in card: [UInt8]) throws(MemoryError) -> [String] {
        let bytes = LittleEndianBytes(card)
        var texts: [String] = []
        var next = 0
        for _ in 0..<4 {
            guard next + 4 <= card.count, next + 4 + bytes.count(at: next) <= card.count,
                let text = String(validating: card[(next + 4)..<(next + 4 + bytes.count(at: next))], as: UTF8.self)
            else { throw .brokenModel("its texts are damaged") }
            texts.append(text)
            next += 4 + bytes.count(at: next)
        }
        return texts
    }
}

/// Numbers at byte offsets.
struct LittleEndianBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func word(at offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }

    func long(at offset: Int) -> UInt64 {
        bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    }

    func count(at offset: Int) -> Int { Int(word(at: offset)) }
}

extension [UInt8] {
    /// Adds a number, least byte first.
    mutating func append(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}

extension MemoryError {
    /// - Parameter reason: continues "cannot be used:".
    static func brokenModel(_ reason: String) -> MemoryError {
        MemoryError(
            .modelInvalid, "The model's file cannot be used: \(reason).",
            hint: "memos model pull fetches and converts the model again."
        )
    }
}
