/// What stands at a path.
package enum FileContent: Sendable, Equatable {
    case missing
    case text([UInt8], isReadOnly: Bool)
    case unreadable(reason: String)

    package var bytes: [UInt8]? {
        if case .text(let bytes, _) = self { bytes } else { nil }
    }
}

/// The files of a machine, for looking only.
package struct HostDisk: Sendable {
    package let content: @Sendable (String) -> FileContent
    package let isFolder: @Sendable (String) -> Bool
    package let isExecutable: @Sendable (String) -> Bool

    package init(
        content: @escaping @Sendable (String) -> FileContent, isFolder: @escaping @Sendable (String) -> Bool,
        isExecutable: @escaping @Sendable (String) -> Bool
    ) {
        self.content = content
        self.isFolder = isFolder
        self.isExecutable = isExecutable
    }
}

/// A file to be written or removed.
package struct FileChange: Sendable, Equatable {
    package let path: String
    package let old: [UInt8]?
    /// `nil` removes the file.
    package let new: [UInt8]?
    package let isExecutable: Bool
    /// Whether the old text is to be kept beside the file.
    package let needsBackup: Bool

    package init(path: String, old: [UInt8]?, new: [UInt8]?, isExecutable: Bool = false, needsBackup: Bool = false) {
        self.path = path
        self.old = old
        self.new = new
        self.isExecutable = isExecutable
        self.needsBackup = needsBackup
    }

    /// As `diff -u` shows it.
    package var diff: String {
        LineDiff.text(
            from: String(decoding: old ?? [], as: UTF8.self), to: String(decoding: new ?? [], as: UTF8.self),
            name: path)
    }
}

/// A host's file that cannot be edited safely, or a required value that is somebody else's. Nothing was changed.
package struct InstallRefusal: Error, Sendable {
    package let path: String
    package let reason: String
    /// The entries, for somebody who has to add them by hand.
    package let snippet: String

    package init(path: String, reason: String, snippet: String = "") {
        self.path = path
        self.reason = reason
        self.snippet = snippet
    }
}
