/// Unquoted names of the code, host or project at work, found by the words around them, as `<name>`: compilers and
/// servers do not all quote.
enum LocalNames {
    static func replaced(in body: [UInt8]) -> [UInt8] {
        var source = ByteText(bytes: body)
        for mark in marks {
            guard let position = source.first(mark, ignoringCase: true) else { continue }
            let start = position + mark.utf8CodeUnitCount
            source = replacing(source, start..<wordEnd(source, start), by: "<name>")
        }
        source = assertion(source)
        source = testCase(source)
        source = goVariable(source)
        source = killed(source)
        source = commit(source)
        source = rejected(source)
        source = receiver(source)
        return everyWord(source)
    }

    /// The word right behind is the name.
    private static let marks: [StaticString] = [
        "undefined: ", "declared and not used: ", "in argument to ", "variable but ", "variables but ",
        "(variable of type *", "in return statement: *", "pull access denied for ", "on endpoint ",
        "couldn't find key ",
        "goal on project ", "on project ", "lateinit property ", "validation error for ", "validation errors for ",
        "parent instance <", "specified for entity: ", "a collection of role: ", "could not resolve host: ",
        "connect to host ", "enotfound ", "eai_again ", "failed to start: container ", "constructor in ",
        "no matching package named ", "error collection: ", "unable to find package ", "dependencies for project ",
        "could not find artifact ",
        ".yml: services.", "processing package ", "cannot install ", "struct field ",
    ]

    private static func wordEnd(_ source: ByteText, _ start: Int) -> Int {
        var end = source.skip(from: start) { Byte.isWord($0) || ".-$*/:".utf8.contains($0) }
        while end > start, ".:".utf8.contains(source.bytes[end - 1]) { end -= 1 }
        return end
    }

    private static func replacing(_ source: ByteText, _ range: Range<Int>, by text: String) -> ByteText {
        guard !range.isEmpty else { return source }
        return ByteText(
            bytes: Array(source.bytes[..<range.lowerBound]) + Array(text.utf8) + source.bytes[range.upperBound...])
    }

    /// `prog: a.c:12: run: Assertion ...`
    private static func assertion(_ source: ByteText) -> ByteText {
        guard let position = source.first(": Assertion `") else { return source }
        return ByteText(bytes: Array(source.bytes[(position + 2)...]))
    }

    /// `error: StoreTests.testLoad : failed`, `Error in load(file) : cannot …`
    private static func testCase(_ source: ByteText) -> ByteText {
        if source.starts(with: "Error in ", at: 0), let colon = source.first(" : "), colon > 9 {
            return replacing(source, 9..<colon, by: "<name>")
        }
        guard source.starts(with: "error: ", at: 0) else { return source }
        let end = wordEnd(source, 7)
        return source.starts(with: " : ", at: end) ? replacing(source, 7..<end, by: "<name>") : source
    }

    /// `cannot use x (variable of type int)`, `*T does not implement io.Reader`
    private static func goVariable(_ source: ByteText) -> ByteText {
        var source = source
        if source.starts(with: "cannot use ", at: 0) {
            let end = wordEnd(source, 11)
            if source.starts(with: " (", at: end) { source = replacing(source, 11..<end, by: "<name>") }
        }
        if let position = source.first(" does not implement "), position > 0 {
            var start = position
            while start > 0, source.bytes[start - 1] > 0x20 { start -= 1 }
            source = replacing(source, start..<position, by: "<name>")
        }
        return source
    }

    /// `Killed process 12 (name) total-vm:12kB`
    private static func killed(_ source: ByteText) -> ByteText {
        guard let position = source.first("Killed process "), let open = source.first("(", from: position),
            let close = source.first(")", from: open)
        else { return source }
        return replacing(source, open + 1..<close, by: "<name>")
    }

    /// `could not apply 4f9a0c7... subject of the commit`
    private static func commit(_ source: ByteText) -> ByteText {
        guard let position = source.first("could not apply "), let dots = source.first("... ", from: position) else {
            return source
        }
        return replacing(source, dots + 4..<source.count, by: "<name>")
    }

    /// `! [rejected] main -> main (fetch first)`
    private static func rejected(_ source: ByteText) -> ByteText {
        guard let mark = source.first("rejected]"), let open = source.first(" (", from: mark),
            source.first(" -> ", from: mark) != nil
        else { return source }
        return replacing(source, mark + 9..<open, by: " <name>")
    }

    /// `TypeError: store.load is not a function`, `TypeError: Store.__init__() got …`
    private static func receiver(_ source: ByteText) -> ByteText {
        guard source.starts(with: "TypeError: ", at: 0) else { return source }
        let end = source.skip(from: 11) { Byte.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
        guard end < source.count, let dot = source.bytes[11..<end].lastIndex(of: UInt8(ascii: ".")), dot > 11 else {
            return source
        }
        return replacing(source, 11..<dot, by: "<name>")
    }

    private static let topLevels: Set<String> = [
        "org", "net", "com", "io", "dev", "cn", "de", "uk", "eu", "local", "internal", "cluster", "lan", "example",
        "test",
    ]
    private static let platforms: Set<String> = [
        "java", "javax", "org", "kotlin", "sun", "jdk", "jakarta", "android", "std",
    ]

    /// Host names become `<address>`; classes of the project, by their package, `<name>`; `:1.2.3:` and `Pool-12`
    /// lose their numbers.
    private static func everyWord(_ source: ByteText) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        let namesClass = source.first("ClassNotFoundException") != nil
        var index = 0
        while index < source.count {
            let isStart = index == 0 || " (*<,:=".utf8.contains(source.bytes[index - 1])
            guard isStart, Byte.isLetter(source.bytes[index]) else {
                if let end = coordinates(source, index) {
                    result += Array(":<version>".utf8)
                    index = end
                } else if let end = size(source, index) {
                    result += Array(":<n>".utf8)
                    index = end
                } else {
                    result.append(source.bytes[index])
                    index += 1
                }
                continue
            }
            var end = source.skip(from: index) { Byte.isWord($0) || ".-$".utf8.contains($0) }
            while end > index, ".-".utf8.contains(source.bytes[end - 1]) { end -= 1 }
            let isCut =
                end == source.count || " ,;:)>'\"".utf8.contains(source.bytes[end]) || source.starts(with: ".", at: end)
            let hasPort =
                end + 1 < source.count && source.bytes[end] == UInt8(ascii: ":") && Byte.isDigit(source.bytes[end + 1])
            let word = source.bytes[index..<end]
            if isCut, !hasPort, isHost(word) {
                result += Array("<address>".utf8)
            } else if isCut, !namesClass, isClass(word) {
                result += Array("<name>".utf8)
            } else if isCut, word.suffix(8).elementsEqual(".service".utf8) {
                result += Array("<name>".utf8)
            } else if word.starts(with: Array("HikariPool-".utf8)) {
                result += Array("HikariPool-<n>".utf8)
            } else {
                result += word
            }
            index = end
        }
        return result
    }

    /// `api.example.org`
    private static func isHost(_ word: ArraySlice<UInt8>) -> Bool {
        let labels = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 3, let last = labels.last, labels.allSatisfy({ !$0.isEmpty }) else { return false }
        guard topLevels.contains(String(decoding: last, as: UTF8.self)) else { return false }
        return word.allSatisfy {
            Byte.isLower($0) || Byte.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    /// `com.example.Order`, `shop.models.Order.total`; the platform's own classes and exceptions stay.
    private static func isClass(_ word: ArraySlice<UInt8>) -> Bool {
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }), let first = parts.first, let last = parts.last,
            first.allSatisfy(Byte.isLower), !platforms.contains(String(decoding: first, as: UTF8.self)),
            parts.contains(where: { Byte.isUpper($0[$0.startIndex]) })
        else { return false }
        return !["Exception", "Error"].contains { last.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// `:1.2.3`
    private static func coordinates(_ source: ByteText, _ index: Int) -> Int? {
        guard source.bytes[index] == UInt8(ascii: ":"), index > 0, !Byte.isDigit(source.bytes[index - 1]) else {
            return nil
        }
        let end = source.skip(from: index + 1) { Byte.isDigit($0) || $0 == UInt8(ascii: ".") }
        return source.bytes[index..<end].count { $0 == UInt8(ascii: ".") } == 2 ? end : nil
    }

    /// `:2526kB`
    private static func size(_ source: ByteText, _ index: Int) -> Int? {
        guard source.bytes[index] == UInt8(ascii: ":") else { return nil }
        let end = source.skip(from: index + 1, where: Byte.isDigit)
        return end > index + 1 && source.starts(with: "kB", at: end) ? end + 2 : nil
    }
}
