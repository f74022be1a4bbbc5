import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The short-lived process between a front and the daemon it starts: alone in its session, it holds the start lock,
/// starts `memosd`, waits until that is ready or gives up, and ends. It is this program, called with a hidden word.
package enum LaunchStep {
    package static let word = "__launch"
    static let lockDescriptor: Int32 = 3
    static let reportDescriptor: Int32 = 4
    private static let readyDescriptor: Int32 = 3
    /// Opening a database may include a migration with a backup before it.
    private static let patience = 60_000

    static func arguments(daemon: String, context: FrontContext) -> [String] {
        [word, daemon, context.home.path, context.agent.rawValue, context.socket]
    }

    /// - Parameter arguments: those after the hidden word.
    /// - Returns: the exit status.
    package static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count == 4, let agent = Agent(rawValue: arguments[2]) else { return 64 }
        let home = RuntimeHome(path: arguments[1])
        closeInheritedOnExec()
        umask(0o077)
        _ = chdir("/")
        try? PlainFile.makeFolder(home.logs)
        let deadline = Deadline.after(milliseconds: patience)
        while true {
            switch start(daemon: arguments[0], home: home, agent: agent, deadline: deadline) {
            case .ready: return 0
            case .failed(let report):
                Descriptor.writeAll(reportDescriptor, report)
                return 1
            case .ownedByAnother:
                // A daemon that is stopping still holds the lock of ownership but listens no more.
                if DaemonConnection.open(arguments[3], deadline: deadline) != nil { return 0 }
                if deadline.isOver { return 75 }
                sleepMilliseconds(30)
            }
        }
    }

    private enum Result {
        case ready
        case ownedByAnother
        case failed([UInt8])
    }

    private static func start(daemon: String, home: RuntimeHome, agent: Agent, deadline: Deadline) -> Result {
        guard let ready = Descriptor.makePipe() else { return .failed([]) }
        let errors = openErrorLog(home)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        let child: pid_t
        do throws(SystemCallError) {
            defer {
                close(ready.write)
                close(errors)
                close(null)
            }
            let descriptors = [(null, 0), (null, 1), (errors >= 0 ? errors : null, 2), (ready.write, readyDescriptor)]
            child = try ChildProcess.spawn(
                daemon,
                ["--home", home.path, "--agent", agent.rawValue, "--ready-fd", String(readyDescriptor)],
                descriptors: descriptors.map { (ours: $0.0, childs: Int32($0.1)) }, newSession: true
            )
        } catch {
            close(ready.read)
            return .failed(failure("The daemon's program cannot be run (\(error))."))
        }
        defer { close(ready.read) }
        let said = listen(ready.read, deadline: deadline)
        if said.first == UInt8(ascii: "1") { return .ready }
        if said.first == UInt8(ascii: "0") { return .failed(Array(said.dropFirst())) }
        var status = ChildProcess.exitStatus(of: child)
        let end = Deadline.after(milliseconds: 1000)
        while status == nil, !end.isOver {
            sleepMilliseconds(2)
            status = ChildProcess.exitStatus(of: child)
        }
        guard let status else { return .failed(failure("The daemon did not become ready in time.")) }
        return status == 0 ? .ownedByAnother : .failed(failure("The daemon ended with status \(status)."))
    }

    /// What the daemon says on the ready pipe: one byte `1`, or `0` and an error up to the end.
    private static func listen(_ descriptor: Int32, deadline: Deadline) -> [UInt8] {
        var bytes: [UInt8] = []
        Descriptor.setNonBlocking(descriptor)
        while !deadline.isOver {
            switch Descriptor.read(descriptor, into: &bytes) {
            case .bytes where bytes.first == UInt8(ascii: "1"): return bytes
            case .bytes: continue
            case .wouldBlock:
                _ = Descriptor.wait(descriptor, for: Int16(POLLIN), milliseconds: deadline.remainingMilliseconds)
            case .end, .failed: return bytes
            }
        }
        return bytes
    }

    private static func failure(_ message: String) -> [UInt8] {
        let value: JSON = [
            "code": "daemon_unavailable", "message": .string(message),
            "hint": "Run `memos daemon` to see why, or read logs/memosd.err in the home folder.",
        ]
        return value.utf8Text
    }

    /// Appended to; begun anew when it has grown past a megabyte.
    private static func openErrorLog(_ home: RuntimeHome) -> Int32 {
        var status = stat()
        let isLarge = stat(home.daemonErrorLog, &status) == 0 && status.st_size > 1 << 20
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (isLarge ? O_TRUNC : 0)
        return open(home.daemonErrorLog, flags, 0o600)
    }

    /// A host may have left descriptors open in the front; the daemon, which lives long, must not keep them.
    private static func closeInheritedOnExec() {
        let limit = min(sysconf(Int32(_SC_OPEN_MAX)), 65_536)
        for descriptor in 3..<Int32(max(limit, 256)) { Descriptor.closeOnExec(descriptor) }
    }
}
