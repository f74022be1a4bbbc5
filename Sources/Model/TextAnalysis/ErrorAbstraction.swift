/// Replaces what is local to a machine or a moment by placeholders: `<path>`, `<name>`, `<n>`, `<version>`, `<hex>`,
/// `<id>`, `<time>`, `<url>`, `<address>`.
enum ErrorAbstraction {
    static func abstract(_ line: [UInt8]) -> String {
        var reader = Reader(source: ByteText(bytes: LocalNames.replaced(in: line)))
        reader.run()
        var text = String(decoding: reader.result, as: UTF8.self).onOneLine
        // Which place it was does not matter, and not every tool says.
        for place in ["<path>:", "<file>:", "<path> -", "<file> -"] where text.hasPrefix(place) {
            text = String(text.dropFirst(place.count)).trimmed
        }
        guard text.count > 160 else { return text }
        // Of a chain of causes the last one tells what was wrong.
        let head = text.prefix(99)
        let tail = text.suffix(60)
        let cut = head.lastIndex(of: " ").map { head[..<$0] } ?? head
        let rest = tail.firstIndex(of: " ").map { tail[$0...] } ?? tail
        return String(cut.count > 50 ? cut : head) + "…" + (rest.count > 20 ? rest : tail)
    }

    private struct Reader {
        let source: ByteText
        var result: [UInt8] = []
        var position = 0

        init(source: ByteText) { self.source = source }

        mutating func run() {
            while position < source.count {
                if let end = quotedEnd() {
                    if let inner = FaultNames.end(in: source, at: position), inner < end {
                        copy(to: inner)
                        result.append(source.bytes[end - 1])
                        position = end
                        continue
                    }
                    emit("<name>", to: end)
                } else if isWordStart() {
                    word()
                } else {
                    result.append(source.bytes[position])
                    position += 1
                }
            }
        }

        private mutating func emit(_ placeholder: String, to end: Int) {
            result += Array(placeholder.utf8)
            position = end
        }

        // MARK: Quotes

        private static let pairs: [(open: StaticString, close: StaticString)] = [
            ("\"", "\""), ("'", "'"), ("`", "`"), ("`", "'"), ("\u{2018}", "\u{2019}"), ("\u{201C}", "\u{201D}"),
            ("«", "»"), ("「", "」"), ("『", "』"), ("《", "》"),
        ]

        /// The end of the quoted text that starts here. An apostrophe inside a word is none.
        private func quotedEnd() -> Int? {
            let byte = source.bytes[position]
            guard byte == 0x22 || byte == 0x27 || byte == 0x60 || byte == 0xE2 || byte == 0xC2 || byte == 0xE3 else {
                return nil
            }
            if byte < 0x80, position > 0, Byte.isAlphanumeric(source.bytes[position - 1]) { return nil }
            for pair in Self.pairs where source.starts(with: pair.open, at: position) {
                var search = position + pair.open.utf8CodeUnitCount
                while let close = source.first(pair.close, from: search), close - position <= 200 {
                    let end = close + pair.close.utf8CodeUnitCount
                    search = end
                    if close == position + pair.open.utf8CodeUnitCount { return end }
                    if source.bytes[close] < 0x80, end < source.count, Byte.isAlphanumeric(source.bytes[end]) {
                        continue
                    }
                    return end
                }
            }
            return nil
        }

        // MARK: Words

        private func isWordStart() -> Bool {
            let byte = source.bytes[position]
            guard Byte.isAlphanumeric(byte) || "/.~\\_-".utf8.contains(byte) else { return false }
            return position == 0 || !Byte.isAlphanumeric(source.bytes[position - 1])
        }

        /// A run up to white space or punctuation that no path has.
        private func wordEnd() -> Int {
            var end = source.skip(from: position) {
                $0 > 0x20 && $0 < 0x7F && !"\"'`,;()[]{}<>|=".utf8.contains($0)
            }
            while end > position + 1, ":.!?".utf8.contains(source.bytes[end - 1]) { end -= 1 }
            return end
        }

        private mutating func word() {
            if let named = FaultNames.end(in: source, at: position) { return copy(to: named) }
            let end = wordEnd()
            guard end > position else {
                result.append(source.bytes[position])
                position += 1
                return
            }
            let word = ByteText(bytes: Array(source.bytes[position..<end]))
            if word.first("://") != nil { return emit("<url>", to: linkEnd(end)) }
            if word.starts(with: "HTTP/", at: 0) { return emit("HTTP", to: end) }
            if let kind = pathKind(word) { return emit(kind, to: locationEnd(end)) }
            if word.bytes.contains(UInt8(ascii: "@")), word.bytes.contains(UInt8(ascii: ".")) {
                return emit("<email>", to: end)
            }
            if isIdentifier(word) { return emit("<id>", to: end) }
            if let time = timeEnd() { return emit("<time>", to: time) }
            if isAddress(word) { return emit("<address>", to: end) }
            if let kind = numberKind(word) {
                if kind == "<n>", ErrorCodes.isNamedNumber(source, at: position) { return copy(to: end) }
                return emit(kind, to: end)
            }
            versioned(word, end)
        }

        /// A link goes on over characters that end other words.
        private func linkEnd(_ end: Int) -> Int {
            var end = source.skip(from: end) { $0 > 0x20 && $0 < 0x7F && !"\"'`<>)]}|".utf8.contains($0) }
            while end > position + 1, ":.,;!?".utf8.contains(source.bytes[end - 1]) { end -= 1 }
            return end
        }

        private mutating func copy(to end: Int) {
            result += source.bytes[position..<end]
            position = end
        }

        /// `main.c:10:5`, `a.ts(3,5)`: what follows a file belongs to it.
        private func locationEnd(_ end: Int) -> Int {
            guard end < source.count, source.bytes[end] == UInt8(ascii: "(") else { return end }
            let close = source.skip(from: end + 1) {
                Byte.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":")
            }
            return close > end + 1 && close < source.count && source.bytes[close] == UInt8(ascii: ")") ? close + 1 : end
        }

        private static let extensions: Set<String> = [
            "c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "o", "a", "so", "dylib", "rs", "go", "py", "pyc", "js",
            "mjs", "cjs", "ts",
            "tsx", "jsx", "json", "java", "kt", "class", "jar", "swift", "rb", "php", "cs", "sh", "bash", "zsh", "yml",
            "yaml",
            "toml", "xml", "html", "css", "scss", "md", "txt", "log", "sql", "db", "sqlite", "lock", "cfg", "ini",
            "conf", "env",
            "csv", "png", "jpg", "svg", "zip", "gz", "tar", "whl", "vue", "cmake", "mk", "proto", "scala", "lua", "pl",
            "ex", "exs",
        ]

        private func pathKind(_ word: ByteText) -> String? {
            let bytes = word.bytes
            if bytes.contains(UInt8(ascii: "/")) {
                // `and/or`, `TCP/IP`, `I/O` are words.
                let parts = bytes.split(separator: UInt8(ascii: "/"))
                let looksLikeWords =
                    parts.count == 2 && bytes.first != UInt8(ascii: "/") && bytes.first != UInt8(ascii: ".")
                    && parts.allSatisfy { $0.count <= 4 && $0.allSatisfy(Byte.isLetter) }
                // `203/EXEC`
                let isStatus =
                    parts.count == 2 && parts[0].allSatisfy(Byte.isDigit) && parts[1].allSatisfy(Byte.isUpper)
                if looksLikeWords || isStatus || bytes.count < 2 { return nil }
                return parts.isEmpty ? nil : "<path>"
            }
            if bytes.contains(UInt8(ascii: "\\")), bytes.count > 3 { return "<path>" }
            var end = bytes.count
            while end > 0,
                Byte.isDigit(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: ":")
                    || bytes[end - 1] == UInt8(ascii: "-")
            {
                end -= 1
            }
            guard let dot = bytes[..<end].lastIndex(of: UInt8(ascii: ".")) else {
                return word.starts(with: "Makefile:", at: 0) || word.starts(with: "Dockerfile:", at: 0) ? "<path>" : nil
            }
            guard dot > 0, end - dot <= 7 else { return nil }
            let suffix = String(decoding: bytes[(dot + 1)..<end], as: UTF8.self)
            guard Self.extensions.contains(suffix),
                suffix.utf8.count > 1 || bytes[..<dot].contains(where: Byte.isLetter)
            else {
                return nil
            }
            return "<path>"
        }

        private func isIdentifier(_ word: ByteText) -> Bool {
            guard word.count == 36 else { return false }
            for (index, byte) in word.bytes.enumerated() {
                let isDash = index == 8 || index == 13 || index == 18 || index == 23
                guard isDash ? byte == UInt8(ascii: "-") : Byte.isHexDigit(byte) else { return false }
            }
            return true
        }

        /// `2026-03-01`, `12:00:03.5`, and both.
        private func timeEnd() -> Int? {
            let end = source.skip(from: position) { Byte.isDigit($0) || "-:.TZ+,".utf8.contains($0) }
            let bytes = Array(source.bytes[position..<end])
            let isDate = bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
            let isClock = bytes.count >= 8 && bytes[2] == UInt8(ascii: ":") && bytes[5] == UInt8(ascii: ":")
            guard isDate || isClock, bytes.prefix(2).allSatisfy(Byte.isDigit) else { return nil }
            var last = end
            while last > position, !Byte.isDigit(source.bytes[last - 1]), source.bytes[last - 1] != UInt8(ascii: "Z") {
                last -= 1
            }
            if isDate, last + 8 < source.count, source.bytes[last] == 0x20, Byte.isDigit(source.bytes[last + 1]),
                source.bytes[last + 3] == UInt8(ascii: ":")
            {
                return source.skip(from: last + 1) { Byte.isDigit($0) || ":.Z+".utf8.contains($0) }
            }
            return last
        }

        /// `10.0.0.1`, `127.0.0.1:8080`, `localhost:5432`, `db-1:5432`
        private func isAddress(_ word: ByteText) -> Bool {
            let bytes = word.bytes
            let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            let octets = (parts.first ?? []).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            if octets.count == 4, octets.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(Byte.isDigit) }) {
                return true
            }
            guard parts.count == 2, (2...5).contains(parts[1].count), parts[1].allSatisfy(Byte.isDigit) else {
                return false
            }
            return parts[0].contains(where: Byte.isLetter) && parts[0].count > 1
        }

        private func numberKind(_ word: ByteText) -> String? {
            let bytes = word.bytes
            if word.starts(with: "0x", at: 0, ignoringCase: true), bytes.count > 2,
                bytes[2...].allSatisfy(Byte.isHexDigit)
            {
                return ErrorCodes.find(in: word) == nil ? "<hex>" : nil
            }
            var digits = 0
            var dots = 0
            var index = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "v") ? 1 : 0
            while index < bytes.count,
                Byte.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ":")
            {
                if Byte.isDigit(bytes[index]) { digits += 1 } else { dots += 1 }
                index += 1
            }
            if digits > 0, index == bytes.count {
                return dots > 0 || bytes[0] == UInt8(ascii: "v") ? "<version>" : "<n>"
            }
            // `1.2.3-beta.1`, `0.42s`, `512MB`, `3rd`
            if dots >= 2, digits >= 3 { return "<version>" }
            if digits > 0, index > 0, bytes.count - index <= 3, bytes[index...].allSatisfy(Byte.isLetter),
                Byte.isDigit(bytes[0])
            {
                return "<n>"
            }
            let isHex = bytes.count >= 7 && bytes.allSatisfy(Byte.isHexDigit)
            return isHex && bytes.contains(where: Byte.isDigit) && bytes.contains(where: Byte.isLetter) ? "<hex>" : nil
        }

        /// `foo-1.2.3` keeps its name; another word stays as it is.
        private mutating func versioned(_ word: ByteText, _ end: Int) {
            let bytes = word.bytes
            var start = bytes.count
            while start > 0, Byte.isDigit(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") { start -= 1 }
            guard start > 0, start < bytes.count, bytes[start] != UInt8(ascii: "."),
                bytes[start...].contains(UInt8(ascii: "."))
            else { return copy(to: end) }
            result += bytes[..<start]
            emit("<version>", to: end)
        }
    }
}
