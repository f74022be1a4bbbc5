import JSONText

/// The files that come with memos for a host, as they lie in `adapters/`.
package struct AdapterShelf: Sendable {
    package struct File: Sendable {
        /// Relative to the folder of the host.
        package let path: String
        package let bytes: [UInt8]
        package let isExecutable: Bool

        package init(path: String, bytes: [UInt8], isExecutable: Bool) {
            self.path = path
            self.bytes = bytes
            self.isExecutable = isExecutable
        }
    }

    /// `nil` when no adapters are installed.
    package let folder: String?
    private let list: @Sendable (String) -> [File]

    /// - Parameter list: every file below a folder, in the order of its path.
    package init(folder: String?, list: @escaping @Sendable (String) -> [File]) {
        self.folder = folder
        self.list = list
    }

    /// For taking out what a record names: the files themselves need not be known.
    package static let unknown = AdapterShelf(folder: "") { _ in [] }

    /// Everything for a host but what serves its making.
    func files(of name: String) throws(InstallRefusal) -> [File] {
        guard let folder else {
            throw InstallRefusal(
                path: "adapters/\(name)",
                reason: "it is not installed with this program; ./install.sh does, and MEMOS_ADAPTERS names its folder")
        }
        let files = list(folder + "/" + name).filter { file in
            let parts = file.path.split(separator: "/")
            return !parts.contains {
                Self.unneeded.contains(String($0)) || $0.hasSuffix(".pyc") || $0.hasSuffix(".egg-info")
            }
        }
        guard !files.isEmpty || folder.isEmpty else {
            throw InstallRefusal(path: folder + "/" + name, reason: "there are no files in it")
        }
        return files
    }

    private static let unneeded: Set<String> = [
        "tests", "test", "__pycache__", ".pytest_cache", "node_modules", ".DS_Store", ".gitignore", "build", "dist",
    ]
}
