package import JSONText
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that several threads add lines of JSON to.
package final class LineFile: Sendable {
    private let stream: Mutex<Stream>

    private struct Stream: @unchecked Sendable {
        let file: UnsafeMutablePointer<FILE>
    }

    /// `nil` when the file cannot be made.
    package init?(_ path: String) {
        guard let file = fopen(path, "w") else { return nil }
        stream = Mutex(Stream(file: file))
    }

    package func add(_ line: JSON) {
        let text = line.text + "\n"
        stream.withLock { _ = fputs(text, $0.file) }
    }

    /// - Returns: whether all lines are in the file.
    package func close() -> Bool {
        stream.withLock { stream in
            let isWhole = ferror(stream.file) == 0
            return fclose(stream.file) == 0 && isWhole
        }
    }
}
