import MemoryModel
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the machine gives: room, rights, time, a port.
extension Doctor {
    func disk() -> DoctorCheck {
        var status = statvfs()
        guard statvfs(state.home.path, &status) == 0 else {
            return DoctorCheck(
                "disk", .warning, "The file system does not tell its free space.", hint: "Look with df.")
        }
        let free = (Int64(status.f_bavail) * Int64(status.f_frsize)) >> 20
        let level: DoctorCheck.State = free < 100 ? .failed : free < 1024 ? .warning : .ok
        return DoctorCheck(
            "disk", level, "\(free) MiB are free.",
            hint: level == .ok ? nil : "Free some space; a full disk keeps nothing.")
    }

    func permissions() -> DoctorCheck {
        let home = state.home
        let files = [home.path, home.configFile, home.dataFolder, home.database, home.logs, home.daemonFolder]
        let open = files.filter(SystemFacts.isOpenToOthers)
        if open.isEmpty { return DoctorCheck("permissions", "Only you can read the home.") }
        return DoctorCheck(
            "permissions", .failed, "Others can read: \(open.joined(separator: ", ")).",
            hint: "chmod -R go-rwx '\(home.path)'")
    }

    /// A record that waits for a minute is not on its way.
    func spool() -> DoctorCheck {
        let waiting = SystemFacts.names(in: state.home.spool).filter { $0.hasSuffix(".json") }
        let rejected = SystemFacts.names(in: state.home.rejectedSpool).count { $0.hasSuffix(".json") }
        if waiting.isEmpty, rejected == 0 { return DoctorCheck("spool", "Nothing waits to be taken over.") }
        let isStuck = waiting.contains { name in
            // Names begin with the time in milliseconds, 14 digits.
            Int64(name.prefix(14)).map { $0 < SystemFacts.now() - 60_000 } ?? true
        }
        return DoctorCheck(
            "spool", isStuck || rejected > 0 ? .failed : .warning,
            "\(waiting.count) events wait, \(rejected) could not be taken over.",
            hint: "memos logs --level warning tells why; what is in daemon/spool/rejected may be deleted.")
    }

    /// - Parameter newest: when the newest turn began. Times run forward only as long as the clock does.
    func clock(newest: Timestamp?) -> DoctorCheck {
        let now = SystemFacts.now()
        // 2024 is before the first version.
        guard now > 1_704_067_200_000 else {
            return DoctorCheck(
                "clock", .failed, "The clock of this machine is wrong.", hint: "Set it; memories are ordered by time.")
        }
        guard let newest, newest > now + 300_000 else { return DoctorCheck("clock", "The clock is plausible.") }
        return DoctorCheck(
            "clock", .failed, "The newest memory is from \((newest - now) / 60_000) minutes in the future.",
            hint: "Set the clock if it went back; else memos forget the turns with times that have not come yet.")
    }

    func viewer() async -> DoctorCheck {
        guard hasViewer else { return DoctorCheck("viewer", "Switched off.") }
        guard let port = await port() else {
            return DoctorCheck(
                "viewer", .failed, "It does not listen.",
                hint: "Set viewer.port to a free port, then memos stop; memory goes on without it.")
        }
        let wanted = preferredPort()
        if wanted == port { return DoctorCheck("viewer", "http://127.0.0.1:\(port)/") }
        return DoctorCheck(
            "viewer", .warning, "Port \(wanted) was taken by another program; it listens on \(port).",
            hint: "Free port \(wanted), or set viewer.port; then memos stop.")
    }
}
