import MemoryModel
import StepReading

/// What an output says is missing, by name: `pg_config`, `requests`. Only names of harmless form are taken, so that no
/// sentence of an output can pass for one.
enum FaultSubject {
    static func missing(in step: TakenStep) -> String? {
        switch step.fault {
        case .missingLibrary?, .missingModule?, .missingCommand?, .missingFile?:
            return step.trace.call?.output.flatMap { name(in: Array($0.utf8.prefix(mostBytes))) }
        default: return nil
        }
    }

    private static let mostBytes = 4096

    /// What stands before the name, in small letters; the most telling first.
    private static let openings: [StaticString] = [
        "no module named ", "cannot find module ", "cannot find package ", "no such module ", "cannot find -l",
        "library not found for -l", "loading shared libraries: ", "command not found: ", "no package ", "in library ",
        "executable file not found in $path: ", "unable to locate package ",
    ]
    /// What stands behind it.
    private static let endings: [StaticString] = [
        ": command not found", " executable not found", " was not found", ": no such file or directory", ": not found",
        " not found",
    ]

    private static func name(in bytes: [UInt8]) -> String? {
        for opening in openings {
            if let end = find(opening, in: bytes)?.upperBound, let name = name(bytes, from: end) { return name }
        }
        // A header: `fatal error: curl/curl.h: No such file or directory`.
        if let end = find("fatal error: ", in: bytes)?.upperBound, let name = name(bytes, from: end),
            name.hasSuffix(".h") || name.hasSuffix(".hpp")
        {
            return name
        }
        for ending in endings {
            if let start = find(ending, in: bytes)?.lowerBound, let name = name(bytes, before: start) { return name }
        }
        return nil
    }

    private static func find(_ phrase: StaticString, in bytes: [UInt8]) -> Range<Int>? {
        let count = phrase.utf8CodeUnitCount
        guard bytes.count >= count else { return nil }
        let wanted = UnsafeBufferPointer(start: phrase.utf8Start, count: count)
        return bytes.withUnsafeBufferPointer { bytes in
            for start in 0...(bytes.count - count) {
                var length = 0
                while length < count, lower(bytes[start + length]) == wanted[length] { length += 1 }
                if length == count { return start..<(start + count) }
            }
            return nil
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    private static func name(_ bytes: [UInt8], from start: Int) -> String? {
        var start = start
        if start < bytes.count, isQuote(bytes[start]) { start += 1 }
        var end = start
        while end < bytes.count, isPart(bytes[end]) { end += 1 }
        return name(bytes[start..<end])
    }

    private static func name(_ bytes: [UInt8], before end: Int) -> String? {
        var end = end
        if end > 0, isQuote(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, isPart(bytes[start - 1]) { start -= 1 }
        return name(bytes[start..<end])
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        var bytes = bytes
        while let last = bytes.last, ".:-/".utf8.contains(last) { bytes.removeLast() }
        while let first = bytes.first, first == UInt8(ascii: ":") { bytes.removeFirst() }
        guard (2...60).contains(bytes.count), bytes.contains(where: { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A })
        else {
            return nil
        }
        let name = String(decoding: bytes, as: UTF8.self)
        return noNames.contains(name.lowercased()) ? nil : name
    }

    /// Words that stand where a name could.
    private static let noNames: Set<String> = [
        "file", "command", "module", "package", "library", "header", "headers", "executable", "it", "that", "the",
        "not", "is", "was", "error", "path", "found",
    ]

    private static func isQuote(_ byte: UInt8) -> Bool { "'\"`".utf8.contains(byte) }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "+"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
