/// The sentences of a text as one stream of words, with the lines they came from.
struct ProseStream {
    private(set) var text: [UInt8] = []
    private(set) var stops: [Int] = []
    /// Where each line of the source begins, in order.
    private var starts: [(offset: Int, line: Int)] = []

    /// - Parameter isLoose: reads digits as the letters they stand for and joins what hyphens and points take apart.
    init(_ lines: [SourceLine], isLoose: Bool) {
        var words = 0
        for (index, line) in lines.enumerated() {
            let isBreak = line.folded.isEmpty || line.isHeading || line.isListItem
            // A sentence of a word a line is one sentence.
            if isBreak, words > 3 || line.isHeading || index > 0 && lines[index - 1].isHeading { stop() }
            if line.folded.isEmpty { continue }
            starts.append((text.count, index))
            words = append(isLoose ? Self.loosened(line.folded) : line.folded)
            if line.isHeading { stop() }
            text.append(0x20)
        }
    }

    func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle].offset <= offset { low = middle } else { high = middle }
        }
        return starts.isEmpty ? 0 : starts[low].line
    }

    private mutating func stop() {
        if stops.last != text.count { stops.append(text.count) }
    }

    /// - Returns: how many words it has.
    private mutating func append(_ line: [UInt8]) -> Int {
        var words = 0
        for (index, byte) in line.enumerated() {
            switch byte {
            // Marks of emphasis may stand within a word.
            case UInt8(ascii: "*"), UInt8(ascii: "`"): continue
            case UInt8(ascii: "~") where !Self.isPath(line, index): continue
            case UInt8(ascii: "_") where !Self.isInCode(line, index): continue
            case 0x20:
                words += 1
                if text.last != 0x20 { text.append(0x20) }
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"):
                text.append(byte)
                if index + 1 == line.count || line[index + 1] == 0x20 { stop() }
            default:
                text.append(byte)
                if text.count >= 3, text[(text.count - 3)...].elementsEqual([0xE3, 0x80, 0x82]) { stop() }
            }
        }
        return line.isEmpty ? 0 : words + 1
    }

    private static func isPath(_ line: [UInt8], _ index: Int) -> Bool {
        line[index] == UInt8(ascii: "~") && index + 1 < line.count && line[index + 1] == UInt8(ascii: "/")
    }

    /// `id_rsa` keeps its underscore; `_ignore_` does not.
    private static func isInCode(_ line: [UInt8], _ index: Int) -> Bool {
        index > 0 && index + 1 < line.count && isLetter(line[index - 1]) && isLetter(line[index + 1])
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }

    // MARK: Disguised words

    static func loosened(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count)
        for word in line.split(separator: 0x20, omittingEmptySubsequences: true) {
            if !result.isEmpty { result.append(0x20) }
            let letters = word.count { (0x61...0x7A).contains($0) }
            guard letters > 0, letters * 2 >= word.count || word.count <= 3 else {
                result += word
                continue
            }
            for (index, byte) in zip(word.indices, word) {
                let isInner = index > word.startIndex && index + 1 < word.endIndex
                if isInner, "-._|+~\\/".utf8.contains(byte), isLetter(word[index - 1]), isLetter(word[index + 1]) {
                    continue
                }
                result.append(letter(of: byte))
            }
        }
        return joined(result)
    }

    private static func letter(of byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        case UInt8(ascii: "9"): UInt8(ascii: "g")
        default: byte
        }
    }

    /// `i g n o r e` as `ignore`: runs of at least eight single letters; where words were, nobody can tell.
    private static func joined(_ line: [UInt8]) -> [UInt8] {
        let words = line.split(separator: 0x20)
        guard words.count >= 8 else { return line }
        var result: [UInt8] = []
        var run: [UInt8] = []
        func close() {
            if run.count >= 8 {
                result += spelledOut(run)
            } else {
                for letter in run { result += [letter, 0x20] }
            }
            run.removeAll()
        }
        for word in words {
            if word.count == 1, isLetter(word[word.startIndex]) {
                run.append(word[word.startIndex])
            } else {
                close()
                result += word
                result.append(0x20)
            }
        }
        close()
        return result
    }

    /// Puts spaces around the words that matter here.
    private static func spelledOut(_ run: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < run.count {
            let rest = run[index...]
            if let word = spelled.first(where: { rest.starts(with: $0.letters) }) {
                result += [0x20] + word.words + [0x20]
                index += word.letters.count
            } else {
                result.append(run[index])
                index += 1
            }
        }
        return result + [0x20]
    }

    private static let spelled: [(letters: [UInt8], words: [UInt8])] = [
        "ignore", "disregard", "forget", "previous", "prior", "instructions", "system", "prompt", "above",
        "do not tell",
        "the user", "all", "your", "curl", "bash",
    ].map { words in (words.utf8.filter { $0 != 0x20 }, Array(words.utf8)) }
}
