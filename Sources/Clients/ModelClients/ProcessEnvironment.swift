#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The variables that this process was started with.
package enum ProcessEnvironment {
    @Sendable package static func value(of name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
