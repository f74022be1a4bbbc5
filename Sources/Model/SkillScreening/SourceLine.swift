/// One line of a foreign text, and what its surroundings make of it.
struct SourceLine {
    enum Role {
        case prose
        /// In a fence of Markdown, or in a file that is no Markdown.
        case code
        /// A comment in code.
        case comment
    }

    let number: Int
    let raw: ArraySlice<UInt8>
    let folded: [UInt8]
    let role: Role
    let isHeading: Bool
    let isListItem: Bool
    /// Whether what stands around it shows it as something not to be done.
    let isWarned: Bool
    /// In a fence of Markdown.
    let isFenced: Bool
}

/// Takes a text apart into lines.
struct SourceReader {
    private var lines: [SourceLine] = []
    private var fence: [UInt8]?
    private var isInFrontMatter = false
    private var isSectionWarned = false
    private var sectionLevel = 0
    /// By the last line of prose before a list, a table or a fence.
    private var isIntroWarned = false
    private var isIntroImperative = false
    /// By a comment within the fence.
    private var isCodeWarned = false
    private var wasBlank = true

    static func lines(of bytes: [UInt8], isMarkdown: Bool) -> [SourceLine] {
        var reader = SourceReader()
        var number = 0
        var start = 0
        for index in 0...bytes.count {
            let isEnd = index == bytes.count
            guard isEnd || bytes[index] == 0x0A || bytes[index] == 0x0D else { continue }
            if !isEnd, bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
            number += 1
            var raw = bytes[start..<index]
            if raw.last == 0x0D { raw.removeLast() }
            for piece in pieces(of: raw) { reader.read(piece, number: number, isMarkdown: isMarkdown) }
            start = index + 1
        }
        return reader.lines
    }

    private static let longestPiece = 4_096
    private static let overlap = 256

    /// A long line in pieces that overlap, so that what is found in it costs no more than its length.
    private static func pieces(of raw: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        guard raw.count > longestPiece else { return [raw] }
        var result: [ArraySlice<UInt8>] = []
        var start = raw.startIndex
        while start < raw.endIndex {
            var end = min(start + longestPiece, raw.endIndex)
            while end < raw.endIndex, end > start + 1, raw[end] & 0xC0 == 0x80 { end -= 1 }
            result.append(raw[start..<end])
            if end == raw.endIndex { break }
            start = end - overlap
            while start < end, raw[start] & 0xC0 == 0x80 { start += 1 }
        }
        return result
    }

    private mutating func read(_ raw: ArraySlice<UInt8>, number: Int, isMarkdown: Bool) {
        let folded = FoldedText.fold(raw)
        guard isMarkdown else { return append(code: folded, raw, number, isFenced: false) }
        if number == 1, folded == Array("---".utf8) {
            isInFrontMatter = true
        } else if isInFrontMatter, folded == Array("---".utf8) {
            isInFrontMatter = false
        }
        let marker = Self.fence(folded)
        if let open = fence {
            if let marker, marker.first == open.first, marker.count >= open.count,
                folded.allSatisfy({ $0 == marker[0] || $0 == 0x20 })
            {
                fence = nil
                isCodeWarned = false
                wasBlank = false
                return append(folded, raw, number, role: .prose)
            }
            return append(code: folded, raw, number, isFenced: true)
        }
        if let marker {
            fence = marker
            isCodeWarned = false
            return append(folded, raw, number, role: .prose)
        }
        readProse(folded, raw, number)
    }

    private mutating func readProse(_ folded: [UInt8], _ raw: ArraySlice<UInt8>, _ number: Int) {
        guard let first = folded.first(where: { $0 != 0x20 }) else {
            wasBlank = true
            return append(folded, raw, number, role: .prose)
        }
        if first == UInt8(ascii: "#"), !isInFrontMatter {
            let level = folded.prefix { $0 == first }.count
            // A heading below one that warns is within what it warns of.
            if level <= sectionLevel || !isSectionWarned {
                isSectionWarned = WarningCue.stands(in: folded)
                sectionLevel = level
            }
            isIntroWarned = false
            isIntroImperative = false
            return append(folded, raw, number, role: .prose, isHeading: true)
        }
        let wasIntroWarned = isIntroWarned && !wasBlank
        let isItem = Self.isListItem(folded) || first == UInt8(ascii: "|") || first == UInt8(ascii: ">")
        if !isItem {
            // A sentence that goes on over lines keeps what it said before.
            let stands = WarningCue.stands(in: folded)
            isIntroWarned = stands || !wasBlank && isIntroWarned
            isIntroImperative = !stands && WarningCue.isImperative(folded)
        } else if first == UInt8(ascii: "|"), wasBlank || lines.last?.folded.first != first {
            isIntroWarned = isIntroWarned || WarningCue.stands(in: folded)
        }
        wasBlank = false
        append(folded, raw, number, role: .prose, isListItem: isItem, isContinued: wasIntroWarned)
    }

    private mutating func append(code folded: [UInt8], _ raw: ArraySlice<UInt8>, _ number: Int, isFenced: Bool) {
        let isComment = Self.isComment(folded)
        if isComment {
            let stands = WarningCue.stands(in: folded)
            isCodeWarned = stands || isCodeWarned && !WarningCue.isBetter(folded)
        } else if folded.isEmpty, !isFenced {
            isCodeWarned = false
        }
        let isWarned = isFenced && (isCodeWarned || isIntroWarned || isSectionWarned && !isIntroImperative)
        lines.append(
            SourceLine(
                number: number, raw: raw, folded: folded, role: isComment ? .comment : .code, isHeading: false,
                isListItem: false, isWarned: isWarned, isFenced: isFenced))
    }

    private mutating func append(
        _ folded: [UInt8], _ raw: ArraySlice<UInt8>, _ number: Int, role: SourceLine.Role, isHeading: Bool = false,
        isListItem: Bool = false, isContinued: Bool = false
    ) {
        let isImperative = isListItem && WarningCue.isImperative(folded)
        let isWarned =
            !isHeading
            && (isSectionWarned && !isImperative || (isListItem ? isIntroWarned && !isImperative : isContinued))
        lines.append(
            SourceLine(
                number: number, raw: raw, folded: folded, role: role, isHeading: isHeading, isListItem: isListItem,
                isWarned: isWarned, isFenced: false))
    }

    private static func fence(_ line: [UInt8]) -> [UInt8]? {
        let rest = line.drop { $0 == 0x20 || $0 == UInt8(ascii: ">") }
        guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let run = rest.prefix { $0 == mark }
        return run.count >= 3 && !rest.dropFirst(run.count).contains(UInt8(ascii: "`")) ? Array(run) : nil
    }

    private static func isListItem(_ line: [UInt8]) -> Bool {
        let rest = line.drop { $0 == 0x20 }
        guard let first = rest.first else { return false }
        let second = rest.dropFirst().first
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
            return second == 0x20
        }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        let mark = rest.dropFirst(digits.count).first
        return !digits.isEmpty && digits.count < 4 && (mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"))
    }

    private static func isComment(_ line: [UInt8]) -> Bool {
        let rest = line.drop { $0 == 0x20 }
        if rest.starts(with: "#!".utf8) { return false }
        return ["#", "//", "* ", "/*", "-- ", "rem ", "::", "; "].contains { rest.starts(with: $0.utf8) }
    }
}

/// Words that show what stands near them as something not to be done.
enum WarningCue {
    static func stands(in line: [UInt8]) -> Bool {
        let hits = ProseLexicon.automaton.hits(in: line, limit: 200)
        if hits.contains(where: { $0.concept == .warning }) { return true }
        // “Never skip this step” asks for it.
        return hits.contains { hit in
            hit.concept == .not
                && !hits.contains { $0.concept == .reluctant && $0.start >= hit.start && $0.start - hit.end < 16 }
        }
    }

    static func isImperative(_ line: [UInt8]) -> Bool {
        let rest = line.drop { !(0x61...0x7A).contains($0) && $0 < 0x80 }
        return commands.contains { rest.starts(with: $0) }
    }

    static func isBetter(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        return ["good", "✅", "better", "right", "correct", "safe", "do this", "正确", "instead"].contains {
            text.contains($0)
        }
    }

    private static let commands: [[UInt8]] = [
        "run ", "execute ", "paste ", "then ", "start with", "first", "install ", "next", "use ", "now ", "begin ",
        "运行", "执行", "首先", "先", "请运行", "请执行", "然后",
    ].map { Array($0.utf8) }
}
