import Digest
package import JSONText

/// What an installation remembers of the file it changed, so that it can be undone.
package struct InstalledFile: Sendable, Equatable {
    package var path: String
    /// Whether there was a file before us.
    package var existed: Bool
    /// SHA-256 of the text without us.
    package var originalDigest: String
    /// SHA-256 of the text with us.
    package var installedDigest: String
    /// A copy of the file as it was, beside it.
    package var backup: String?
    /// Lists and objects on our way that existed before us.
    package var containers: Set<String>

    package init(
        path: String, existed: Bool, originalDigest: String, installedDigest: String, backup: String?,
        containers: Set<String>
    ) {
        self.path = path
        self.existed = existed
        self.originalDigest = originalDigest
        self.installedDigest = installedDigest
        self.backup = backup
        self.containers = containers
    }

    package init?(_ value: JSON) {
        guard let path = value["path"]?.string, let existed = value["existed"]?.bool,
            let original = value["originalSHA256"]?.string, let installed = value["installedSHA256"]?.string
        else { return nil }
        let containers = Set((value["containers"]?.array ?? []).compactMap(\.string))
        self.init(
            path: path, existed: existed, originalDigest: original, installedDigest: installed,
            backup: value["backup"]?.string, containers: containers)
    }

    package var json: JSON {
        .object(present: [
            ("path", .string(path)), ("existed", .bool(existed)), ("originalSHA256", .string(originalDigest)),
            ("installedSHA256", .string(installedDigest)), ("backup", backup.map(JSON.string)),
            ("containers", JSON(containers.sorted())),
        ])
    }
}

/// Decides what an installation or its undoing does to a settings file; doing it is the caller's part.
package enum SettingsInstallation {
    package struct Installation: Sendable {
        /// What the file shall contain; equal to what it contains when nothing is to be done.
        package let text: [UInt8]
        package let isChange: Bool
        /// To be kept; its `backup` is for the caller to fill in when `needsBackup`.
        package let record: InstalledFile
        package let needsBackup: Bool
    }

    package static func install(
        _ hooks: ClaudeHooks, path: String, current: [UInt8]?, recorded: InstalledFile?
    ) throws(NotEditable) -> Installation {
        let text = try ClaudeSettings.installing(hooks, into: current)
        let isChange = text != current
        let digest = SHA256.hexDigest(of: text)
        // Nobody else touched the file since our last installation: what was before that stays the original.
        if var record = recorded, record.path == path, let current,
            record.installedDigest == SHA256.hexDigest(of: current)
        {
            record.installedDigest = digest
            return Installation(text: text, isChange: isChange, record: record, needsBackup: false)
        }
        let original = try ClaudeSettings.removing(from: current ?? [])
        let record = InstalledFile(
            path: path, existed: current != nil, originalDigest: SHA256.hexDigest(of: original),
            installedDigest: digest, backup: nil, containers: ClaudeSettings.containers(in: original))
        return Installation(
            text: text, isChange: isChange, record: record, needsBackup: isChange && current != nil)
    }

    package enum Removal: Sendable, Equatable {
        case nothing
        /// The file was made by us and holds nothing else.
        case delete
        /// - Parameter isOriginal: byte for byte what was there before us.
        case write([UInt8], isOriginal: Bool)
    }

    package static func uninstall(
        current: [UInt8]?, recorded: InstalledFile?, backup: [UInt8]?
    ) throws(NotEditable) -> Removal {
        guard let current else { return .nothing }
        if let recorded, recorded.installedDigest == SHA256.hexDigest(of: current) {
            if !recorded.existed { return .delete }
            if let backup, SHA256.hexDigest(of: backup) == recorded.originalDigest {
                return .write(backup, isOriginal: true)
            }
        }
        let text = try ClaudeSettings.removing(from: current, keeping: recorded?.containers ?? [])
        if text == current { return .nothing }
        return .write(text, isOriginal: SHA256.hexDigest(of: text) == recorded?.originalDigest)
    }
}
