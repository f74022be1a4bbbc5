import Digest

/// What an installation into one host changes; carrying it out is the caller's part.
package struct InstallPlan: Sendable {
    /// Only what differs from what stands there.
    package private(set) var changes: [FileChange] = []
    /// To be kept before any file is written; backups are for the caller to fill in.
    package private(set) var record: HostRecord
    package private(set) var notes: [InstallNote]

    private let disk: HostDisk
    private let recorded: HostRecord
    private let mayReplace: Bool

    package var isChange: Bool { !changes.isEmpty }

    package init(
        _ recipe: HostRecipe, recorded: HostRecord?, disk: HostDisk, mayReplace: Bool
    ) throws(InstallRefusal) {
        self.disk = disk
        self.recorded = recorded ?? HostRecord()
        self.mayReplace = mayReplace
        notes = recipe.notes
        record = HostRecord(folders: self.recorded.folders)
        for file in recipe.configFiles { try plan(file) }
        for file in recipe.ownedFiles { try plan(file) }
        let current = Set(recipe.configFiles.map(\.path) + recipe.ownedFiles.map(\.path))
        for file in self.recorded.files where !current.contains(file.path) { retire(file) }
        record.folders += missingFolders().filter { !record.folders.contains($0) }
    }

    private mutating func plan(_ file: ConfigFile) throws(InstallRefusal) {
        let content = disk.content(file.path)
        let current = content.bytes
        do throws(NotEditable) {
            if case .unreadable(let reason) = content { throw NotEditable(reason: reason) }
            let recorded = recorded[file.path]
            let outcome = try ConfigEditing.installing(file, into: current, record: recorded, mayReplace: mayReplace)
            let isChange = outcome.text != current
            if isChange, case .text(_, isReadOnly: true) = content { throw NotEditable(reason: "it is read-only") }
            record.files.append(try self.record(of: file, current: current, outcome: outcome))
            notes += outcome.notes.map { InstallNote($0.kind, "\(file.path): \($0.text)") }
            guard isChange else { return }
            changes.append(
                FileChange(
                    path: file.path, old: current, new: outcome.text,
                    needsBackup: current != nil && recorded?.backup == nil && recorded?.existed != false))
        } catch {
            throw InstallRefusal(path: file.path, reason: error.reason, snippet: file.snippet)
        }
    }

    private func record(
        of file: ConfigFile, current: [UInt8]?, outcome: ConfigEditing.Outcome
    ) throws(NotEditable) -> InstalledFile {
        let digest = SHA256.hexDigest(of: outcome.text)
        if var known = recorded[file.path] {
            known.kept = outcome.kept
            known.replaced = outcome.replaced
            known.entries.formUnion(file.entries.compactMap(\.recorded))
            let now = SHA256.hexDigest(of: current ?? [])
            if let current, !known.isInstalled(current) {
                // Somebody else wrote in between: the file without us is another one than that we met first.
                let original = try ConfigEditing.removing(file, from: current, record: known)
                known.originalDigest = SHA256.hexDigest(of: original)
                known.existed = known.existed || !ConfigEditing.isVoid(original)
            }
            if now != digest { known.formerDigest = now }
            known.installedDigest = digest
            return known
        }
        let original = try ConfigEditing.removing(file, from: current ?? [], record: nil)
        return InstalledFile(
            path: file.path, kind: .edited, existed: current != nil, originalDigest: SHA256.hexDigest(of: original),
            installedDigest: digest, containers: ConfigEditing.containers(of: file, in: original), kept: outcome.kept,
            entries: Set(file.entries.compactMap(\.recorded)), replaced: outcome.replaced)
    }

    private mutating func plan(_ file: OwnedFile) throws(InstallRefusal) {
        let content = disk.content(file.path)
        if case .unreadable(let reason) = content { throw InstallRefusal(path: file.path, reason: reason) }
        let digest = SHA256.hexDigest(of: file.bytes)
        let known = recorded[file.path]
        guard let current = content.bytes, current != file.bytes else {
            var entry =
                known
                ?? InstalledFile(
                    path: file.path, kind: .owned, existed: false, originalDigest: SHA256.hexDigest(of: []),
                    installedDigest: digest)
            entry.installedDigest = digest
            record.files.append(entry)
            if content == .missing {
                changes.append(FileChange(path: file.path, old: nil, new: file.bytes, isExecutable: file.isExecutable))
            }
            return
        }
        let isOurs = known?.isInstalled(current) == true
        if !isOurs, !mayReplace {
            guard let known else {
                throw InstallRefusal(
                    path: file.path, reason: "it is a file of somebody else's; --replace takes its place")
            }
            record.files.append(known)
            notes.append(
                InstallNote(.changed, "\(file.path) was changed since we put it there, and kept; --replace renews it"))
            return
        }
        var entry =
            known
            ?? InstalledFile(
                path: file.path, kind: .owned, existed: true, originalDigest: SHA256.hexDigest(of: current),
                installedDigest: digest)
        entry.formerDigest = SHA256.hexDigest(of: current)
        entry.installedDigest = digest
        record.files.append(entry)
        changes.append(
            FileChange(
                path: file.path, old: current, new: file.bytes, isExecutable: file.isExecutable, needsBackup: !isOurs))
    }

    /// A file of an earlier version that this one does not have.
    private mutating func retire(_ file: InstalledFile) {
        guard file.kind == .owned else {
            // The host's settings lie elsewhere now; the way back at the old place is kept.
            return record.files.append(file)
        }
        guard let current = disk.content(file.path).bytes else { return }
        if file.isInstalled(current), !file.existed {
            changes.append(FileChange(path: file.path, old: current, new: nil))
            record.files.append(file)
        } else {
            notes.append(InstallNote(.changed, "\(file.path) was changed since we put it there, and kept"))
        }
    }

    /// Folders that have to be made for what is written, outer ones first.
    private func missingFolders() -> [String] {
        var missing: [String] = []
        for change in changes where change.new != nil {
            var folder = change.path
            var chain: [String] = []
            while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
                folder = String(folder[..<slash])
                if disk.isFolder(folder) { break }
                chain.insert(folder, at: 0)
            }
            missing += chain.filter { !missing.contains($0) }
        }
        return missing
    }

    /// Notes where a file's old text was kept.
    package mutating func remember(backup: String, of path: String) {
        guard let index = record.files.firstIndex(where: { $0.path == path }) else { return }
        record.files[index].backup = backup
    }
}
