/// Replaces inlined files (data URIs and long base64) by a description of their type and size. Links stay.
package enum Attachments {
    /// Shorter runs are hashes and keys, not files.
    private static let shortestBlob = 200

    package static func describe(_ text: String) -> String {
        guard text.utf8.count >= 24 else { return text }
        let source = ByteText(text)
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < source.count {
            let byte = source.bytes[index]
            guard Byte.isAlphanumeric(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+") else {
                index += 1
                continue
            }
            if let found = dataURI(source, at: index) ?? blob(source, at: index) {
                result += source.bytes[copied..<index]
                result += Array(found.description.utf8)
                index = found.end
                copied = found.end
            } else {
                index = source.skip(from: index + 1, where: isBase64)
            }
        }
        guard copied > 0 else { return text }
        result += source.bytes[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    private struct Found {
        let end: Int
        let description: String
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        Byte.isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func dataURI(_ source: ByteText, at start: Int) -> Found? {
        guard source.starts(with: "data:", at: start, ignoringCase: true) else { return nil }
        let typeStart = start + 5
        let typeEnd = source.skip(from: typeStart) {
            Byte.isAlphanumeric($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "-")
        }
        guard typeEnd - typeStart <= 100, source.bytes[typeStart..<typeEnd].contains(UInt8(ascii: "/")) else {
            return nil
        }
        var index = typeEnd
        var isBase64Encoded = false
        while index < source.count, source.bytes[index] == UInt8(ascii: ";"), index - typeEnd < 100 {
            let end = source.skip(from: index + 1) { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") && $0 > 0x20 }
            if source.starts(with: "base64", at: index + 1, ignoringCase: true), end - index == 7 {
                isBase64Encoded = true
            }
            index = end
        }
        guard index < source.count, source.bytes[index] == UInt8(ascii: ",") else { return nil }
        let type = source.string(typeStart..<typeEnd).lowercased()
        if isBase64Encoded {
            let data = blobEnd(source, from: index + 1)
            return Found(end: data.end, description: "[\(type), \(size(data.count * 3 / 4))]")
        }
        let end = source.skip(from: index + 1) {
            $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "<")
        }
        guard end - index > 64 else { return nil }
        return Found(end: end, description: "[\(type), \(size(end - index - 1))]")
    }

    private static func blob(_ source: ByteText, at start: Int) -> Found? {
        if start > 0 {
            // The middle of a link or of a longer word.
            let previous = source.bytes[start - 1]
            if isBase64(previous) || [0x2E, 0x3A, 0x3F, 0x26, 0x25, 0x23, 0x40].contains(previous) { return nil }
        }
        let data = blobEnd(source, from: start)
        guard data.count >= shortestBlob else { return nil }
        var hasUpper = false
        var hasLower = false
        var hasDigit = false
        var isHex = true
        for byte in source.bytes[start..<data.end] {
            hasUpper = hasUpper || Byte.isUpper(byte)
            hasLower = hasLower || Byte.isLower(byte)
            hasDigit = hasDigit || Byte.isDigit(byte)
            if isBase64(byte), !Byte.isHexDigit(byte) { isHex = false }
        }
        guard hasUpper, hasLower, hasDigit, !isHex else { return nil }
        let type = signatures.first { source.starts(with: $0.prefix, at: start) }?.type ?? "base64"
        return Found(end: data.end, description: "[\(type), \(size(data.count * 3 / 4))]")
    }

    /// Where base64 data ends, over line breaks (also escaped ones) between full lines, and how many digits it has.
    private static func blobEnd(_ source: ByteText, from start: Int) -> (end: Int, count: Int) {
        var index = start
        var count = 0
        while true {
            let end = source.skip(from: index, where: isBase64)
            count += end - index
            let lineLength = end - index
            index = end
            var next = end
            if source.starts(with: "\r\n", at: next) {
                next += 2
            } else if source.starts(with: "\n", at: next) {
                next += 1
            } else if source.starts(with: "\\n", at: next) {
                next += 2
            } else {
                break
            }
            guard lineLength >= 60, lineLength <= 80 || lineLength % 4 == 0, next < source.count else { break }
            let following = source.skip(from: next, where: isBase64) - next
            guard following > 0, following <= lineLength else { break }
            guard following == lineLength || endsBlob(source, next + following) else { break }
            index = next
        }
        let padded = source.skip(from: index) { $0 == UInt8(ascii: "=") }
        return (padded - index <= 2 ? padded : index, count)
    }

    private static func endsBlob(_ source: ByteText, _ index: Int) -> Bool {
        guard index < source.count else { return true }
        return source.bytes[index] != 0x20
    }

    private struct Signature: Sendable {
        let prefix: StaticString
        let type: String
    }

    private static let signatures = [
        Signature(prefix: "iVBORw0KGgo", type: "image/png"), Signature(prefix: "/9j/", type: "image/jpeg"),
        Signature(prefix: "R0lGOD", type: "image/gif"), Signature(prefix: "UklGR", type: "image/webp"),
        Signature(prefix: "JVBERi0", type: "application/pdf"), Signature(prefix: "UEsDB", type: "application/zip"),
        Signature(prefix: "H4sI", type: "application/gzip"), Signature(prefix: "PHN2Zy", type: "image/svg+xml"),
    ]

    private static func size(_ count: Int) -> String {
        if count < 1_024 { return "\(count) B" }
        let kilobytes = (count + 512) / 1_024
        if kilobytes < 1_024 { return "\(kilobytes) KB" }
        let tenths = (count * 10 + 524_288) / 1_048_576
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
