/// A folder under git, as the files say that git keeps there. Git itself is not asked: it would be a process a turn.
struct Checkout {
    /// The top folder of the files; a worktree has its own. Of a repository without files, its own folder.
    let root: Place
    /// Where this checkout keeps its `HEAD`; `nil` when it is gone and only the repository is left.
    let gitFolder: Place?
    /// Where the repository keeps what its worktrees share.
    let commonFolder: Place

    /// The checkout that a folder lies in.
    ///
    /// - Parameter folder: without links.
    /// - Returns: `nil` outside of any, and where a `.git` file leads nowhere.
    static func enclosing(_ folder: Place) -> Checkout? {
        var place = folder
        for _ in 0..<maximumDepth {
            switch at(place) {
            case .found(let checkout): return checkout
            case .broken: return nil
            case .nothing: break
            }
            guard let parent = place.parent else { return nil }
            place = parent
        }
        return nil
    }

    private enum Finding {
        case found(Checkout)
        case broken
        case nothing
    }

    private static func at(_ folder: Place) -> Finding {
        let entry = folder.appending(".git")
        if entry.isFolder, let real = entry.real, isRepository(real) {
            return .found(Checkout(root: folder, gitFolder: real, commonFolder: common(of: real)))
        }
        if entry.isFile { return pointed(by: entry, in: folder) }
        if isRepository(folder) {
            let root = folder.name == ".git" ? folder.parent ?? folder : folder
            return .found(Checkout(root: root, gitFolder: folder, commonFolder: common(of: folder)))
        }
        return .nothing
    }

    /// A worktree or a submodule: its `.git` is a file that says where git keeps its part.
    private static func pointed(by entry: Place, in folder: Place) -> Finding {
        guard let line = entry.line, line.hasPrefix("gitdir:") else { return .broken }
        let target = folder.appending(String(line.dropFirst("gitdir:".count).drop(while: \.isWhitespace)))
        if let git = target.real, git.appending("HEAD").isFile {
            return .found(Checkout(root: folder, gitFolder: git, commonFolder: common(of: git)))
        }
        // A worktree that git has been told to forget still lies where it was; its repository may be there.
        guard let list = target.parent, list.name == "worktrees", let repository = list.parent?.real,
            isRepository(repository)
        else { return .broken }
        return .found(Checkout(root: folder, gitFolder: nil, commonFolder: repository))
    }

    private static func common(of gitFolder: Place) -> Place {
        guard let line = gitFolder.appending("commondir").line, let common = gitFolder.appending(line).real,
            common.isFolder
        else { return gitFolder }
        return common
    }

    private static func isRepository(_ folder: Place) -> Bool {
        folder.appending("HEAD").isFile && folder.appending("objects").isFolder && folder.appending("refs").isFolder
    }

    /// The branch that is checked out, also while it is being rebased; `nil` when there is none.
    var branch: String? {
        guard let gitFolder, let head = gitFolder.appending("HEAD").line else { return nil }
        if let branch = Self.branch(head) { return branch }
        for name in ["rebase-merge", "rebase-apply"] {
            if let line = gitFolder.appending(name).appending("head-name").line { return Self.branch(line) }
        }
        return nil
    }

    private static func branch(_ line: String) -> String? {
        var reference = line[...]
        if reference.hasPrefix("ref:") { reference = reference.dropFirst(4).drop(while: \.isWhitespace) }
        guard reference.hasPrefix("refs/heads/") else { return nil }
        let name = reference.dropFirst("refs/heads/".count)
        // Where references are kept in a table, this file only says so.
        return name.isEmpty || name == ".invalid" || name.utf8.count > maximumBranch ? nil : String(name)
    }

    /// The repository's name where nobody gave it another: its folder's.
    var name: String {
        if commonFolder.name == ".git", let folder = commonFolder.parent { return folder.name }
        let name = commonFolder.name
        return name.hasSuffix(".git") && name.utf8.count > 4 ? String(name.dropLast(4)) : name
    }

    /// The address that the repository was cloned from, as it stands in its configuration.
    var remoteAddress: String? {
        commonFolder.appending("config").text(limit: Self.configurationLimit).flatMap { GitConfiguration($0).remote }
    }

    /// Folders above a folder that are looked at.
    private static let maximumDepth = 64
    /// Bytes of a branch's name; no file system takes more.
    private static let maximumBranch = 1024
    /// Bytes of a configuration that are read; what stands behind them is not seen.
    private static let configurationLimit = 262_144
}
