import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file read from front to back: vectors as drivers write them (float32, row after row, no header).
final class RawFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(MemoryError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MemoryError(.notFound, "\(path) cannot be read.") }
    }

    deinit { close(descriptor) }

    /// The next vectors, at most `count`; none at the end of the file.
    func vectors(_ count: Int, dimension: Int) throws(MemoryError) -> [[Float]] {
        let wanted = count * dimension
        let values = [Float](unsafeUninitializedCapacity: wanted) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var there = 0
            while there < bytes.count {
                let more = read(descriptor, bytes.baseAddress! + there, bytes.count - there)
                if more <= 0 { break }
                there += more
            }
            filled = there / MemoryLayout<Float>.stride
        }
        guard values.count.isMultiple(of: dimension) else {
            throw MemoryError(.invalidArgument, "\(path) ends within a vector.")
        }
        return stride(from: 0, to: values.count, by: dimension).map { Array(values[$0..<$0 + dimension]) }
    }
}
