import DaemonClient
import HostInstallation
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Carries out what plans say, and keeps the record of it in a home.
struct HostWriter {
    let home: RuntimeHome

    func recorded(_ host: Agent) -> HostRecord? { record.hosts[host.rawValue] }

    private var record: InstallRecord {
        (try? PlainFile.read(home.installRecord)).map(InstallRecord.init) ?? InstallRecord()
    }

    /// The backups come first and the record before the files: whatever happens between, the way back is known. A file
    /// that cannot be written takes those before it back.
    func carryOut(_ plan: InstallPlan, of host: Agent) throws(SystemCallError) {
        var plan = plan
        for change in plan.changes where change.needsBackup {
            plan.remember(backup: try backUp(change), of: change.path)
        }
        let former = recorded(host)
        if plan.record != former { try remember(plan.record, of: host) }
        var done: [FileChange] = []
        do throws(SystemCallError) {
            for change in plan.changes {
                done.append(change)
                try apply(change)
            }
        } catch {
            for change in done.reversed() { try? apply(change.reversed) }
            removeFolders(plan.record.folders.reversed().filter { former?.folders.contains($0) != true })
            try? remember(former, of: host)
            throw error
        }
    }

    func carryOut(_ plan: RemovalPlan, of host: Agent) throws(SystemCallError) {
        for file in plan.files {
            try apply(file.change)
            if file.change.new == nil { removeCompiled(file.change.path) }
        }
        removeFolders(plan.folders)
        try remember(nil, of: host)
        // A copy of what the file is again is a trace, not a safeguard.
        for backup in plan.needlessBackups { unlink(backup) }
    }

    /// - Parameter hostRecord: `nil` forgets the installation.
    private func remember(_ hostRecord: HostRecord?, of host: Agent) throws(SystemCallError) {
        var record = record
        record.hosts[host.rawValue] = hostRecord
        if record.hosts.isEmpty {
            if PlainFile.exists(home.installRecord), unlink(home.installRecord) != 0 { throw SystemCallError("unlink") }
            return
        }
        try PlainFile.makeFolder(home.path)
        try PlainFile.replace(home.installRecord, with: record.text)
    }

    /// Where links lead, with the mode the file had.
    private func apply(_ change: FileChange) throws(SystemCallError) {
        let path = HostDisk.target(of: change.path)
        guard let text = change.new else {
            if unlink(path) != 0, errno != ENOENT { throw SystemCallError("unlink") }
            return
        }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try PlainFile.makeFolder(String(path[..<slash]))
        }
        let mode = HostDisk.mode(of: path) ?? (change.isExecutable ? 0o700 : 0o600)
        try PlainFile.replace(path, with: text, mode: mode)
    }

    /// A copy of the file as it is, beside it; returns where.
    private func backUp(_ change: FileChange) throws(SystemCallError) -> String {
        let path = HostDisk.target(of: change.path)
        let backup = path + ".memos-backup-\(wallClockMilliseconds())"
        try PlainFile.replace(backup, with: change.old ?? [], mode: HostDisk.mode(of: path) ?? 0o600)
        return backup
    }

    /// What Python made of a file of ours beside it.
    private func removeCompiled(_ path: String) {
        guard path.hasSuffix(".py"), let slash = path.lastIndex(of: "/") else { return }
        let folder = String(path[..<slash]) + "/__pycache__"
        let stem = path[path.index(after: slash)...].dropLast(3) + "."
        for name in PlainFile.names(in: folder) where name.hasPrefix(stem) && name.hasSuffix(".pyc") {
            unlink(folder + "/" + name)
        }
        rmdir(folder)
    }

    /// Those that are empty.
    private func removeFolders(_ folders: [String]) {
        for folder in folders { rmdir(folder) }
    }
}

extension FileChange {
    fileprivate var reversed: FileChange { FileChange(path: path, old: new, new: old, isExecutable: isExecutable) }
}
