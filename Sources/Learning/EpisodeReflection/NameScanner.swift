/// Finds what may be a name in a text: runs of letters, digits and the signs that names and paths are joined by.
enum NameScanner {
    struct Name {
        /// FNV-1a of its bytes (Fowler, Noll and Vo).
        let hash: UInt64
        /// Whether its form says that it is a name and no word: a sign, a digit or a capital inside.
        let isTelling: Bool
        let bytes: UnsafeBufferPointer<UInt8>

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Bytes of a text that are read.
    private static let mostBytes = 8192
    private static let lengths = 4...100

    /// Also the last part of every path, by which it may be called from elsewhere.
    static func scan(_ text: String, _ body: (Name) -> Void) {
        var text = text
        text.withUTF8 { all in
            let bytes = UnsafeBufferPointer(rebasing: all.prefix(mostBytes))
            var start = 0
            while start < bytes.count {
                guard isPart(bytes[start]) else {
                    start += 1
                    continue
                }
                var end = start
                var slash: Int?
                while end < bytes.count, isPart(bytes[end]) {
                    if bytes[end] == UInt8(ascii: "/") { slash = end }
                    end += 1
                }
                tell(bytes, start, end, body)
                if let slash, slash + 1 < end { tell(bytes, slash + 1, end, body) }
                start = end
            }
        }
    }

    private static func tell(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ body: (Name) -> Void
    ) {
        var start = start
        var end = end
        while end > start, ".-/".utf8.contains(bytes[end - 1]) { end -= 1 }
        // `./run.sh` and `run.sh` are one.
        if end - start > 2, bytes[start] == UInt8(ascii: "."), bytes[start + 1] == UInt8(ascii: "/") { start += 2 }
        guard lengths.contains(end - start) else { return }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var letters = 0
        var isTelling = false
        for index in start..<end {
            let byte = bytes[index]
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): letters += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                letters += 1
                if index > start, bytes[index - 1] > 0x60 { isTelling = true }
            default: isTelling = true
            }
        }
        guard letters >= 2 else { return }
        body(Name(hash: hash, isTelling: isTelling, bytes: UnsafeBufferPointer(rebasing: bytes[start..<end])))
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
