import Synchronization

/// Working memory for forward passes: one piece for each that runs at the same time, used again afterwards.
final class ScratchPool: Sendable {
    private let size: Int
    private let free = Mutex<[Piece]>([])

    /// - Parameter size: bytes of one piece.
    init(size: Int) { self.size = size }

    /// Aligned to 64 bytes; what is never written costs no memory.
    struct Piece: @unchecked Sendable {
        fileprivate let address: UnsafeMutableRawPointer
    }

    func withScratch<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        let piece =
            free.withLock { $0.popLast() }
            ?? Piece(address: .allocate(byteCount: size, alignment: 64))
        defer { free.withLock { $0.append(piece) } }
        return body(piece.address)
    }

    deinit {
        for piece in free.withLock({ $0 }) { piece.address.deallocate() }
    }
}
