import Digest
import JSONText
package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder with `messages.jsonl` and `queries.jsonl`; the set is named by the folder around it.
package struct CaseFolder: Sendable, Hashable {
    package let path: String

    package var name: String { Self.lastPart(path) }
    package var set: String { Self.lastPart(Self.parent(path)) }

    /// Every case at or below these places, by set and name; one that is reached twice counts once.
    ///
    /// - Throws: `not_found` for a place without a case.
    package static func find(in places: [String]) throws(MemoryError) -> [CaseFolder] {
        var found: Set<CaseFolder> = []
        for place in places {
            let below = realpath(place, nil).map { resolved in
                defer { free(resolved) }
                return cases(at: String(cString: resolved))
            }
            guard let below, !below.isEmpty else {
                throw MemoryError(
                    .notFound, "There is no case in \(place).",
                    hint: "A case is a folder with messages.jsonl and queries.jsonl."
                )
            }
            found.formUnion(below)
        }
        return found.sorted { ($0.set, $0.path) < ($1.set, $1.path) }
    }

    /// - Throws: `invalid_argument` naming the line that is no message or question.
    package func read() throws(MemoryError) -> RetrievalCase {
        RetrievalCase(
            set: set, name: name, messages: try Self.lines(messagesFile, as: CaseMessage.init),
            questions: try Self.lines(questionsFile, as: CaseQuestion.init)
        )
    }

    /// SHA-256 over names and contents of all the cases' files, sorted.
    package static func digest(of folders: [CaseFolder]) throws(MemoryError) -> String {
        var sum = SHA256()
        for folder in folders.sorted(by: { ($0.set, $0.name) < ($1.set, $1.name) }) {
            for file in [folder.messagesFile, folder.questionsFile] {
                let bytes = Array("\(folder.set)/\(folder.name)/\(lastPart(file))\n".utf8) + (try contents(of: file))
                bytes.withUnsafeBytes { sum.update($0) }
            }
        }
        return SHA256.hexadecimal(sum.finalize())
    }

    private var messagesFile: String { path + "/messages.jsonl" }
    private var questionsFile: String { path + "/queries.jsonl" }

    private static func cases(at path: String) -> [CaseFolder] {
        let folder = CaseFolder(path: path)
        if isThere(folder.messagesFile), isThere(folder.questionsFile) { return [folder] }
        return names(in: path).flatMap { cases(at: path + "/" + $0) }
    }

    private static func lines<Line>(_ path: String, as read: (JSON) -> Line?) throws(MemoryError) -> [Line] {
        var lines: [Line] = []
        let text = String(decoding: try contents(of: path), as: UTF8.self)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { !$0.isWhitespace }) {
            guard let value = try? JSON(parsing: String(line)), let entry = read(value) else {
                throw MemoryError(.invalidArgument, "Line \(number + 1) of \(path) is no message or question.")
            }
            lines.append(entry)
        }
        return lines
    }

    private static func contents(of path: String) throws(MemoryError) -> [UInt8] {
        guard let bytes = FileBytes.read(path) else { throw MemoryError(.notFound, "\(path) cannot be read.") }
        return bytes
    }

    private static func isThere(_ path: String) -> Bool { access(path, R_OK) == 0 }

    private static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    private static func parent(_ path: String) -> String {
        "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// Folders in a folder, without hidden ones.
    private static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard !name.hasPrefix("."), stat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR
            else { continue }
            names.append(name)
        }
        return names.sorted()
    }
}
