/// Splits a line for a shell into simple commands.
struct ShellScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var found: [ShellCommand] = []
    private var current = ShellCommand(words: [])
    private var word: [UInt8] = []
    private var hasWord = false
    private var hereDocuments: [[UInt8]] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func commands() -> [ShellCommand] {
        while index < bytes.count { step() }
        endCommand(isPipe: false)
        return found
    }

    private mutating func step() {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\\"):
            if index + 1 < bytes.count, bytes[index + 1] != 0x0A { append(bytes[index + 1]) }
            index += 2
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quoted(by: byte)
        case 0x20, 0x09, 0x0D:
            endWord()
            index += 1
        case 0x0A:
            endCommand(isPipe: false)
            index += 1
            skipHereDocuments()
        case UInt8(ascii: "#") where !hasWord:
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        case UInt8(ascii: "|"):
            let isOr = index + 1 < bytes.count && bytes[index + 1] == byte
            endCommand(isPipe: !isOr)
            index += isOr ? 2 : 1
        case UInt8(ascii: "&") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ">"):
            endWord()
            index += 1
        case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"):
            endCommand(isPipe: false)
            index += 1
        case UInt8(ascii: ">"), UInt8(ascii: "<"): redirection(byte)
        default:
            append(byte)
            index += 1
        }
    }

    private mutating func append(_ byte: UInt8) {
        word.append(byte)
        hasWord = true
    }

    private mutating func quoted(by quote: UInt8) {
        hasWord = true
        index += 1
        while index < bytes.count, bytes[index] != quote {
            if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            word.append(bytes[index])
            index += 1
        }
        index += 1
    }

    private mutating func redirection(_ byte: UInt8) {
        let isError = word == [UInt8(ascii: "2")]
        if word.allSatisfy(Byte.isDigit) { (word, hasWord) = ([], false) } else { endWord() }
        let start = index
        while index < bytes.count, bytes[index] == byte { index += 1 }
        let isHere = byte == UInt8(ascii: "<") && index - start == 2
        if index < bytes.count, bytes[index] == UInt8(ascii: "&") {
            index += 1
            while index < bytes.count, Byte.isDigit(bytes[index]) { index += 1 }
            return
        }
        if isHere, index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        while index < bytes.count, Byte.isBlank(bytes[index]) { index += 1 }
        var target: [UInt8] = []
        while index < bytes.count, !Byte.isSpace(bytes[index]), !Self.ends.contains(bytes[index]) {
            if bytes[index] != UInt8(ascii: "'"), bytes[index] != UInt8(ascii: "\"") { target.append(bytes[index]) }
            index += 1
        }
        if isHere {
            hereDocuments.append(target)
        } else if byte == UInt8(ascii: ">"), !isError, target != Array("/dev/null".utf8) {
            current.writesFile = true
        }
    }

    private mutating func skipHereDocuments() {
        for mark in hereDocuments where !mark.isEmpty {
            while index < bytes.count {
                let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
                let line = bytes[index..<end].drop(while: Byte.isBlank)
                index = min(end + 1, bytes.count)
                if line.elementsEqual(mark) { break }
            }
        }
        hereDocuments = []
    }

    private mutating func endWord() {
        if hasWord { current.words.append(String(decoding: word, as: UTF8.self)) }
        (word, hasWord) = ([], false)
    }

    private mutating func endCommand(isPipe: Bool) {
        endWord()
        if !current.words.isEmpty { found.append(current) }
        current = ShellCommand(words: [], isFilter: isPipe)
    }

    private static let ends: Set<UInt8> = Set(";|&()<>".utf8)
}
