import Digest
import JSONText

/// What an installation remembers of a file it changed or made, so that it can be undone.
package struct InstalledFile: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// A host's file with entries of ours.
        case edited
        /// A file that is ours as a whole.
        case owned
    }

    package var path: String
    package var kind: Kind
    /// Whether there was a file before us.
    package var existed: Bool
    /// SHA-256 of the text without us.
    package var originalDigest: String
    /// SHA-256 of the text with us.
    package var installedDigest: String
    /// SHA-256 of the text an earlier installation wrote; it stands there when the last one was cut off.
    package var formerDigest: String?
    /// A copy of the file as it was, beside it.
    package var backup: String?
    /// Objects and lists on our way that existed before us, as pointers.
    package var containers: Set<String>
    /// Values that stood there before us just as we want them, as pointers; with the value for elements of lists.
    package var kept: Set<String>
    /// Entries that are ours by their place: pointers; with the value for elements of lists.
    package var entries: Set<String>
    /// Sources of values that were replaced, by pointer.
    package var replaced: [String: String]

    package init(
        path: String, kind: Kind, existed: Bool, originalDigest: String, installedDigest: String,
        formerDigest: String? = nil, backup: String? = nil, containers: Set<String> = [], kept: Set<String> = [],
        entries: Set<String> = [], replaced: [String: String] = [:]
    ) {
        self.path = path
        self.kind = kind
        self.existed = existed
        self.originalDigest = originalDigest
        self.installedDigest = installedDigest
        self.formerDigest = formerDigest
        self.backup = backup
        self.containers = containers
        self.kept = kept
        self.entries = entries
        self.replaced = replaced
    }

    /// - Parameter version: 1 knew only `settings.json` of Claude Code, and named its containers without their way.
    init?(_ value: JSON, version: Int64) {
        guard let path = value["path"]?.string, let existed = value["existed"]?.bool,
            let original = value["originalSHA256"]?.string, let installed = value["installedSHA256"]?.string
        else { return nil }
        var containers = (value["containers"]?.array ?? []).compactMap(\.string)
        if version < 2 { containers = containers.map { $0 == "hooks" ? "/hooks" : "/hooks/" + $0 } }
        let replaced = (value["replaced"]?.object?.members ?? []).map { ($0.key, $0.value.string ?? "") }
        self.init(
            path: path, kind: Kind(rawValue: value["kind"]?.string ?? "") ?? .edited, existed: existed,
            originalDigest: original, installedDigest: installed, formerDigest: value["formerSHA256"]?.string,
            backup: value["backup"]?.string, containers: Set(containers),
            kept: Set((value["kept"]?.array ?? []).compactMap(\.string)),
            entries: Set((value["entries"]?.array ?? []).compactMap(\.string)),
            replaced: Dictionary(replaced, uniquingKeysWith: { first, _ in first }))
    }

    var json: JSON {
        let replaced = replaced.sorted { $0.key < $1.key }.map {
            JSONObject.Member(key: $0.key, value: .string($0.value))
        }
        return .object(present: [
            ("path", .string(path)), ("kind", .string(kind.rawValue)), ("existed", .bool(existed)),
            ("originalSHA256", .string(originalDigest)), ("installedSHA256", .string(installedDigest)),
            ("formerSHA256", formerDigest.map(JSON.string)), ("backup", backup.map(JSON.string)),
            ("containers", containers.isEmpty ? nil : JSON(containers.sorted())),
            ("kept", kept.isEmpty ? nil : JSON(kept.sorted())),
            ("entries", entries.isEmpty ? nil : JSON(entries.sorted())),
            ("replaced", replaced.isEmpty ? nil : .object(JSONObject(replaced))),
        ])
    }

    /// Whether a text is what an installation of ours wrote.
    func isInstalled(_ text: [UInt8]) -> Bool {
        let digest = SHA256.hexDigest(of: text)
        return digest == installedDigest || digest == formerDigest
    }
}

/// What was done to the files of one host.
package struct HostRecord: Sendable, Equatable {
    package var files: [InstalledFile]
    /// Folders that were made, outer ones first.
    package var folders: [String]

    package init(files: [InstalledFile] = [], folders: [String] = []) {
        self.files = files
        self.folders = folders
    }

    subscript(path: String) -> InstalledFile? { files.first { $0.path == path } }
}

/// `install.json` of a home: what was done to the files of each host.
package struct InstallRecord: Sendable, Equatable {
    package var hosts: [String: HostRecord]

    package init(hosts: [String: HostRecord] = [:]) { self.hosts = hosts }

    /// A record that cannot be read is none: what is ours is recognised without it.
    package init(_ text: [UInt8]) {
        let value = (try? JSON(parsing: text)) ?? .null
        let version = value["version"]?.int ?? 1
        hosts = [:]
        for member in value["hosts"]?.object?.members ?? [] {
            let files = version < 2 ? [member.value] : member.value["files"]?.array ?? []
            hosts[member.key] = HostRecord(
                files: files.compactMap { InstalledFile($0, version: version) },
                folders: (member.value["folders"]?.array ?? []).compactMap(\.string))
        }
    }

    package var text: [UInt8] {
        let members = hosts.sorted { $0.key < $1.key }.map { name, record in
            JSONObject.Member(
                key: name,
                value: .object(present: [
                    ("files", .array(record.files.map(\.json))),
                    ("folders", record.folders.isEmpty ? nil : JSON(record.folders)),
                ]))
        }
        let value: JSON = ["version": 2, "hosts": .object(JSONObject(members))]
        return Array((value.prettyText + "\n").utf8)
    }
}
