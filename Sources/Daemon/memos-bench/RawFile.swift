import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file read from front to back: vectors as drivers write them (float32, row after row, no header), or any bytes.
final class RawFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(MemoryError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MemoryError(.notFound, "\(path) cannot be read.") }
    }

    deinit { close(descriptor) }

    /// Everything up to the end.
    func bytes() throws(MemoryError) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try next(1 << 20, of: UInt8.self)
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// The next vectors, at most `count`; none at the end of the file.
    func vectors(_ count: Int, dimension: Int) throws(MemoryError) -> [[Float]] {
        let values = try next(count * dimension, of: Float.self)
        guard values.count.isMultiple(of: dimension) else {
            throw MemoryError(.invalidArgument, "\(path) ends within a vector.")
        }
        return stride(from: 0, to: values.count, by: dimension).map { Array(values[$0..<$0 + dimension]) }
    }

    private func next<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type) throws(MemoryError) -> [Value] {
        let width = MemoryLayout<Value>.stride
        let values = [Value](unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var read = 0
            while read < count * width {
                let got = Self.read(descriptor, bytes.baseAddress! + read, count * width - read)
                if got <= 0 { break }
                read += got
            }
            filled = read / width
        }
        return values
    }

    private static func read(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, target, count)
        #else
            Darwin.read(descriptor, target, count)
        #endif
    }
}
