/// Blobs that only a decoder can read: Base64, hexadecimal and percent signs. They are decoded once, and what is in
/// them is screened.
struct EncodedScreen {
    private static let mostDecoded = 64
    /// Bytes decoded of one blob.
    private static let longestBlob = 64 * 1024

    static func read(_ lines: [SourceLine], depth: Int, into ledger: inout FindingLedger) {
        var decoded = 0
        var index = 0
        while index < lines.count {
            let line = lines[index]
            for run in runs(in: line.raw) where decoded < mostDecoded {
                var text = Array(line.raw[run.range].prefix(longestBlob))
                var end = index
                // A blob may go over lines.
                if run.range.upperBound == line.raw.endIndex, run.isBase64 || run.isHex {
                    while end + 1 < lines.count, text.count < longestBlob, let next = continuation(lines[end + 1].raw) {
                        text += next
                        end += 1
                    }
                }
                guard text.count >= 24 else { continue }
                decoded += 1
                judge(text, run, line, depth, &ledger)
                if end > index { index = end }
            }
            index += 1
        }
    }

    private struct Run {
        let range: Range<Int>
        let isBase64: Bool
        let isHex: Bool
    }

    private static func judge(
        _ text: [UInt8], _ run: Run, _ line: SourceLine, _ depth: Int, _ ledger: inout FindingLedger
    ) {
        var candidates: [[UInt8]] = []
        if run.isHex { candidates.append(Decoding.hex(text)) }
        if run.isBase64 { candidates.append(Decoding.base64(text)) }
        if !run.isHex, !run.isBase64 { candidates.append(Decoding.escapes(text)) }
        for bytes in candidates where Decoding.isReadable(bytes) {
            let inner = SkillScreen.findings(decoded: bytes, at: ledger.path, depth: depth + 1)
            let backwards = depth == 0 ? SkillScreen.findings(decoded: bytes.reversed(), at: ledger.path, depth: 2) : []
            if (inner + backwards).contains(where: { $0.severity == .high }) {
                return ledger.add(
                    .encoded, .high, "has an encoded text that says what no reader is to see", line: line,
                    around: run.range.lowerBound - line.raw.startIndex, shown: bytes)
            }
        }
        let before = line.raw[..<run.range.lowerBound].suffix(40)
        let isData = [
            "data:image", "data:font", "data:application/font", "integrity", "sha256-", "sha384-", "sha512-",
            "ssh-ed25519", "ssh-rsa", "certificate", "sha",
        ].contains { ByteRuns.contains(before, $0) }
        if text.count >= 400, !isData {
            ledger.add(
                .encoded, .medium, "has a long encoded text", line: line,
                around: run.range.lowerBound - line.raw.startIndex)
        }
    }

    private static func continuation(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let body = raw.drop { $0 == 0x20 || $0 == 0x09 || "\"'+#".utf8.contains($0) }.prefix { isBase64($0) }
        return body.count >= 16 && raw.count - body.count < 16 ? body : nil
    }

    /// Each run that is long enough, in one pass.
    private static func runs(in raw: ArraySlice<UInt8>) -> [Run] {
        var result: [Run] = []
        var index = raw.startIndex
        while index < raw.endIndex, result.count < 64 {
            let byte = raw[index]
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") {
                let end = escapes(raw, from: index)
                if end - index >= 24 { result.append(Run(range: index..<end, isBase64: false, isHex: false)) }
                index = max(end, index + 1)
            } else if isBase64(byte) {
                var end = index
                var hex = 0
                while end < raw.endIndex, isBase64(raw[end]) {
                    if isHex(raw[end]) { hex += 1 }
                    end += 1
                }
                let count = end - index
                if count >= 24 {
                    let isAllHex = hex == count
                    if !isAllHex || count >= 48 {
                        result.append(Run(range: index..<end, isBase64: !isAllHex, isHex: isAllHex))
                    }
                }
                index = end
            } else {
                index += 1
            }
        }
        return result
    }

    /// The end of `%63%75…`, `\x63\x75…`, `\u0063…`, with plain letters between at most two at a time.
    private static func escapes(_ raw: ArraySlice<UInt8>, from start: Int) -> Int {
        var index = start
        while index < raw.endIndex {
            let rest = raw.endIndex - index
            if raw[index] == UInt8(ascii: "%"), rest >= 3, isHex(raw[index + 1]), isHex(raw[index + 2]) {
                index += 3
            } else if raw[index] == UInt8(ascii: "\\"), rest >= 4, raw[index + 1] == UInt8(ascii: "x"),
                isHex(raw[index + 2]), isHex(raw[index + 3])
            {
                index += 4
            } else if raw[index] == UInt8(ascii: "\\"), rest >= 6, raw[index + 1] == UInt8(ascii: "u"),
                isHex(raw[index + 2]), isHex(raw[index + 4]), isHex(raw[index + 5])
            {
                index += 6
            } else if raw[index] == UInt8(ascii: "\\"), rest >= 4, (0x30...0x37).contains(raw[index + 1]),
                (0x30...0x37).contains(raw[index + 2]), (0x30...0x37).contains(raw[index + 3])
            {
                index += 4
            } else {
                break
            }
        }
        return index
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "+/=-_".utf8.contains(byte)
    }

    static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
