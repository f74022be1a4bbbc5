import Synchronization

/// Counts the open event streams and refuses more than a maximum.
final class StreamCount: Sendable {
    private let maximum: Int
    private let open = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    var current: Int { open.withLock { $0 } }

    func permit() -> StreamPermit? {
        let isFree = open.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
        return isFree ? StreamPermit(count: self) : nil
    }

    fileprivate func release() {
        open.withLock { $0 -= 1 }
    }
}

/// One place among the open streams, given back when nobody holds it any more: also when the answer that was to use it
/// could not be sent.
final class StreamPermit: Sendable {
    private let count: StreamCount

    fileprivate init(count: StreamCount) {
        self.count = count
    }

    deinit {
        count.release()
    }
}
