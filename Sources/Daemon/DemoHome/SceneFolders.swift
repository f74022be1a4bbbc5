#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The projects' folders: as much of a checkout as tells whose it is and what is checked out, and no files.
struct SceneFolders {
    /// Absolute.
    let folder: String

    /// - Returns: the workspace.
    func prepare(_ project: SceneProject, branch: String?) -> String {
        let workspace = "\(folder)/\(project.name)"
        mkdir(folder, 0o700)
        mkdir(workspace, 0o700)
        guard let remote = project.remote else { return workspace }
        let git = "\(workspace)/.git"
        for path in [git, "\(git)/objects", "\(git)/refs"] { mkdir(path, 0o700) }
        write("\(git)/config", "[remote \"origin\"]\n\turl = \(remote)\n")
        write("\(git)/HEAD", "ref: refs/heads/\(branch ?? "main")\n")
        return workspace
    }

    private func write(_ path: String, _ text: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        var text = text
        _ = text.withUTF8 { Self.put(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    private static func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
