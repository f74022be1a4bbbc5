package import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where this front stands: which memory it serves, where that memory's daemon listens, and which programs to start.
package struct FrontContext: Sendable {
    package let home: RuntimeHome
    package let agent: Agent
    package let socket: String
    /// Must be private before a daemon may listen in it.
    package let socketFolder: String

    package init(explicitHome: String?, agent: Agent) {
        let home = RuntimeHome.resolve(
            explicit: explicitHome, agent: agent, userFolder: Self.userFolder,
            workingDirectory: Self.workingDirectory, environment: Self.variable
        )
        self.home = home
        self.agent = agent
        let runtimeFolder = Self.variable("XDG_RUNTIME_DIR")
        socket = home.socket(userID: getuid(), runtimeFolder: runtimeFolder)
        socketFolder = home.socketFolder(userID: getuid(), runtimeFolder: runtimeFolder)
    }

    /// An environment variable; empty ones count as absent.
    package static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    package static var userFolder: String {
        if let home = variable("HOME") { return home }
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/" }
        return String(cString: folder)
    }

    /// What this machine calls itself; `nil` when it does not say.
    package static var hostName: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0, name[0] != 0 else { return nil }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }

    package static var workingDirectory: String {
        guard let buffer = getcwd(nil, 0) else { return "/" }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// The file of the running program, symbolic links followed.
    package static var executable: String {
        #if canImport(Darwin)
            var size: UInt32 = 4096
            var raw = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&raw, &size) == 0, let resolved = realpath(raw, nil) else { return "" }
            defer { free(resolved) }
            return String(cString: resolved)
        #else
            var raw = [UInt8](repeating: 0, count: 4096)
            let count = raw.withUnsafeMutableBytes { buffer -> Int in
                guard let start = buffer.baseAddress else { return 0 }
                return readlink("/proc/self/exe", start.assumingMemoryBound(to: CChar.self), buffer.count)
            }
            let path = String(decoding: raw[..<max(0, count)], as: UTF8.self)
            // A program replaced by an upgrade while it runs is shown with this ending.
            let gone = " (deleted)"
            return path.hasSuffix(gone) ? String(path.dropLast(gone.count)) : path
        #endif
    }

    /// The daemon's program: `MEMOS_DAEMON` when set, else the one installed with this front.
    package static var daemonExecutable: String? {
        if let chosen = variable("MEMOS_DAEMON") {
            let path = RuntimeHome(path: chosen, workingDirectory: workingDirectory).path
            return PlainFile.isExecutable(path) ? path : nil
        }
        let folder = RuntimeHome(path: executable + "/..").path
        let candidates = [folder + "/memosd", RuntimeHome(path: folder + "/../libexec/memosd").path]
        return candidates.first(where: PlainFile.isExecutable)
    }

    /// Makes the folders a front may need to write into.
    package func prepareFolders() throws(SystemCallError) {
        for folder in [home.spool, home.logs] { try PlainFile.makeFolder(folder) }
    }
}
