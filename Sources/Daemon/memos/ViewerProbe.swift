import DaemonClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Asks a viewer on this machine for its health, in the plainest HTTP there is.
enum ViewerProbe {
    /// The status code; `nil` when nobody answers in time.
    static func healthStatus(port: UInt16, milliseconds: Int = 2_000) -> Int? {
        guard let descriptor = Descriptor.streamSocket(AF_INET) else { return nil }
        defer { close(descriptor) }
        var address = Descriptor.loopbackAddress(port: port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { return nil }
        let request = "GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
        Descriptor.setNonBlocking(descriptor)
        guard Descriptor.writeAll(descriptor, Array(request.utf8)) else { return nil }
        var answer: [UInt8] = []
        let deadline = Deadline.after(milliseconds: milliseconds)
        while !deadline.isOver, !answer.contains(0x0A) {
            switch Descriptor.read(descriptor, into: &answer) {
            case .bytes: continue
            case .end, .failed: return nil
            case .wouldBlock:
                _ = Descriptor.wait(descriptor, for: Int16(POLLIN), milliseconds: deadline.remainingMilliseconds)
            }
        }
        let words = answer.split(separator: 0x20, maxSplits: 2)
        return words.count < 2 ? nil : Int(String(decoding: words[1], as: UTF8.self))
    }
}
