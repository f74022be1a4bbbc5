import DaemonClient
import HostInstallation
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension HostDisk {
    /// The files of this machine, symbolic links followed.
    static let machine = HostDisk(
        content: content, isFolder: { stat(of: $0).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false },
        isExecutable: PlainFile.isExecutable)

    /// The file behind symbolic links; itself when there is none yet.
    static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The mode of a file's rights; `nil` when there is no file.
    static func mode(of path: String) -> UInt32? { stat(of: path).map { UInt32($0.st_mode & 0o7777) } }

    private static func stat(of path: String) -> stat? {
        var status = Self.emptyStatus
        return fstatat(AT_FDCWD, path, &status, 0) == 0 ? status : nil
    }

    private static var emptyStatus: stat { .init() }

    private static func content(of path: String) -> FileContent {
        guard let status = stat(of: path) else {
            var link = emptyStatus
            // Writing to a link to nowhere would replace the link.
            return lstat(path, &link) == 0 ? .unreadable(reason: "it is a link to nowhere") : .missing
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return .unreadable(reason: "it is no file") }
        do throws(SystemCallError) {
            return .text(try PlainFile.read(path), isReadOnly: status.st_mode & S_IWUSR == 0)
        } catch {
            return .unreadable(reason: "it cannot be read (\(error))")
        }
    }
}

extension AdapterShelf {
    /// `MEMOS_ADAPTERS` › what is installed beside the program › `adapters` of the checkout it was built in.
    static func find(program: String) -> AdapterShelf {
        AdapterShelf(folder: folder(program: program)) { files(below: $0, as: "") }
    }

    private static func folder(program: String) -> String? {
        if let named = FrontContext.variable("MEMOS_ADAPTERS") {
            return RuntimeHome(path: named, workingDirectory: FrontContext.workingDirectory).path
        }
        let installed = RuntimeHome(path: program + "/../../share/memos/adapters").path
        if PlainFile.exists(installed) { return installed }
        var folder = RuntimeHome(path: FrontContext.executable + "/..").path
        while folder != "/" {
            // The name alone could be anybody's.
            if PlainFile.exists(folder + "/adapters/README.md"), PlainFile.exists(folder + "/Package.swift") {
                return folder + "/adapters"
            }
            folder = RuntimeHome(path: folder + "/..").path
        }
        return nil
    }

    private static func files(below folder: String, as prefix: String) -> [File] {
        PlainFile.names(in: folder).flatMap { name -> [File] in
            let path = folder + "/" + name
            if HostDisk.machine.isFolder(path) { return files(below: path, as: prefix + name + "/") }
            guard let bytes = HostDisk.machine.content(path).bytes else { return [] }
            return [File(path: prefix + name, bytes: bytes, isExecutable: PlainFile.isExecutable(path))]
        }
    }
}

extension HostLocations {
    static let machine = HostLocations(
        userFolder: FrontContext.userFolder, workingDirectory: FrontContext.workingDirectory,
        environment: FrontContext.variable, disk: .machine)
}

extension InstalledHosts {
    /// The hosts of this machine.
    ///
    /// - Parameter home: named on the command lines of hosts; `nil` is each host's usual one.
    static func machine(program: String = FrontContext.executable, home: String? = nil) -> InstalledHosts {
        let adapters = AdapterShelf.find(program: program)
        return InstalledHosts(
            places: .machine, disk: .machine,
            options: RecipeOptions(program: program, home: home, adapters: adapters.folder), adapters: adapters,
            names: PlainFile.names)
    }
}
