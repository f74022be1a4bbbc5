#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A point on the monotonic clock until which something may take.
package struct Deadline: Sendable {
    private let nanoseconds: UInt64

    package static func after(milliseconds: Int) -> Deadline {
        Deadline(nanoseconds: now() &+ UInt64(max(0, milliseconds)) &* 1_000_000)
    }

    package var isOver: Bool { Self.now() >= nanoseconds }

    /// Rounded up, so that waiting this long is enough; 0 when it is over.
    package var remainingMilliseconds: Int {
        let now = Self.now()
        return now >= nanoseconds ? 0 : Int((nanoseconds - now + 999_999) / 1_000_000)
    }

    package func earlier(_ other: Deadline) -> Deadline { nanoseconds <= other.nanoseconds ? self : other }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}

/// Milliseconds since 1970, the time of every wire of ours.
package func wallClockMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

package func sleepMilliseconds(_ milliseconds: Int) {
    _ = poll(nil, 0, Int32(clamping: milliseconds))
}
