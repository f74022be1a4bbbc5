import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Gets a daemon running, once, no matter how many fronts want one at the same time.
///
/// Who takes `start.lock` spawns the launch step (this program again, in a session of its own), which holds the lock,
/// starts `memosd` and ends as soon as that is ready. So the daemon is nobody's child but init's, and a front that
/// has no time to wait just leaves.
package struct DaemonLauncher: Sendable {
    package let context: FrontContext

    package init(context: FrontContext) { self.context = context }

    package enum Beginning {
        /// It came up meanwhile.
        case running(DaemonConnection)
        case starting(StartingDaemon)
        /// Another front is starting it.
        case startedByAnother
        case failed(ClientError)
    }

    /// Begins a start without waiting for it.
    ///
    /// - Parameter beforehand: runs while the lock is held and before anything is started.
    package func begin(reporting: Bool, beforehand: () -> Void = {}) -> Beginning {
        switch takeLock() {
        case .failure(let error): return .failed(error)
        case .success(nil): return .startedByAnother
        case .success(let lock?):
            defer { close(lock) }
            // Who got the lock just after a start ended finds the daemon up.
            if let connection = DaemonConnection.open(context, deadline: .after(milliseconds: 50)) {
                return .running(connection)
            }
            beforehand()
            return spawnLaunchStep(lock: lock, reporting: reporting)
        }
    }

    /// A connection to the daemon, which is started when there is none.
    package func connect(deadline: Deadline) throws(ClientError) -> DaemonConnection {
        var starting: StartingDaemon?
        while true {
            if let connection = DaemonConnection.open(context, deadline: deadline) { return connection }
            if let underway = starting {
                switch underway.outcome() {
                case .running: break
                case .ready: starting = nil
                case .failed(let error): throw error
                }
            } else {
                switch begin(reporting: true) {
                case .running(let connection): return connection
                case .starting(let new): starting = new
                case .startedByAnother: break
                case .failed(let error): throw error
                }
            }
            if deadline.isOver { throw Self.tooSlow }
            sleepMilliseconds(5)
        }
    }

    package static let tooSlow = ClientError(
        .unavailable, code: "daemon_unavailable", "The daemon did not become ready in time.",
        hint: "Run `memos daemon` to see what holds it up."
    )

    /// The locked descriptor of `start.lock`, or `nil` when another front holds it.
    private func takeLock() -> Result<Int32?, ClientError> {
        do throws(SystemCallError) {
            try PlainFile.makeFolder(context.home.daemonFolder)
            try preparePrivateSocketFolder()
        } catch {
            return .failure(
                ClientError(
                    .unavailable, code: "path_not_writable", "The home folder cannot be prepared (\(error)).",
                    hint: "Check the owner and mode of \(context.home.path)."))
        }
        let lock = open(context.home.startLock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            return .failure(
                ClientError(
                    .unavailable, code: "path_not_writable", "The start lock cannot be opened.",
                    hint: "Check the owner and mode of \(context.home.daemonFolder)."))
        }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { return .success(lock) }
        close(lock)
        return .success(nil)
    }

    /// The fall-back folder lies where others may write, so it must be ours alone before a socket goes there.
    private func preparePrivateSocketFolder() throws(SystemCallError) {
        guard context.socketFolder != context.home.daemonFolder else { return }
        try PlainFile.makeFolder(context.socketFolder)
        var status = stat()
        guard lstat(context.socketFolder, &status) == 0 else { throw SystemCallError("lstat") }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard isFolder, status.st_uid == getuid(), status.st_mode & 0o077 == 0 else {
            throw SystemCallError("lstat", code: EPERM)
        }
    }

    private func spawnLaunchStep(lock: Int32, reporting: Bool) -> Beginning {
        guard let daemon = FrontContext.daemonExecutable else {
            return .failed(
                ClientError(
                    .unavailable, code: "daemon_missing", "The daemon's program `memosd` was not found.",
                    hint: "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place."))
        }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        let report = reporting ? Descriptor.makePipe() : nil
        defer {
            close(null)
            if let report { close(report.write) }
        }
        var descriptors = [(null, 0), (null, 1), (null, 2), (lock, LaunchStep.lockDescriptor)]
        descriptors.append((report?.write ?? null, LaunchStep.reportDescriptor))
        do throws(SystemCallError) {
            let child = try ChildProcess.spawn(
                FrontContext.executable, LaunchStep.arguments(daemon: daemon, context: context),
                descriptors: descriptors.map { (ours: $0.0, childs: $0.1) }, newSession: true
            )
            return .starting(StartingDaemon(launchStep: child, report: report?.read))
        } catch {
            if let report { close(report.read) }
            return .failed(
                ClientError(.unavailable, code: "daemon_unavailable", "The daemon cannot be started (\(error))."))
        }
    }
}

/// A start under way, as the front that began it sees it.
package final class StartingDaemon {
    package enum Outcome {
        case running
        case ready
        case failed(ClientError)
    }

    private let launchStep: pid_t
    private let report: Int32?
    private var reaped = false

    fileprivate init(launchStep: pid_t, report: Int32?) {
        self.launchStep = launchStep
        self.report = report
    }

    deinit {
        if let report { close(report) }
    }

    /// Looks without waiting. A front that lives on must ask until this is not `running`, which reaps the child.
    package func outcome() -> Outcome {
        guard !reaped, let status = ChildProcess.exitStatus(of: launchStep) else {
            return reaped ? .ready : .running
        }
        reaped = true
        if status == 0 { return .ready }
        var bytes: [UInt8] = []
        if let report { while case .bytes = Descriptor.read(report, into: &bytes) {} }
        if let value = try? JSON(parsing: bytes) {
            return .failed(
                ClientError(
                    .unavailable, code: value["code"]?.string ?? "daemon_unavailable",
                    value["message"]?.string ?? "The daemon could not start.", hint: value["hint"]?.string))
        }
        return .failed(
            ClientError(
                .unavailable, code: "daemon_unavailable", "The daemon could not start (launch status \(status)).",
                hint: "Run `memos daemon` to see why."))
    }
}
