import JSONText
package import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Makes sure that a home exists, is complete and is private. Adds what is missing and overwrites nothing.
package enum HomeFolder {
    /// - Returns: the paths that were created, parents first; empty when the home was complete.
    @discardableResult
    package static func prepare(at path: String) throws(MemoryError) -> [String] {
        var created: [String] = []
        try folder(path, &created)
        for name in HomeTemplate.folders {
            try folder(path + "/" + name, &created)
        }
        try file(path + "/config.yaml", HomeTemplate.configText, &created)
        try file(path + "/README.user.md", HomeTemplate.readmeText, &created)
        return created
    }

    /// Makes sure that a folder is there, is ours and is private.
    package static func preparePrivate(_ path: String) throws(MemoryError) {
        var created: [String] = []
        try folder(path, &created)
    }

    private static func folder(_ path: String, _ created: inout [String]) throws(MemoryError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw notWritable(path, reason: "it is not a folder", hint: "Move it away, or choose another --home.")
            }
            guard status.st_uid == geteuid() else {
                throw notWritable(
                    path, reason: "it belongs to another user",
                    hint: "Choose another --home, or give the folder back to yourself (chown).")
            }
            try tighten(path, status.st_mode)
            guard access(path, W_OK | X_OK) == 0 else { throw notWritable(path, code: errno) }
            return
        }
        if mkdir(path, 0o700) == 0 {
            created.append(path)
            return
        }
        let code = errno
        switch code {
        case EEXIST:
            var link = stat()
            let isDangling = lstat(path, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
            // Another daemon was quicker, unless a link points nowhere.
            if isDangling, stat(path, &link) != 0 {
                throw notWritable(
                    path, reason: "it is a link to nowhere", hint: "Remove the link, or create its target.")
            }
        case ENOENT where try parent(of: path, &created):
            try folder(path, &created)
        default:
            throw notWritable(path, code: code)
        }
    }

    /// Makes the folder above when it is missing; an existing one is none of our business.
    ///
    /// - Returns: whether it was missing.
    private static func parent(of path: String, _ created: inout [String]) throws(MemoryError) -> Bool {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return false }
        let parent = String(path[..<slash])
        var status = stat()
        if stat(parent, &status) == 0 { return false }
        try folder(parent, &created)
        return true
    }

    private static func file(_ path: String, _ text: String, _ created: inout [String]) throws(MemoryError) {
        var status = stat()
        if stat(path, &status) == 0 {
            try tighten(path, status.st_mode)
            return
        }
        // A link to a file that is not there now (an unmounted disk) is the user's wish, not a missing file.
        if lstat(path, &status) == 0 { return }
        do {
            try PrivateFile.replace(path, with: text)
        } catch {
            throw MemoryError(.pathNotWritable, error.message, details: error.details, hint: error.hint)
        }
        created.append(path)
    }

    /// Takes rights of others away; never adds any.
    private static func tighten(_ path: String, _ mode: mode_t) throws(MemoryError) {
        if mode & 0o077 != 0, chmod(path, mode & 0o700) != 0 { throw notWritable(path, code: errno) }
    }

    private static func notWritable(_ path: String, code: Int32) -> MemoryError {
        let hint =
            switch code {
            case ENOSPC, EDQUOT: "The disk is full; free some space and try again."
            case ENOTDIR: "Something on the way to it is a file; choose another --home."
            case ENAMETOOLONG, ELOOP: "Choose another --home."
            default: "Give yourself the right to write there, or choose another folder with --home or MEMOS_HOME."
            }
        return notWritable(path, reason: PrivateFile.reason(code), hint: hint)
    }

    private static func notWritable(_ path: String, reason: String, hint: String) -> MemoryError {
        MemoryError(
            .pathNotWritable, "\(path) cannot be used: \(reason)", details: ["path": .string(path)], hint: hint)
    }
}
