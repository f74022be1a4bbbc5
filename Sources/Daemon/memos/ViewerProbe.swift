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
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        Descriptor.closeOnExec(descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
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
