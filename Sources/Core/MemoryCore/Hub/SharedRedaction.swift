import Digest
import JSONText
import MemoryModel
import TextAnalysis
import TraceCapture

/// Takes out of what is to leave this machine what must not: secrets, and the name of the person's home folder in paths.
/// Remembers what and where.
struct SharedRedaction {
    let cleaning: TurnCleaning
    private(set) var found: [Entry] = []

    /// Something that was taken out.
    struct Entry: Sendable, Equatable {
        /// Such as `jwt`, or `home_folder`.
        var kind: String
        /// The part of the statement.
        var place: String
        var count: Int
    }

    init(cleaning: TurnCleaning) {
        self.cleaning = cleaning
    }

    mutating func callAsFunction(_ text: String, at place: String) -> String {
        let redaction = cleaning.redaction(of: text)
        for finding in redaction.findings { note(finding.kind, place) }
        let (plain, folders) = Self.withoutHomeFolders(redaction.text)
        for _ in 0..<folders { note("home_folder", place) }
        return plain
    }

    mutating func callAsFunction(_ form: JSON, at place: String) -> JSON {
        var copy = self
        let changed = form.mapStrings { copy($0, at: place) }
        self = copy
        return changed
    }

    private mutating func note(_ kind: String, _ place: String) {
        if let index = found.firstIndex(where: { $0.kind == kind && $0.place == place }) {
            found[index].count += 1
        } else {
            found.append(Entry(kind: kind, place: place, count: 1))
        }
    }

    /// `/home/ada/src` and `/Users/ada/src` become `~/src`.
    static func withoutHomeFolders(_ text: String) -> (text: String, count: Int) {
        let source = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var (position, count) = (0, 0)
        while position < source.count {
            if let end = endOfHomeFolder(source, at: position) {
                result.append(UInt8(ascii: "~"))
                position = end
                count += 1
            } else {
                result.append(source[position])
                position += 1
            }
        }
        return count == 0 ? (text, 0) : (String(decoding: result, as: UTF8.self), count)
    }

    private static func endOfHomeFolder(_ bytes: [UInt8], at start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "/"), start == 0 || !isNameByte(bytes[start - 1]) else { return nil }
        for parent in parents where bytes[start...].starts(with: parent) {
            let name = start + parent.count
            let end = bytes[name...].firstIndex { !isNameByte($0) } ?? bytes.count
            if end > name { return end }
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }

    private static let parents = ["/home/", "/Users/"].map { Array($0.utf8) }
}

/// A project in a form by which another home can tell whether it has it too, without its address being told.
enum ProjectFingerprint {
    static func of(_ key: ProjectKey) -> String? {
        guard key.kind == .remote else { return nil }
        return SHA256.hexDigest(of: Array("memos-project-v1\n\(key.description)".utf8))
    }
}
