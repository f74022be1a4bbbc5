/// A simple command of a line for a shell as it was written, quotes included, so that it can be shown again: what
/// `ShellCommand` reads has lost them.
struct WrittenCommand: Equatable, Sendable {
    /// Words with their quotes; pipes and redirections into files are words of their own.
    var words: [String]

    /// The commands of a line in order, a pipeline as one. Alternatives after `||`, comments, bodies of here-documents
    /// and what silences or shortens an output (`2>&1`, `| tail -5`) are left out; `sh -c '…'` is what it runs.
    static func commands(of line: String, depth: Int = 0) -> [WrittenCommand] {
        var scanner = WrittenCommandScanner(bytes: Array(line.utf8.prefix(4000)))
        return scanner.commands().flatMap { words -> [WrittenCommand] in
            let words = shortened(words)
            guard !words.isEmpty else { return [] }
            if depth < 2, let script = script(in: words) {
                let inner = commands(of: unquoted(script), depth: depth + 1)
                if !inner.isEmpty { return inner }
            }
            return [WrittenCommand(words: words)]
        }
    }

    /// A word without the quotes around it.
    static func unquoted(_ word: String) -> String {
        guard let quote = word.first, word.count > 1, quote == "'" || quote == "\"", word.last == quote else {
            return word.filter { $0 != "'" && $0 != "\"" }
        }
        return String(word.dropFirst().dropLast())
    }

    /// The script that a shell is given after `-c`, wherever the shell stands: in `docker run … sh -c '…'` too.
    private static func script(in words: [String]) -> String? {
        for (place, word) in words.enumerated() where shells.contains(word) {
            let flags = words[(place + 1)...].prefix { $0.hasPrefix("-") }
            if let flag = flags.lastIndex(where: { $0.hasSuffix("c") && !$0.hasPrefix("--") }), flag + 1 < words.count {
                return words[flag + 1]
            }
        }
        return nil
    }

    /// Without the filters at the end of a pipeline that only choose what is shown.
    private static func shortened(_ words: [String]) -> [String] {
        var words = words
        while let pipe = words.lastIndex(of: "|"), pipe + 1 < words.count, viewers.contains(words[pipe + 1]),
            !words[pipe...].contains(where: { $0 == ">" || $0 == ">>" })
        {
            words.removeSubrange(pipe...)
        }
        return words
    }

    private static let shells: Set<String> = ["sh", "bash", "ash", "zsh", "dash", "/bin/sh", "/bin/bash", "/bin/ash"]
    private static let viewers: Set<String> = [
        "tail", "head", "grep", "cat", "less", "more", "tee", "wc", "cut", "sort",
    ]
}

/// Splits a line for a shell into commands of written words.
private struct WrittenCommandScanner {
    let bytes: [UInt8]
    private var index = 0
    private var found: [[String]] = []
    private var current: [String] = []
    private var word: [UInt8] = []
    private var isAlternative = false
    private var hereDocuments: [[UInt8]] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func commands() -> [[String]] {
        while index < bytes.count { step() }
        endCommand()
        return found
    }

    private mutating func step() {
        let byte = bytes[index]
        let next: UInt8 = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch byte {
        case UInt8(ascii: "\\"):
            // A line that goes on.
            if next == 0x0A {
                endWord()
            } else {
                word += index + 1 < bytes.count ? [byte, next] : [byte]
            }
            index += 2
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quoted(by: byte)
        case 0x20, 0x09, 0x0D:
            endWord()
            index += 1
        case 0x0A:
            endCommand()
            isAlternative = false
            index += 1
            skipHereDocuments()
        case UInt8(ascii: "#") where word.isEmpty:
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        case UInt8(ascii: "|") where next == byte:
            endCommand()
            isAlternative = true
            index += 2
        case UInt8(ascii: "|"):
            endWord()
            if !current.isEmpty { current.append("|") }
            index += 1
        case UInt8(ascii: "&") where next == UInt8(ascii: ">"):
            endWord()
            index += 1
        case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"):
            if byte == UInt8(ascii: "("), word.last == UInt8(ascii: "$") {
                substitution()
            } else {
                endCommand()
                if byte == UInt8(ascii: ";") { isAlternative = false }
                index += 1
            }
        case UInt8(ascii: ">"), UInt8(ascii: "<"): redirection(byte)
        default:
            word.append(byte)
            index += 1
        }
    }

    private mutating func quoted(by quote: UInt8) {
        word.append(quote)
        index += 1
        while index < bytes.count, bytes[index] != quote {
            if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                word.append(bytes[index])
                index += 1
            }
            word.append(bytes[index])
            index += 1
        }
        word.append(quote)
        index += 1
    }

    /// `$(…)` stays one word.
    private mutating func substitution() {
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            word.append(byte)
            index += 1
            if depth == 0 { return }
        }
    }

    private mutating func redirection(_ byte: UInt8) {
        let isOfDescriptor = !word.isEmpty && word.allSatisfy { $0 &- 0x30 < 10 }
        let isError = isOfDescriptor && word != [UInt8(ascii: "1")]
        if isOfDescriptor { word = [] } else { endWord() }
        let start = index
        while index < bytes.count, bytes[index] == byte { index += 1 }
        let count = index - start
        if index < bytes.count, bytes[index] == UInt8(ascii: "&") {
            index += 1
            while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
            return
        }
        if byte == UInt8(ascii: "<"), index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        var target: [UInt8] = []
        while index < bytes.count, !Self.ends.contains(bytes[index]) {
            target.append(bytes[index])
            index += 1
        }
        if byte == UInt8(ascii: "<"), count == 2 {
            hereDocuments.append(target.filter { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") })
        } else if !isError, !target.isEmpty, target != Array("/dev/null".utf8), !current.isEmpty {
            current.append(byte == UInt8(ascii: "<") ? "<" : count == 2 ? ">>" : ">")
            current.append(String(decoding: target, as: UTF8.self))
        }
    }

    private mutating func skipHereDocuments() {
        for mark in hereDocuments where !mark.isEmpty {
            while index < bytes.count {
                let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
                let line = bytes[index..<end].drop { $0 == 0x20 || $0 == 0x09 }
                index = min(end + 1, bytes.count)
                if line.elementsEqual(mark) { break }
            }
        }
        hereDocuments = []
    }

    private mutating func endWord() {
        if !word.isEmpty { current.append(String(decoding: word, as: UTF8.self)) }
        word = []
    }

    private mutating func endCommand() {
        endWord()
        if current.last == "|" { current.removeLast() }
        if !current.isEmpty, !isAlternative { found.append(current) }
        current = []
    }

    private static let ends: Set<UInt8> = Set(" \t\r\n;|&()<>".utf8)
}
