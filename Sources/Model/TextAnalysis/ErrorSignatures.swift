/// One fault as it would read on any machine: the error line with everything local abstracted.
package struct ErrorSignature: Sendable, Equatable, Hashable {
    /// 6 to 160 characters.
    package let text: String
    /// `ModuleNotFoundError`, `panic`, `fatal`, where the line names one.
    package let errorClass: String?
    /// `E0382`, `ENOENT`, `TS2304`, `HTTP 404`, where the line names one.
    package let code: String?
}

/// Finds the lines of an output that say what went wrong. Output of something that went well has none.
package enum ErrorSignatures {
    /// Of a longer text the beginning and, where errors stand, the end are read.
    private static let headBytes = 65_536
    private static let tailBytes = 196_608

    /// The most telling first.
    package static func extract(from text: String, limit: Int = 4) -> [ErrorSignature] {
        guard limit > 0, !text.isEmpty else { return [] }
        var found: [(signature: ErrorSignature, weight: Int, order: Int)] = []
        var seen: Set<String> = []
        let lines = Self.lines(of: text)
        var index = 0
        while index < lines.count, found.count < 400 {
            defer { index += 1 }
            guard let line = ErrorLine(reading: lines[index]) else { continue }
            var body = line.text
            if line.continues, let next = lines[(index + 1)...].first(where: { $0.contains { !Byte.isSpace($0) } }) {
                body += Array(": ".utf8) + next.drop(while: Byte.isSpace)
            }
            let abstracted = ErrorAbstraction.abstract(body)
            let code = ErrorCodes.find(in: ByteText(bytes: body))
            guard (6...160).contains(abstracted.count), code != nil || saysSomething(abstracted),
                seen.insert(abstracted).inserted
            else { continue }
            let signature = ErrorSignature(text: abstracted, errorClass: line.errorClass, code: code)
            let weight = line.weight + (signature.code == nil ? 0 : 1)
            found.append((signature, weight, index))
        }
        found.sort { ($0.weight, -$0.order) > ($1.weight, -$1.order) }
        // What merely follows from a fault also follows from others.
        let best = found.first?.weight ?? 0
        return found.lazy.filter { $0.weight > consequenceWeight || best <= consequenceWeight }.prefix(limit)
            .map(\.signature)
    }

    /// The greatest weight of a line that only says that something before it failed, its code included.
    private static let consequenceWeight = 2

    /// Whether words are left beside the placeholders.
    private static func saysSomething(_ text: String) -> Bool {
        var letters = 0
        var isPlaceholder = false
        for character in text.unicodeScalars {
            if character == "<" { isPlaceholder = true }
            if !isPlaceholder, character.properties.isAlphabetic { letters += character.value < 0x80 ? 1 : 3 }
            if character == ">" { isPlaceholder = false }
        }
        return letters >= 5
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var bytes = Array(text.utf8)
        if bytes.count > headBytes + tailBytes {
            bytes = Array(bytes[..<headBytes]) + [0x0A] + Array(bytes[(bytes.count - tailBytes)...])
        }
        return bytes.split(separator: 0x0A).map { line in
            let line = withoutEscapes(line.last == 0x0D ? line.dropLast() : line)
            return Array(line[CollectorPrefix.end(in: line)...])
        }
    }

    /// A line without colours. What a carriage return overwrote is not shown.
    private static func withoutEscapes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var line = line
        if let overwritten = line.lastIndex(of: 0x0D) { line = line[(overwritten + 1)...] }
        guard line.contains(0x1B) else { return Array(line.prefix(2_000)) }
        var result: [UInt8] = []
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == 0x1B {
                index += 1
                if index < line.endIndex, line[index] == UInt8(ascii: "[") { index += 1 }
                while index < line.endIndex, !Byte.isLetter(line[index]) { index += 1 }
                index += 1
                continue
            }
            result.append(line[index])
            index += 1
        }
        return Array(result.prefix(2_000))
    }
}
