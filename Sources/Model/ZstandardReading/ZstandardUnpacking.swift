import CZstandard

/// Takes apart what is packed with Zstandard (RFC 8878) piece by piece: one frame after another, as programs leave them
/// that append. The memory it takes is the window of a frame, at most `largestWindow`, however long the content is.
package final class ZstandardUnpacking {
    /// As a power of two: 128 MB, which every level of packing stays within that is not asked for more.
    package static let largestWindow: Int32 = 27

    /// How each frame begins.
    package static let signature: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    private let stream: OpaquePointer

    package init() throws(ZstandardFault) {
        guard let stream = ZSTD_createDStream() else { throw ZstandardFault("there is no memory for it") }
        self.stream = stream
        _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.largestWindow)
    }

    deinit { ZSTD_freeDStream(stream) }

    /// Unpacks as much as there is room for.
    ///
    /// - Parameter packed: what follows on the call before; shortened by what was taken.
    /// - Returns: how many bytes were written. None means that more of the packed bytes are wanted, once `packed` is empty;
    ///   what never comes leaves the content shorter than it was.
    package func unpack(
        _ packed: inout ArraySlice<UInt8>, into room: UnsafeMutableRawBufferPointer
    ) throws(ZstandardFault) -> Int {
        var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        var taken = 0
        var status = 0
        packed.withUnsafeBytes { bytes in
            var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
            repeat {
                status = ZSTD_decompressStream(stream, &output, &input)
            } while ZSTD_isError(status) == 0 && output.pos == 0 && input.pos < input.size
            taken = input.pos
        }
        guard ZSTD_isError(status) == 0 else { throw ZstandardFault(String(cString: ZSTD_getErrorName(status))) }
        packed.removeFirst(taken)
        return output.pos
    }

    /// The whole content of bytes that are in memory.
    ///
    /// - Parameter limit: most bytes it may have.
    package static func contents(of bytes: [UInt8], limit: Int) throws(ZstandardFault) -> [UInt8] {
        let unpacking = try ZstandardUnpacking()
        var packed = bytes[...]
        var contents: [UInt8] = []
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
        defer { room.deallocate() }
        while true {
            let count = try unpacking.unpack(&packed, into: room)
            if count == 0 { return contents }
            guard contents.count + count <= limit else { throw ZstandardFault("it is larger than \(limit) bytes") }
            contents.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<count]))
        }
    }
}

/// Why packed bytes cannot be read, in words of the library.
package struct ZstandardFault: Error, Sendable, Equatable {
    package let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
