import DaemonConfiguration
import JSONText
import MemoryModel
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program `memosd`: becomes the one owner of a home and serves it until it is told to stop or nobody needs it.
package enum DaemonProgram {
    /// - Returns: the exit code: 0 done (or somebody else owns the home), 1 could not serve, 64 wrong usage.
    package static func run(_ commandLine: [String]) async -> Int32 {
        if commandLine.contains("--version") {
            print("memosd \(ProductVersion.current)")
            return 0
        }
        signal(SIGPIPE, SIG_IGN)
        let environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
        let userFolder = environment("HOME") ?? String(cString: getpwuid(getuid()).pointee.pw_dir)
        if commandLine.first == HubProgram.word {
            return await HubProgram(
                userFolder: userFolder, workingDirectory: workingDirectory, environment: environment
            ).run(Array(commandLine.dropFirst()))
        }
        let arguments: DaemonArguments
        do throws(DaemonArguments.Problem) {
            arguments = try DaemonArguments(
                commandLine, workingDirectory: workingDirectory, userFolder: userFolder, environment: environment
            )
        } catch {
            complain("memosd: \(error.text)\n\(DaemonArguments.usage)")
            return 64
        }
        let ready = ReadySignal(descriptor: arguments.readyDescriptor)
        do {
            let ending = try await serve(arguments, userFolder: userFolder, environment: environment, ready: ready)
            guard case .restarts(let port) = ending else { return 0 }
            return becomeAnew(DaemonArguments.again(commandLine, viewerPort: port))
        } catch {
            let reason = error as? MemoryError ?? MemoryError(.internal, "The daemon failed: \(error)")
            ready.failed(reason)
            complain("memosd: \(reason.message)" + (reason.hint.map { "\n\($0)" } ?? ""))
            return 1
        }
    }

    private static func serve(
        _ arguments: DaemonArguments, userFolder: String, environment: (String) -> String?, ready: ReadySignal
    ) async throws -> DaemonAssembly.Ending {
        if arguments.makesDemo {
            try await DemoMaking(home: arguments.home).run(environment: environment)
            return .stopped
        }
        _ = try HomeFolder.prepare(at: arguments.home.path)
        let runtimeFolder = environment("XDG_RUNTIME_DIR")
        let socket = arguments.home.socket(userID: getuid(), runtimeFolder: runtimeFolder)
        let folder = arguments.home.socketFolder(userID: getuid(), runtimeFolder: runtimeFolder)
        if folder != arguments.home.daemonFolder { mkdir(folder, 0o700) }
        switch try OwnerLock.take(arguments.home, isAnswering: { SystemFacts.canConnect(toSocket: socket) }) {
        case .ownedByAnother:
            ready.ready()
            return .stopped
        case .taken(let lock):
            let assembly = DaemonAssembly(
                arguments: arguments, socketPath: socket, userFolder: userFolder,
                assetsFolder: AssetsFolder.find(environment: environment),
                models: ModelShelf.find(
                    executable: SystemFacts.executable, workingDirectory: workingDirectory, environment: environment,
                    exists: SystemFacts.exists
                ),
                ready: ready
            )
            let ending = try await assembly.run()
            _ = consume lock
            return ending
        }
    }

    /// Puts the program, as it is on disk now, in the place of this one: the same process, no child. The home's lock is
    /// free by then; whoever is quicker to take it is the daemon.
    ///
    /// - Returns: only when that failed.
    private static func becomeAnew(_ arguments: [String]) -> Int32 {
        let program = SystemFacts.executable.replacing(" (deleted)", with: "")
        for descriptor in 3..<Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 4096)) {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        // What this program ignored or held back would stay so in the next.
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        execv(program, &words)
        complain("memosd: the program could not be started again (\(String(cString: strerror(errno)))).")
        return 1
    }

    private static var workingDirectory: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        return getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? "/"
    }

    private static func complain(_ text: String) {
        _ = Array((text + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}

/// Where the viewer's files are: named by `MEMOS_VIEWER_ASSETS`, installed beside the program, or in the checkout it was
/// built in.
private enum AssetsFolder {
    static func find(environment: (String) -> String?) -> String {
        if let named = environment("MEMOS_VIEWER_ASSETS"), !named.isEmpty { return named }
        var folder = parent(of: SystemFacts.executable)
        let installed = "\(parent(of: folder))/share/memos/viewer-assets"
        if SystemFacts.size(of: "\(installed)/index.html") > 0 { return installed }
        while folder != "/", !folder.isEmpty {
            let candidate = "\(folder)/viewer-assets"
            if SystemFacts.size(of: "\(candidate)/index.html") > 0 { return candidate }
            folder = parent(of: folder)
        }
        return installed
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
