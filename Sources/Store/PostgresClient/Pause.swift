#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Waiting on a thread that is nobody else's.
enum Pause {
    static func milliseconds(_ count: Int) {
        usleep(UInt32(count) * 1000)
    }
}
