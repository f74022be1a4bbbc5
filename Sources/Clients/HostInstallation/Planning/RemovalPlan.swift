import Digest

/// What taking ourselves out of one host changes; carrying it out is the caller's part.
package struct RemovalPlan: Sendable {
    package struct File: Sendable {
        package let change: FileChange
        /// Byte for byte what was there before us.
        package let isOriginal: Bool
    }

    package private(set) var files: [File] = []
    /// Made by us; to be removed when they are empty, inner ones first.
    package private(set) var folders: [String] = []
    /// Copies that are what their files are again.
    package private(set) var needlessBackups: [String] = []
    package private(set) var notes: [InstallNote] = []

    private let disk: HostDisk

    package var isChange: Bool { !files.isEmpty }

    package init(_ recipe: HostRecipe, recorded: HostRecord?, disk: HostDisk) throws(InstallRefusal) {
        self.disk = disk
        let recorded = recorded ?? HostRecord()
        for file in recipe.configFiles { try take(file, record: recorded[file.path]) }
        for file in recorded.files
        where file.kind == .edited && !recipe.configFiles.contains(where: { $0.path == file.path }) {
            // The host's settings lay elsewhere at that time; a file of that name has the same entries.
            let name = file.path.split(separator: "/").last
            guard let known = recipe.configFiles.first(where: { $0.path.split(separator: "/").last == name }) else {
                continue
            }
            try take(
                ConfigFile(path: file.path, language: known.language, entries: known.entries, hooks: known.hooks),
                record: file)
        }
        for file in recorded.files where file.kind == .owned { try take(file) }
        for file in recipe.ownedFiles where recorded[file.path] == nil {
            guard disk.content(file.path).bytes == file.bytes else { continue }
            files.append(File(change: FileChange(path: file.path, old: file.bytes, new: nil), isOriginal: true))
        }
        folders = recorded.folders.reversed()
    }

    private mutating func take(_ file: ConfigFile, record: InstalledFile?) throws(InstallRefusal) {
        let content = disk.content(file.path)
        if case .unreadable(let reason) = content { throw InstallRefusal(path: file.path, reason: reason) }
        guard let current = content.bytes else { return }
        let backup = record?.backup.flatMap { disk.content($0).bytes }
        if let record, record.isInstalled(current) {
            if !record.existed {
                return files.append(File(change: FileChange(path: file.path, old: current, new: nil), isOriginal: true))
            }
            if let backup, SHA256.hexDigest(of: backup) == record.originalDigest {
                return restore(backup, of: file.path, current: current, record: record, backup: backup)
            }
        }
        do throws(NotEditable) {
            let text = try ConfigEditing.removing(file, from: current, record: record)
            guard text != current else {
                // An installation that was cut off before this file left a copy nobody needs.
                if let path = record?.backup, backup == current { needlessBackups.append(path) }
                return
            }
            if case .text(_, isReadOnly: true) = content { throw NotEditable(reason: "it is read-only") }
            if record?.existed == false, ConfigEditing.isVoid(text) {
                return files.append(File(change: FileChange(path: file.path, old: current, new: nil), isOriginal: true))
            }
            restore(text, of: file.path, current: current, record: record, backup: backup)
        } catch {
            throw InstallRefusal(path: file.path, reason: error.reason)
        }
    }

    private mutating func restore(
        _ text: [UInt8], of path: String, current: [UInt8], record: InstalledFile?, backup: [UInt8]?
    ) {
        let isOriginal = record.map { $0.originalDigest == SHA256.hexDigest(of: text) } ?? false
        if text != current {
            files.append(File(change: FileChange(path: path, old: current, new: text), isOriginal: isOriginal))
        }
        if let file = record?.backup, backup == text { needlessBackups.append(file) }
    }

    private mutating func take(_ file: InstalledFile) throws(InstallRefusal) {
        let content = disk.content(file.path)
        guard let current = content.bytes else { return }
        guard file.isInstalled(current) else {
            notes.append(InstallNote(.changed, "\(file.path) was changed since we put it there, and kept"))
            return
        }
        if file.existed, let path = file.backup, let backup = disk.content(path).bytes {
            files.append(File(change: FileChange(path: file.path, old: current, new: backup), isOriginal: true))
            needlessBackups.append(path)
        } else {
            files.append(File(change: FileChange(path: file.path, old: current, new: nil), isOriginal: true))
        }
    }
}
