package import JSONText
package import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One connection to the daemon's socket: lines out, lines in, each with a deadline. It does not start a daemon.
package final class DaemonConnection {
    package let descriptor: Int32
    private var received: [UInt8] = []
    /// Bytes of `received` already handed out.
    private var consumed = 0
    /// Bytes of `received` known to hold no line end.
    private var scanned = 0

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// `nil` when nobody listens there. A full backlog is waited for.
    package static func open(_ path: String, deadline: Deadline) -> DaemonConnection? {
        var address = sockaddr_un()
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        while true {
            guard let descriptor = Descriptor.streamSocket(AF_UNIX) else { return nil }
            Descriptor.setNonBlocking(descriptor)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { return DaemonConnection(descriptor: descriptor) }
            let code = errno
            close(descriptor)
            guard code == EAGAIN || code == EINTR, !deadline.isOver else { return nil }
            sleepMilliseconds(2)
        }
    }

    /// The socket computed from the home, else the one the daemon says it listens on: a front started with another
    /// `XDG_RUNTIME_DIR` than the daemon computes another path for a long home.
    package static func open(_ context: FrontContext, deadline: Deadline) -> DaemonConnection? {
        if let connection = open(context.socket, deadline: deadline) { return connection }
        guard context.socketFolder != context.home.daemonFolder,
            let bytes = try? PlainFile.read(context.home.runRecord), let record = try? JSON(parsing: bytes),
            let path = record["socket"]?.string, path != context.socket
        else { return nil }
        return open(path, deadline: deadline)
    }

    /// Sends bytes as they are; the caller ends its lines.
    package func send(_ bytes: [UInt8], deadline: Deadline) throws(ClientError) {
        var offset = 0
        while offset < bytes.count {
            guard let count = Descriptor.writeSome(descriptor, bytes[offset...]) else { throw .connectionLost }
            offset += count
            if count > 0 { continue }
            if deadline.isOver { throw .timedOut }
            _ = Descriptor.wait(descriptor, for: Int16(POLLOUT), milliseconds: deadline.remainingMilliseconds)
        }
    }

    /// The next line, without its end.
    package func receiveLine(deadline: Deadline) throws(ClientError) -> [UInt8] {
        while true {
            if let line = nextLine() { return line }
            switch Descriptor.read(descriptor, into: &received) {
            case .bytes: continue
            case .end, .failed: throw .connectionLost
            case .wouldBlock:
                if deadline.isOver { throw .timedOut }
                _ = Descriptor.wait(descriptor, for: Int16(POLLIN), milliseconds: deadline.remainingMilliseconds)
            }
        }
    }

    private func nextLine() -> [UInt8]? {
        guard let end = received[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = received.count
            return nil
        }
        let line = Array(received[consumed..<end])
        consumed = end + 1
        scanned = consumed
        if consumed == received.count {
            received.removeAll(keepingCapacity: true)
            consumed = 0
            scanned = 0
        }
        return line
    }

    /// Introduces this front and reads who answers.
    package func greet(
        role: FrontRole, agent: Agent, deadline: Deadline
    ) throws(ClientError) -> DaemonGreeting {
        try send(Self.hello(role: role, agent: agent), deadline: deadline)
        return try DaemonGreeting(line: try receiveLine(deadline: deadline))
    }

    /// - Parameter context: what is known of a client of the Model Context Protocol.
    package static func hello(role: FrontRole, agent: Agent, context: JSON? = nil) -> [UInt8] {
        let line = JSON.object(present: [
            ("memos", "hello"), ("protocol", .integer(Int64(protocolVersion))),
            ("version", .string(ProductVersion.current.description)), ("role", .string(role.rawValue)),
            ("agent", .string(agent.rawValue)), ("pid", .integer(Int64(getpid()))), ("mcp", context),
        ])
        return line.utf8Text + [UInt8(ascii: "\n")]
    }
}

/// What kind of front connects; the daemon logs it and pushes events to bridges without being asked.
package enum FrontRole: String, Sendable {
    case bridge, hook, cli, mcp
}

/// The daemon's answer to a hello.
package struct DaemonGreeting: Sendable {
    package var version: ProductVersion?
    package var instanceID: String
    package var pid: Int32

    /// This front came with a newer installation, whose daemon should take over.
    package var isOlderThanFront: Bool { version.map { $0 < ProductVersion.current } ?? false }

    package init(line: [UInt8]) throws(ClientError) {
        guard let value = try? JSON(parsing: line), let word = value["memos"]?.string else {
            throw ClientError(
                .misunderstanding, code: "protocol_error", "The socket answered something that is no greeting.",
                hint: "Another program may listen there; run `memos doctor`."
            )
        }
        guard word == "hello" else {
            throw ClientError(
                .misunderstanding, code: value["code"]?.string ?? "protocol_mismatch",
                value["message"]?.string ?? "The daemon refused the connection.", hint: value["hint"]?.string
            )
        }
        version = value["version"]?.string.flatMap(ProductVersion.init)
        instanceID = value["instanceId"]?.string ?? ""
        pid = Int32(clamping: value["pid"]?.int ?? 0)
    }
}
