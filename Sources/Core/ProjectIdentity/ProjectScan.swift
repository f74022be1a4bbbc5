package import MemoryModel

/// Which project a folder belongs to, by the files that lie there: some ten looks at the file system, none of which can
/// wait for a device or read without a bound.
///
/// A repository is known by the address it was cloned from, else by where git keeps it; so its worktrees, and all
/// clones of one address, are one project. A submodule is a project of its own. Any other folder is one too.
package enum ProjectScan {
    /// - Parameter workspace: as a host told it: a path, or a word of its own for one.
    /// - Returns: `nil` for what cannot be either: nothing, or more than a path may have.
    package static func mark(of workspace: String) -> ProjectMark? {
        guard !workspace.isEmpty, workspace.utf8.count <= maximumLength, !workspace.utf8.contains(0) else { return nil }
        // A host's word, or a path of another system.
        guard workspace.hasPrefix("/") else { return plain(workspace) }
        let place = Place(workspace)
        // What is gone may have lain in a checkout that is still there, as worktrees of agents do.
        guard let existing = nearest(place) else { return plain(workspace) }
        if let checkout = Checkout.enclosing(existing) { return mark(of: checkout) }
        return plain(place.real?.path ?? workspace)
    }

    private static func mark(of checkout: Checkout) -> ProjectMark {
        let repository = ProjectKey(.repository, checkout.commonFolder.path)
        let remote = checkout.remoteAddress.flatMap { key(ofRemote: $0, from: checkout.commonFolder) }
        let name = remote.flatMap { $0.kind == .remote ? Place($0.text).name : nil } ?? checkout.name
        let keys = [remote, repository].compactMap { $0 }
        return ProjectMark(
            keys: remote == repository ? [repository] : keys, name: name, root: checkout.root.path,
            branch: checkout.branch
        )
    }

    /// The key of an address; a clone of a repository on this machine belongs to that one.
    ///
    /// - Returns: `nil` for an address that says nothing, such as that of a folder that is gone.
    package static func key(ofAddress address: String) -> ProjectKey? {
        guard case .elsewhere(let text)? = RemoteAddress(address) else { return nil }
        return ProjectKey(.remote, text)
    }

    /// A path without links, as far as it is there.
    package static func resolved(_ path: String) -> String {
        var rest: [String] = []
        var place = Place(path)
        for _ in 0..<maximumDepth {
            if let real = place.real {
                return rest.reversed().reduce(real) { $0.appending($1) }.path
            }
            guard let parent = place.parent else { break }
            rest.append(place.name)
            place = parent
        }
        return path
    }

    private static func key(ofRemote address: String, from commonFolder: Place) -> ProjectKey? {
        switch RemoteAddress(address) {
        case .elsewhere(let text): return ProjectKey(.remote, text)
        case .here(let path):
            let base = commonFolder.name == ".git" ? commonFolder.parent ?? commonFolder : commonFolder
            guard let folder = base.appending(path).real, let origin = Checkout.enclosing(folder) else { return nil }
            return ProjectKey(.repository, origin.commonFolder.path)
        case nil: return nil
        }
    }

    private static func plain(_ workspace: String) -> ProjectMark {
        var text = workspace[...]
        while text.count > 1, text.last == "/" { text = text.dropLast() }
        let name = text.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? String(text)
        return ProjectMark(keys: [ProjectKey(.folder, String(text))], name: name, root: String(text))
    }

    /// The folder itself or the nearest one above it that is there, without links.
    private static func nearest(_ place: Place) -> Place? {
        var place = place
        for _ in 0..<maximumDepth {
            if let real = place.real { return real }
            guard let parent = place.parent else { return nil }
            place = parent
        }
        return nil
    }

    /// Bytes; the longest path that systems take.
    private static let maximumLength = 4096
    private static let maximumDepth = 64
}
