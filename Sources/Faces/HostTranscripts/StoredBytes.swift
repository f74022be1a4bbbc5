import MemoryModel
import ZstandardReading

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a file from its beginning. What a host packed with Zstandard is unpacked on the way, by its signature
/// and not by its name; a frame that is cut off ends where it was cut, as a file does that is still being written.
struct StoredBytes: ~Copyable {
    private static let chunk = 64 << 10

    private let path: String
    private let descriptor: Int32
    private let unpacking: ZstandardUnpacking?
    /// Of a packed file: what was read and not unpacked yet.
    private var packed: ArraySlice<UInt8> = []

    init(path: String) throws(MemoryError) {
        let descriptor = try StoredFile.open(path)
        do throws(ZstandardFault) {
            unpacking = Self.isPacked(descriptor) ? try ZstandardUnpacking() : nil
        } catch {
            close(descriptor)
            throw Self.damaged(path, error)
        }
        self.descriptor = descriptor
        self.path = path
    }

    private static func isPacked(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: ZstandardUnpacking.signature.count)
        return pread(descriptor, &start, start.count, 0) == start.count && start == ZstandardUnpacking.signature
    }

    deinit { close(descriptor) }

    /// - Returns: how many bytes were put into `room`; none at the end.
    mutating func read(into room: UnsafeMutableRawBufferPointer) throws(MemoryError) -> Int {
        guard let unpacking else { return try readFile(into: room) }
        while true {
            do throws(ZstandardFault) {
                let count = try unpacking.unpack(&packed, into: room)
                if count > 0 { return count }
            } catch {
                throw Self.damaged(path, error)
            }
            packed = try nextPart()
            if packed.isEmpty { return 0 }
        }
    }

    private func nextPart() throws(MemoryError) -> ArraySlice<UInt8> {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 16)
        defer { room.deallocate() }
        let count = try readFile(into: room)
        return ArraySlice(room[..<count])
    }

    private func readFile(into room: UnsafeMutableRawBufferPointer) throws(MemoryError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, room.baseAddress, room.count)
            #else
                let count = Darwin.read(descriptor, room.baseAddress, room.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StoredFile.failure(path, errno) }
            return count
        }
    }

    private static func damaged(_ path: String, _ fault: ZstandardFault) -> MemoryError {
        MemoryError(
            .invalidArgument, "\(path) cannot be unpacked: \(fault.reason)",
            hint: "The file is damaged; the other transcripts are not affected.")
    }
}
