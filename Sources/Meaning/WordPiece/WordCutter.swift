/// Gathers the scalars of a word and cuts it into pieces of the vocabulary.
struct WordCutter {
    /// Scalars beyond which a word is unknown.
    static let longestWord = 100
    /// 64-bit words of scratch memory: the hashes, the word.
    static let scratchWords = wordBytes + 1 + wordBytes / 8

    private static let wordBytes = longestWord * 4

    private let pieces: PieceTable.View
    private let unknown: Int32
    /// The word so far, UTF-8.
    private let word: UnsafeMutablePointer<UInt8>
    /// Its bytes.
    private var length = 0
    /// Its scalars; one more than `longestWord` when it is too long.
    private var scalars = 0
    /// Hashes of the prefixes of what is being looked up, by length.
    private let hashes: UnsafeMutablePointer<UInt64>
    /// What the words so far were cut into.
    var ids: [Int32] = []

    /// - Parameter scratch: room for `scratchWords`, as long as this lives.
    init(pieces: PieceTable.View, unknown: Int32, scratch: UnsafeMutablePointer<UInt64>) {
        self.pieces = pieces
        self.unknown = unknown
        hashes = scratch
        word = UnsafeMutableRawPointer(scratch + WordCutter.wordBytes + 1)
            .bindMemory(to: UInt8.self, capacity: WordCutter.wordBytes)
    }

    /// Adds the run of ASCII word characters at `place`; returns where it ends.
    @inline(__always)
    mutating func addRun(
        _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, rules: UnsafePointer<CharacterRules.Rule>
    ) -> Int {
        var place = start
        var length = length
        let stop = min(end, start + max(0, WordCutter.longestWord - scalars))
        while place < stop {
            let rule = rules[Int(bytes[place])]
            guard rule.kind == .word else { break }
            word[length] = rule.byte
            length += 1
            place += 1
        }
        self.length = length
        scalars += place - start
        if place == stop, place < end, rules[Int(bytes[place])].kind == .word {
            exceed()
            while place < end, rules[Int(bytes[place])].kind == .word { place += 1 }
        }
        return place
    }

    /// Adds a word of one scalar. The word before it has ended.
    @inline(__always)
    mutating func addAlone(_ scalar: UInt32) {
        add(scalar)
        end()
    }

    /// Adds a scalar to the word.
    mutating func add(_ scalar: UInt32) {
        if scalars >= WordCutter.longestWord { return exceed() }
        scalars += 1
        switch scalar {
        case 0..<0x80:
            addByte(scalar)
        case 0x80..<0x800:
            addByte(0xC0 | scalar >> 6)
            addByte(0x80 | scalar & 0x3F)
        case 0x800..<0x1_0000:
            addByte(0xE0 | scalar >> 12)
            addByte(0x80 | scalar >> 6 & 0x3F)
            addByte(0x80 | scalar & 0x3F)
        default:
            addByte(0xF0 | scalar >> 18)
            addByte(0x80 | scalar >> 12 & 0x3F)
            addByte(0x80 | scalar >> 6 & 0x3F)
            addByte(0x80 | scalar & 0x3F)
        }
    }

    @inline(__always)
    private mutating func addByte(_ byte: UInt32) {
        word[length] = UInt8(truncatingIfNeeded: byte)
        length += 1
    }

    /// The word is longer than any that is looked up: it is unknown once, and the rest of it is skipped.
    private mutating func exceed() {
        if scalars > WordCutter.longestWord { return }
        scalars = WordCutter.longestWord + 1
        ids.append(unknown)
    }

    /// Ends the word, whose ids are appended.
    @inline(__always)
    mutating func end() {
        if length > 0, scalars <= WordCutter.longestWord { cut() }
        length = 0
        scalars = 0
    }

    /// The longest piece that starts the word, then the longest that continues it, to its end; unknown as a whole when
    /// something is left over.
    private mutating func cut() {
        let firstId = ids.count
        var start = 0
        var seed = PieceTable.View.seed
        var after = 0
        while start < length {
            let longest = min(length - start, pieces.longest - after)
            var hash = seed
            var piece = 0
            while piece < longest {
                hash = PieceTable.View.hash(hash, word[start + piece])
                piece += 1
                hashes[piece] = hash
            }
            var id: Int32 = -1
            while piece > 0 {
                // A piece ends where a scalar ends.
                if start + piece == length || word[start + piece] & 0xC0 != 0x80 {
                    id = pieces.find(hashes[piece], word + start, piece, after: after)
                    if id >= 0 { break }
                }
                piece -= 1
            }
            if id < 0 {
                ids.removeLast(ids.count - firstId)
                ids.append(unknown)
                return
            }
            ids.append(id)
            start += piece
            seed = PieceTable.View.continuationSeed
            after = PieceTable.View.continuationLength
        }
    }
}
