import DaemonClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A program in a process group of its own, so that nothing it starts outlives it.
struct HostProcess {
    private let id: Int32

    /// - Parameters:
    ///   - folder: where it works.
    ///   - environment: what it sees beside ours.
    ///   - hidden: variables of ours it does not see.
    ///   - output: the file that gets what it prints.
    init(
        _ program: String, _ arguments: [String], in folder: String, environment: [(name: String, value: String)],
        hidden: [String], output: Int32
    ) throws(SystemCallError) {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { throw SystemCallError("open") }
        defer { close(null) }
        // The shell changes the folder, env the variables: both between the fork and the program, where we cannot.
        let words = hidden.flatMap { ["-u", $0] } + environment.map { "\($0.name)=\($0.value)" }
        id = try ChildProcess.spawn(
            "/bin/sh",
            ["-c", #"cd "$1" && shift && exec /usr/bin/env "$@""#, "sh", folder] + words + [program] + arguments,
            descriptors: [(null, 0), (output, 1), (output, 2)], newSession: true)
    }

    /// `nil` while it runs.
    func exitStatus() -> Int32? { ChildProcess.exitStatus(of: id) }

    /// Ends it, everything it started, and reaps it.
    func end() {
        kill(-id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }
}
