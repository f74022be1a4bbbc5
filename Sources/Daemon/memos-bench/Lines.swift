import JSONText
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One JSON value a line on standard input and output: a driver asks, waits, and asks the next program in turn.
enum Lines {
    /// Answers every line until the input ends.
    static func answer(_ reply: (JSON) throws(MemoryError) -> JSON) throws(MemoryError) {
        while let line = readLine() {
            let request: JSON
            do {
                request = try JSON(parsing: line)
            } catch {
                throw MemoryError(.invalidArgument, "The request is not JSON: \(error).")
            }
            put(try reply(request))
        }
    }

    static func put(_ value: JSON) {
        print(value.text)
        fflush(nil)
    }

    static func complain(_ text: String) {
        let line = text + "\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}

extension JSON {
    /// A member that is a list of texts.
    func texts(_ name: String) throws(MemoryError) -> [String]? {
        guard let list = self[name]?.array else { return nil }
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { throw MemoryError(.invalidArgument, "\(name) holds texts only.") }
        return texts
    }

    /// A member that is a list of token windows.
    func windows(_ name: String) throws(MemoryError) -> [[Int32]]? {
        guard let list = self[name]?.array else { return nil }
        var windows: [[Int32]] = []
        for entry in list {
            let ids = (entry.array ?? []).compactMap { $0.int.flatMap(Int32.init(exactly:)) }
            guard !ids.isEmpty, ids.count == entry.array?.count else {
                throw MemoryError(.invalidArgument, "\(name) holds lists of token ids only.")
            }
            windows.append(ids)
        }
        return windows
    }

    func count(_ name: String, default value: Int) -> Int { self[name]?.int.map(Int.init) ?? value }

    /// Components with as many digits as a `Float` needs to come back the same.
    init(vector: [Float]) { self = .array(vector.map { .literal("\($0)") }) }
}
