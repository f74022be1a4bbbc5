import LanguageModels
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    // `environ` is a variable; this program never changes its environment.
    @preconcurrency import Glibc
#endif

/// Runs the command that prints a key. It gets no input, and its own process group, which does not outlive it.
/// Blocks the thread it is run on.
struct KeyCommand: Sendable {
    static let outputBound = 8 << 10

    var text: String
    var limit: Duration

    /// - Parameter isStopped: asked every 20 ms; the command is killed when it says so.
    /// - Throws: `misconfigured`; nothing of what the command wrote is in it.
    func run(isStopped: () -> Bool) throws(ModelFault) -> Secret {
        guard let output = Pipe(), let complaints = Pipe() else {
            throw Self.fault("The key command could not be started: no file descriptors are left.", nil)
        }
        let child = try spawn(output: output, complaints: complaints)
        output.closeWriting()
        complaints.closeWriting()
        let end = follow(child, output, complaints, isStopped)
        // Before the leader is reaped its number, which is the group's, belongs to nobody else.
        kill(-child, SIGKILL)
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        switch end {
        case .exited: break
        case .late:
            throw Self.fault(
                "The key command did not end within \(limit.seconds) and was killed.",
                "It must not wait for a person: it has no terminal.")
        case .tooMuch:
            throw Self.fault(
                "The key command wrote more than \(Self.outputBound) bytes.", "It must print the key and nothing else.")
        case .stopped: throw TransportFault.cancelled
        }
        let silent = complaints.count == 0 ? "" : ", and \(complaints.count) bytes of complaints that are not shown"
        let signal = status & 0x7f
        guard signal == 0 else {
            throw Self.fault("The key command ended by signal \(signal)\(silent).", Self.environmentHint)
        }
        let code = (status >> 8) & 0xff
        guard code == 0 else {
            throw Self.fault("The key command ended with code \(code)\(silent).", Self.environmentHint)
        }
        return try Self.key(in: output.bytes)
    }

    static let environmentHint =
        "The daemon does not see what your shell sets: name programs with their whole path."

    private static func fault(_ message: String, _ hint: String?) -> ModelFault {
        ModelFault(.misconfigured, message, hint: hint)
    }

    /// One line without what surrounds it.
    private static func key(in bytes: [UInt8]) throws(ModelFault) -> Secret {
        let blank: (UInt8) -> Bool = { $0 <= 0x20 }
        let trimmed = bytes.drop(while: blank).reversed().drop(while: blank).reversed()
        guard !trimmed.isEmpty else { throw fault("The key command wrote nothing.", environmentHint) }
        guard !trimmed.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw fault("The key command wrote more than one line.", "It must print the key and nothing else.")
        }
        return Secret(String(decoding: trimmed, as: UTF8.self))
    }

    private enum End {
        case exited, late, tooMuch, stopped
    }

    private func follow(_ child: pid_t, _ output: Pipe, _ complaints: Pipe, _ isStopped: () -> Bool) -> End {
        let deadline = ContinuousClock.now + limit
        while true {
            var entries = [output.entry, complaints.entry]
            _ = poll(&entries, nfds_t(entries.count), 20)
            output.drain(keeping: Self.outputBound + 1)
            complaints.drain(keeping: 0)
            if output.count > Self.outputBound { return .tooMuch }
            if Self.hasEnded(child) {
                // What it wrote last may have come in between.
                output.drain(keeping: Self.outputBound + 1)
                complaints.drain(keeping: 0)
                return output.count > Self.outputBound ? .tooMuch : .exited
            }
            if isStopped() { return .stopped }
            if ContinuousClock.now >= deadline { return .late }
            // Both ends closed by a command that goes on: nothing is left to wait for but the clock.
            if output.isClosed, complaints.isClosed { usleep(2000) }
        }
    }

    /// Whether it ended, without reaping it.
    private static func hasEnded(_ child: pid_t) -> Bool {
        var info = siginfo_t()
        guard waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 else {
            // Where children are reaped by the system there is nobody left to ask about.
            return errno != EINTR
        }
        return info.si_signo == SIGCHLD
    }

    #if !canImport(Darwin)
        private static func openDescriptors() -> [Int32] {
            guard let folder = opendir("/proc/self/fd") else { return Array(3..<1024) }
            defer { closedir(folder) }
            var descriptors: [Int32] = []
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if let descriptor = Int32(name) { descriptors.append(descriptor) }
            }
            return descriptors
        }
    #endif

    private func spawn(output: Pipe, complaints: Pipe) throws(ModelFault) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, complaints.writing, 2)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        #if canImport(Darwin)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            // What somebody opened without the flag that closes it is no business of the command's.
            for descriptor in Self.openDescriptors() where descriptor > 2 {
                let state = fcntl(descriptor, F_GETFD)
                guard state >= 0, state & FD_CLOEXEC == 0 else { continue }
                posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        #endif
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

        let arguments = ["/bin/sh", "-c", text]
        let words = arguments.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, words + [nil], environ)
        guard code == 0 else {
            throw Self.fault("The key command could not be started (error \(code)).", Self.environmentHint)
        }
        return child
    }
}

/// One way out of a child, read without waiting.
private final class Pipe {
    let writing: Int32
    private let reading: Int32
    private(set) var bytes: [UInt8] = []
    /// Bytes that came, kept or not.
    private(set) var count = 0
    private(set) var isClosed = false
    private var isWritingClosed = false

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // Above the standard ones, and not for other children that start meanwhile.
        var moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        for end in ends { close(end) }
        guard moved.allSatisfy({ $0 >= 0 }) else {
            for end in moved where end >= 0 { close(end) }
            return nil
        }
        reading = moved.removeFirst()
        writing = moved.removeFirst()
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(reading)
        closeWriting()
    }

    func closeWriting() {
        if !isWritingClosed { close(writing) }
        isWritingClosed = true
    }

    /// For `poll`, which passes over a negative number.
    var entry: pollfd { pollfd(fd: isClosed ? -1 : reading, events: Int16(POLLIN), revents: 0) }

    /// Takes what is there, at most 64 KiB at a time.
    func drain(keeping bound: Int) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 where !isClosed {
            let length = read(reading, &chunk, chunk.count)
            if length > 0 {
                count += length
                bytes.append(contentsOf: chunk[..<length].prefix(max(0, bound - bytes.count)))
            } else if length == 0 {
                isClosed = true
            } else if errno != EINTR {
                return
            }
        }
    }
}
