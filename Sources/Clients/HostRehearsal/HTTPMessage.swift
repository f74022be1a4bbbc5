/// A request as a host sends one: HTTP/1.1 with a length or in chunks. Reads no more of the standard than that.
struct HTTPMessage {
    let method: String
    /// Without what stands behind a question mark.
    let path: String
    let body: [UInt8]
    let isComplete: Bool
    let expectsContinue: Bool

    /// `nil` until the head is whole.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.end(ofHeadIn: bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2 else { return nil }
        method = String(words[0])
        path = String(words[1].prefix { $0 != "?" })
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].lowercased()
        }
        func header(_ name: String) -> String { headers[name]?.filter { $0 != " " } ?? "" }
        expectsContinue = header("expect") == "100-continue"
        let rest = bytes[end...]
        if header("transfer-encoding") == "chunked" {
            (body, isComplete) = Self.joined(rest)
        } else {
            let length = Int(header("content-length")) ?? 0
            isComplete = rest.count >= length
            body = Array(rest.prefix(max(0, length)))
        }
    }

    /// Whether a model is to say something.
    var asksForWords: Bool {
        method == "POST" && ["/messages", "/responses", "/chat/completions"].contains(where: path.hasSuffix)
    }

    func contains(_ text: String) -> Bool {
        let needle = Array(text.utf8)
        guard let first = needle.first, body.count >= needle.count else { return false }
        var start = body.startIndex
        while let index = body[start...].firstIndex(of: first) {
            if body[index...].starts(with: needle) { return true }
            start = index + 1
        }
        return false
    }

    private static func end(ofHeadIn bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard bytes.count >= mark.count else { return nil }
        for index in 0...(bytes.count - mark.count) where bytes[index] == 0x0D {
            if bytes[index..<(index + mark.count)].elementsEqual(mark) { return index + mark.count }
        }
        return nil
    }

    private static func joined(_ chunks: ArraySlice<UInt8>) -> (body: [UInt8], isComplete: Bool) {
        var (body, rest): ([UInt8], ArraySlice<UInt8>) = ([], chunks)
        while let lineEnd = rest.firstIndex(of: 0x0A) {
            let digits = rest[..<lineEnd].prefix { $0 != 0x0D && $0 != UInt8(ascii: ";") }
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else { break }
            if size == 0 { return (body, true) }
            let data = rest[(lineEnd + 1)...]
            guard data.count >= size + 2 else { break }
            body += data.prefix(size)
            rest = data.dropFirst(size + 2)
        }
        return (body, false)
    }
}
