import DaemonClient
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The folder of the memory and what lies around it, as whoever starts a daemon finds it.
struct HomeChecks {
    let context: FrontContext

    func run() -> [DiagnosisCheck] {
        let home = home()
        return home.state == .failed ? [home] : [home, socket(), fileClock()]
    }

    private func home() -> DiagnosisCheck {
        let path = context.home.path
        do throws(SystemCallError) {
            try context.prepareFolders()
        } catch {
            return .failed("home", "\(path) cannot be used (\(error))", hint: "Make it a folder you may write to.")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid == getuid() else {
            return .failed(
                "home", "\(path) belongs to another user", hint: "Run memos as its owner, or choose --home.")
        }
        guard status.st_mode & 0o077 == 0 else {
            return .failed("home", "\(path) is open to other users", hint: "Run: chmod 700 '\(path)'")
        }
        guard access(path, W_OK) == 0, access(context.home.daemonFolder, W_OK) == 0 else {
            return .failed("home", "\(path) is not writable", hint: "Check its mode and the disk.")
        }
        return .passed("home", path)
    }

    /// Whoever can reach the socket can read the memory.
    private func socket() -> DiagnosisCheck {
        let folder = context.socketFolder
        var status = stat()
        guard stat(folder, &status) == 0 else {
            return .passed("socket", "\(folder) is made when the daemon starts")
        }
        guard status.st_uid == getuid() else {
            return .failed("socket", "\(folder) belongs to another user", hint: "Remove it, or set XDG_RUNTIME_DIR.")
        }
        guard status.st_mode & 0o077 == 0 else {
            return .failed("socket", "\(folder) is open to other users", hint: "Run: chmod 700 '\(folder)'")
        }
        return .passed("socket", context.socket)
    }

    /// Files of a home on another machine have that machine's time; leftovers are told by it.
    private func fileClock() -> DiagnosisCheck {
        let probe = context.home.daemonFolder + "/.clock.\(getpid())"
        defer { unlink(probe) }
        let before = wallClockMilliseconds()
        guard (try? PlainFile.replace(probe, with: [])) != nil else {
            return .failed(
                "file-clock", "no file can be written in \(context.home.daemonFolder)", hint: "Check the disk.")
        }
        var status = stat()
        guard stat(probe, &status) == 0 else { return .passed("file-clock", "not told") }
        #if canImport(Darwin)
            let seconds = status.st_mtimespec.tv_sec
        #else
            let seconds = status.st_mtim.tv_sec
        #endif
        let skew = abs(Int64(seconds) - before / 1000)
        if skew <= 5 { return .passed("file-clock", "files have the time of this machine") }
        return .failed(
            "file-clock", "files in the home are \(skew) s off this machine's clock",
            hint: "Set the clocks of both machines, or move the home to a local disk.")
    }
}
