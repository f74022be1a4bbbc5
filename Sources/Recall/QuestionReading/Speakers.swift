/// Who says a row, where it begins with a name and a colon as transcripts of several people do.
package enum Speakers {
    /// The longest name in characters.
    package static let maximumCharacters = 40
    private static let maximumWords = 3

    /// The name before the first colon: one to three words in capitals or of a script without them. `nil` for roles,
    /// headings, levels of logs, addresses and code.
    package static func leading(of row: String) -> String? {
        guard let (name, rest) = beforeColon(row) else { return nil }
        guard let first = rest.first(where: { $0 != " " }), first != "\n", first != "/", first != ":" else {
            return nil
        }
        let words = name.split(separator: " ", omittingEmptySubsequences: false)
        guard (1...maximumWords).contains(words.count), !words.contains(where: \.isEmpty) else { return nil }
        if words.count == 1, name.unicodeScalars.allSatisfy(isHan) { return isHanName(name) ? name : nil }
        for (index, word) in words.enumerated() where !isNameWord(word, isFirst: index == 0) { return nil }
        return name
    }

    /// The text before the first colon and after it, when that comes soon enough and a space or a wide colon parts them.
    private static func beforeColon(_ row: String) -> (String, Substring)? {
        var bytes = 0
        var index = row.utf8.startIndex
        while index < row.utf8.endIndex, bytes <= maximumCharacters * 4 {
            let byte = row.utf8[index]
            if byte == 0x3A || byte == 0xEF, let length = colonLength(row.utf8, index, byte) {
                let after = row.utf8.index(index, offsetBy: length)
                // `http:` and `12:30` have no space behind theirs.
                if length == 1, after < row.utf8.endIndex, row.utf8[after] != 0x20 { return nil }
                let name = String(row[row.utf8.startIndex..<index])
                guard !name.isEmpty, name.count <= maximumCharacters else { return nil }
                return (name, row[after...])
            }
            // A sentence, a line, code or a mark ends before any name has.
            if byte < 0x20 || [0x2C, 0x3B, 0x3F, 0x21, 0x28, 0x5B, 0x7B, 0x3C, 0x3D, 0x22, 0x2F, 0x60].contains(byte) {
                return nil
            }
            index = row.utf8.index(after: index)
            bytes += 1
        }
        return nil
    }

    private static func colonLength(_ view: String.UTF8View, _ index: String.Index, _ byte: UInt8) -> Int? {
        if byte == 0x3A { return 1 }
        guard let third = view.index(index, offsetBy: 2, limitedBy: view.endIndex), third < view.endIndex else {
            return nil
        }
        return view[view.index(after: index)] == 0xBC && view[third] == 0x9A ? 3 : nil
    }

    private static func isNameWord(_ word: Substring, isFirst: Bool) -> Bool {
        guard let first = word.unicodeScalars.first else { return false }
        let small = word.lowercased()
        if !isFirst, NameWords.particles.contains(small) { return true }
        let properties = first.properties
        guard properties.isAlphabetic, !properties.isLowercase else {
            return false
        }
        // A sentence of Chinese with a foreign word in it.
        if word.unicodeScalars.contains(where: { isHan($0) && $0 != "·" }) { return false }
        for scalar in word.unicodeScalars {
            guard scalar.properties.isAlphabetic || isMarkOfName(scalar) else { return false }
        }
        let bare = small.hasSuffix(".") ? String(small.dropLast()) : small
        if notNames.contains(bare) { return false }
        // Headings are abstract nouns, names hardly ever.
        if bare.utf8.count > 6, ["tion", "ment", "ness", "ions", "ents"].contains(where: bare.hasSuffix) {
            return false
        }
        // Levels, variables, statements.
        let capitals = word.unicodeScalars.count { $0.properties.isUppercase }
        if capitals > 1, capitals == word.unicodeScalars.count, capitals < 4 { return false }
        return true
    }

    private static let notNames = Set(NameWords.notNames)

    private static func isMarkOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "’", "-", ".", "·", "・": return true
        default: return scalar.properties.canonicalCombiningClass != .notReordered
        }
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value) || scalar.value >= 0x20000
            || scalar == "·"
    }

    /// A family's name with one or two characters, what one calls friends and kin, or a foreign name with its dot.
    private static func isHanName(_ name: String) -> Bool {
        if NameWords.kin.contains(name) { return true }
        if NameWords.notHanNames.contains(name) { return false }
        let count = name.count
        guard let first = name.first, count > 1 else { return false }
        if name.contains("·") { return count >= 4 && count <= 16 }
        if NameWords.titles.contains(where: name.hasSuffix), count <= 5 { return true }
        guard count <= 4 else { return false }
        if NameWords.calls.contains(first) { return count == 2 || count == 3 }
        return NameWords.surnames.contains(first)
    }
}
