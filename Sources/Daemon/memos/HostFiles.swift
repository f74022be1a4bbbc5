import DaemonClient
import HostInstallation
import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files of a host on disk and our record of what we changed there.
struct HostFiles {
    /// What a person named or the default, symbolic links not followed.
    let settings: String
    private let record: String
    private let home: RuntimeHome

    init(context: FrontContext) {
        let folder = FrontContext.variable("CLAUDE_CONFIG_DIR") ?? FrontContext.userFolder + "/.claude"
        settings = RuntimeHome(path: folder, workingDirectory: FrontContext.workingDirectory).path + "/settings.json"
        home = context.home
        record = context.home.installRecord
    }

    /// The file behind symbolic links; itself when there is none yet.
    var target: String {
        guard let resolved = realpath(settings, nil) else { return settings }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// `nil` when there is no file.
    func currentText() throws(SystemCallError) -> [UInt8]? {
        do throws(SystemCallError) {
            return try PlainFile.read(target)
        } catch {
            var status = stat()
            // A link to nowhere is not "no file": writing would replace the link.
            if error.code == ENOENT, lstat(settings, &status) != 0 { return nil }
            throw error
        }
    }

    /// Writes where the links lead, with the mode the file had.
    func write(_ text: [UInt8]) throws(SystemCallError) {
        let path = target
        var status = stat()
        let mode = stat(path, &status) == 0 ? UInt32(status.st_mode & 0o7777) : 0o600
        try PlainFile.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try PlainFile.replace(path, with: text, mode: mode)
    }

    func delete() throws(SystemCallError) {
        if unlink(target) != 0 { throw SystemCallError("unlink") }
    }

    /// A copy of the file as it is, beside it; returns where.
    func backUp(_ text: [UInt8]) throws(SystemCallError) -> String {
        let path = target
        var status = stat()
        let mode = stat(path, &status) == 0 ? UInt32(status.st_mode & 0o7777) : 0o600
        let backup = path + ".memos-backup-\(wallClockMilliseconds())"
        try PlainFile.replace(backup, with: text, mode: mode)
        return backup
    }

    /// Removes a backup nobody needs any more.
    func discard(_ backup: String) { unlink(backup) }

    func recorded() -> InstalledFile? {
        recordedHosts()["claude"].flatMap(InstalledFile.init)
    }

    /// - Parameter file: `nil` forgets the installation.
    func remember(_ file: InstalledFile?) throws(SystemCallError) {
        var hosts = recordedHosts()
        hosts["claude"] = file?.json
        if hosts.members.isEmpty, !PlainFile.exists(record) { return }
        try PlainFile.makeFolder(home.path)
        if hosts.members.isEmpty {
            if unlink(record) != 0 { throw SystemCallError("unlink") }
            return
        }
        let value: JSON = ["version": 1, "hosts": .object(hosts)]
        try PlainFile.replace(record, with: Array((value.prettyText + "\n").utf8))
    }

    private func recordedHosts() -> JSONObject {
        guard let bytes = try? PlainFile.read(record), let value = try? JSON(parsing: bytes) else {
            return JSONObject()
        }
        return value["hosts"]?.object ?? JSONObject()
    }
}
