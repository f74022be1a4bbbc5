#if canImport(Darwin)
    package import Darwin
#elseif canImport(Musl)
    package import Musl
#else
    package import Glibc
#endif

/// A failed system call: which one, and `errno`. It carries no path and no content.
package struct SystemCallError: Error, Sendable, CustomStringConvertible {
    package let call: String
    package let code: Int32

    package init(_ call: String, code: Int32 = errno) {
        self.call = call
        self.code = code
    }

    package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// File descriptors as this program uses them: interrupted calls are repeated, nothing is inherited by accident.
package enum Descriptor {
    package enum Input {
        case bytes(Int)
        case end
        case wouldBlock
        case failed(Int32)
    }

    /// A stream socket that no child inherits.
    ///
    /// - Parameter family: such as `AF_UNIX`.
    package static func streamSocket(_ family: Int32) -> Int32? {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return nil }
        closeOnExec(descriptor)
        return descriptor
    }

    /// - Parameter port: 0 leaves the choice to the system.
    package static func loopbackAddress(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Appends at most `limit` bytes to `buffer`.
    package static func read(_ descriptor: Int32, into buffer: inout [UInt8], limit: Int = 65536) -> Input {
        let room = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { chunk -> Input in
            while true {
                #if canImport(Darwin)
                    let count = Darwin.read(descriptor, chunk.baseAddress, limit)
                #elseif canImport(Musl)
                    let count = Musl.read(descriptor, chunk.baseAddress, limit)
                #else
                    let count = Glibc.read(descriptor, chunk.baseAddress, limit)
                #endif
                if count > 0 {
                    buffer.append(contentsOf: chunk[0..<count])
                    return .bytes(count)
                }
                if count == 0 { return .end }
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed(errno)
            }
        }
        return room
    }

    /// Writes what the descriptor takes now; 0 when it takes nothing, `nil` when it is broken.
    package static func writeSome(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { raw in
            while true {
                let count = write(descriptor, raw.baseAddress, raw.count)
                if count >= 0 { return count }
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : nil
            }
        }
    }

    /// Writes everything to a blocking descriptor; false when it is broken.
    @discardableResult
    package static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            guard let count = writeSome(descriptor, bytes[offset...]) else { return false }
            offset += count
            if count == 0 { _ = wait(descriptor, for: Int16(POLLOUT), milliseconds: 1000) }
        }
        return true
    }

    /// Waits for one descriptor; the events that came, 0 at the end of the time.
    package static func wait(_ descriptor: Int32, for events: Int16, milliseconds: Int) -> Int16 {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        let count = poll(&entry, 1, Int32(clamping: milliseconds))
        return count > 0 ? entry.revents : 0
    }

    package static func closeOnExec(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    package static func setNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Both ends are closed on exec.
    package static func makePipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        ends.forEach(closeOnExec)
        return (ends[0], ends[1])
    }

    /// Gives the three standard descriptors a null device where the host closed them. Otherwise the next file opened
    /// would become "standard output".
    package static func ensureStandardDescriptors() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
        }
    }
}
