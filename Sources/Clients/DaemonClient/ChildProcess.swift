#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    @preconcurrency import Musl
#else
    // `environ` is a variable; this program never changes its environment.
    @preconcurrency import Glibc
#endif

/// Starts a program with `posix_spawn`: nothing is inherited but the descriptors named, no signal is blocked or
/// ignored. It does not wait; the caller reaps the child or leaves.
package enum ChildProcess {
    #if canImport(Darwin)
        private static let newSessionFlag = Int32(POSIX_SPAWN_SETSID)
    #else
        // The C libraries of Linux show `POSIX_SPAWN_SETSID` only to programs that ask for GNU extensions.
        private static let newSessionFlag: Int32 = 0x80
    #endif

    /// - Parameters:
    ///   - descriptors: which of our descriptors the child gets under which number.
    ///   - newSession: the child leaves our session and terminal, so that it survives what happens to them.
    package static func spawn(
        _ path: String, _ arguments: [String], descriptors: [(ours: Int32, childs: Int32)], newSession: Bool
    ) throws(SystemCallError) -> Int32 {
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
        // Moved out of the way first, so that no target number is overwritten before it is copied. The copies are
        // closed on exec; so are all other descriptors this program opens.
        var moved: [Int32] = []
        defer { for descriptor in moved { close(descriptor) } }
        for (ours, childs) in descriptors {
            let copy = fcntl(ours, F_DUPFD_CLOEXEC, 20)
            guard copy >= 0 else { throw SystemCallError("fcntl") }
            moved.append(copy)
            posix_spawn_file_actions_adddup2(&actions, copy, childs)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        if newSession { flags |= newSessionFlag }
        #if canImport(Darwin)
            flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #endif
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

        let words = ([path] + arguments).map { strdup($0) }
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, words + [nil], environ)
        guard code == 0 else { throw SystemCallError("posix_spawn", code: code) }
        return child
    }

    /// `nil` while the child runs; else its exit status, 128 + the signal when one ended it.
    package static func exitStatus(of child: Int32) -> Int32? {
        var status: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(child, &status, WNOHANG) } while result == -1 && errno == EINTR
        if result == 0 { return nil }
        // Somebody else reaped it; there is no more to learn.
        if result < 0 { return 0 }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    package struct Run: Sendable {
        package let status: Int32
        package let output: [UInt8]
        package let milliseconds: Int
    }

    /// Runs a program to its end as a host runs a hook: with input on a pipe, and output taken from one.
    ///
    /// - Returns: `nil` when it did not end in time; it is killed then.
    package static func run(
        _ path: String, _ arguments: [String], input: [UInt8], milliseconds: Int
    ) throws(SystemCallError) -> Run? {
        guard let input = inputFile(input) else { throw SystemCallError("tmpfile") }
        defer { close(input) }
        guard let pipe = Descriptor.makePipe() else { throw SystemCallError("pipe") }
        defer { close(pipe.read) }
        let child: Int32
        do throws(SystemCallError) {
            defer { close(pipe.write) }
            child = try spawn(
                path, arguments, descriptors: [(input, 0), (pipe.write, 1), (2, 2)], newSession: false)
        } catch {
            throw error
        }
        var output: [UInt8] = []
        let deadline = Deadline.after(milliseconds: milliseconds)
        Descriptor.setNonBlocking(pipe.read)
        reading: while !deadline.isOver {
            switch Descriptor.read(pipe.read, into: &output) {
            case .bytes: continue
            case .end, .failed: break reading
            case .wouldBlock:
                _ = Descriptor.wait(pipe.read, for: Int16(POLLIN), milliseconds: deadline.remainingMilliseconds)
            }
        }
        while !deadline.isOver {
            if let status = exitStatus(of: child) {
                let spent = milliseconds - deadline.remainingMilliseconds
                return Run(status: status, output: output, milliseconds: spent)
            }
            sleepMilliseconds(1)
        }
        kill(child, SIGKILL)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return nil
    }

    /// Input of any size without somebody to feed it: an unnamed file.
    private static func inputFile(_ bytes: [UInt8]) -> Int32? {
        guard let file = tmpfile() else { return nil }
        defer { fclose(file) }
        let descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0, Descriptor.writeAll(descriptor, bytes), lseek(descriptor, 0, SEEK_SET) == 0 else {
            return nil
        }
        return descriptor
    }

    /// Replaces this program by another one, which keeps the terminal and the descriptors.
    package static func become(_ path: String, _ arguments: [String]) -> SystemCallError {
        let words = ([path] + arguments).map { strdup($0) }
        execv(path, words + [nil])
        let failure = SystemCallError("execv")
        words.forEach { free($0) }
        return failure
    }
}
