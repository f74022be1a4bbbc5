/// Names that are the fault itself: the missing module, header, crate or package. Another one is another fault, with
/// another repair, so that it stays in the signature; names of the code at work do not.
enum FaultNames {
    /// What stands right before such a name.
    private static let marks: [StaticString] = [
        "no module named ", "cannot find module ", "cannot find package ", "no such module ", "找不到模块 ",
        "undeclared crate or module ", "unlinked crate ", "can't find crate for ", "unresolved import ",
        "build command for ", "select a version for ", "declaration file for module ", "definition file for ",
        "can't resolve ", "could not resolve ", "e: package ", "fatal error: ", "致命错误：", "致命错误: ",
        "package configuration file provided by ", "by not providing ", "conform to protocol ", "c compiler ",
        "linker ",
        "resolve module/action ", "find the config ", "throwing an instance of ", "uncaught exception ", "code: ",
        "package called ", "with result ", "dependency ",
        "\"type\":",
    ]

    /// Where the name that begins at `start`, or at the quote there, ends, if it is the fault: a version or a file of
    /// one machine behind it is not part of it.
    static func end(in source: ByteText, at start: Int) -> Int? {
        let isMarked = marks.contains { mark in
            source.starts(with: mark, at: start - mark.utf8CodeUnitCount, ignoringCase: true)
        }
        guard start < source.count else { return nil }
        if let end = expression(in: source, at: start) ?? package(in: source, at: start) { return end }
        guard isMarked || isLibraryVersion(source, start) else { return nil }
        let isQuoted = "\"'`".utf8.contains(source.bytes[start])
        let first = isQuoted ? start + 1 : start
        let end = source.skip(from: first) {
            $0 > 0x20 && $0 < 0x7F && !"\"'`,;()[]{}<>".utf8.contains($0)
        }
        let name = source.bytes[first..<end]
        guard let head = name.first, !"/\\~".utf8.contains(head), !name.starts(with: Array("./".utf8)),
            !name.starts(with: Array("../".utf8)), !name.starts(with: Array("http".utf8)),
            !name.contains(UInt8(ascii: "\\"))
        else { return nil }
        if isQuoted { return end }
        // Without quotes only a header is a name; other words stay as they are anyway.
        let trimmed = name.last == UInt8(ascii: ":") ? name.dropLast() : name
        let isHeader = [".h", ".hpp", ".hh"].contains { trimmed.suffix($0.utf8.count).elementsEqual($0.utf8) }
        return isHeader ? first + trimmed.count : nil
    }

    /// The whole of what an assertion asserts, or a logged message says.
    private static func expression(in source: ByteText, at start: Int) -> Int? {
        // `msg="…"` of a log of fields is its message.
        let fields: [StaticString] = ["msg=", "error=", "err="]
        for field in fields where source.starts(with: "\"", at: start) {
            guard source.starts(with: field, at: start - field.utf8CodeUnitCount) else { continue }
            return source.first("\"", from: start + 1)
        }
        guard source.bytes[start] == UInt8(ascii: "`"),
            source.starts(with: "assertion ", at: start - 10, ignoringCase: true)
        else { return nil }
        let end = source.skip(from: start + 1) { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "`") }
        return end < source.count ? end : nil
    }

    /// A module of Go is named like a path, without quotes.
    private static func package(in source: ByteText, at start: Int) -> Int? {
        guard source.starts(with: "module provides package ", at: start - 24) else { return nil }
        return source.skip(from: start) { $0 > 0x20 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ":") }
    }

    /// A version that names an interface and not a release: GLIBC_2.38.
    private static func isLibraryVersion(_ source: ByteText, _ start: Int) -> Bool {
        source.starts(with: "version ", at: start - 8)
            && ["GLIBC", "CXXABI"].contains { source.bytes[(start + 1)...].starts(with: Array($0.utf8)) }
    }
}
