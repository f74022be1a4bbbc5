package import DaemonClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One prompt in the real host, with its owner's settings, in a folder that goes afterwards: did the marker reach the
/// request, was the turn captured?
package struct HostPlay {
    private let host: HeadlessHost
    private let memory: RehearsalMemory

    package init(_ host: HeadlessHost, memory: RehearsalMemory) {
        self.host = host
        self.memory = memory
    }

    /// - Parameter deadline: the host is ended then, with everything it started.
    package func run(_ marker: Marker, until deadline: Deadline) -> RehearsalReport {
        do throws(RehearsalFault) {
            return try play(marker, until: deadline)
        } catch {
            return RehearsalReport(notPlayed: error.reason, way: host.program)
        }
    }

    private func play(_ marker: Marker, until deadline: Deadline) throws(RehearsalFault) -> RehearsalReport {
        guard let stage = ModelStage(saying: marker.reply), let folder = PlayFolder() else {
            throw RehearsalFault(reason: "there is no port or no folder for a rehearsal")
        }
        defer { folder.remove() }
        do throws(ClientError) {
            try memory.plant(marker)
        } catch {
            throw RehearsalFault(reason: error.message)
        }
        let begun = wallClockMilliseconds()
        let isOver = try perform(marker, on: stage, in: folder, until: deadline)
        let spent = Int(wallClockMilliseconds() - begun)
        guard !stage.requests.isEmpty else {
            let end = isOver ? "it ended" : "it did not end in time"
            throw RehearsalFault(reason: "it never asked the model; \(end), saying: \(folder.lastWords)")
        }
        let isRecalled = stage.requests.contains { $0.contains(marker.answer) }
        let isCaptured = memory.holds(marker, answered: marker.reply, within: .after(milliseconds: 3_000))
        return RehearsalReport(
            isRecalled: isRecalled, isCaptured: isCaptured, way: host.program, milliseconds: spent)
    }

    /// - Returns: whether the host came to its end by itself.
    private func perform(
        _ marker: Marker, on stage: ModelStage, in folder: PlayFolder, until deadline: Deadline
    ) throws(RehearsalFault) -> Bool {
        let process: HostProcess
        do throws(SystemCallError) {
            process = try HostProcess(
                host.program, host.arguments(asking: marker.question, port: stage.port), in: folder.path,
                environment: host.environment(port: stage.port), hidden: host.hiddenVariables, output: folder.output)
        } catch {
            throw RehearsalFault(reason: "it cannot be started (\(error))")
        }
        var status: Int32?
        stage.serve(until: deadline) {
            status = process.exitStatus()
            return status == nil
        }
        process.end()
        return status != nil
    }
}

/// A folder for one play, and the file of what is printed in it.
private struct PlayFolder {
    let path: String
    /// Where the host's output goes; outside of the folder it works in.
    let output: Int32

    init?() {
        let base = FrontContext.variable("TMPDIR") ?? "/tmp"
        var name = Array("\(base)/memos-doctor-XXXXXX".utf8CString)
        guard let made = mkdtemp(&name), let file = tmpfile() else { return nil }
        path = String(cString: made)
        output = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
        fclose(file)
    }

    /// What was printed last, on one line.
    var lastWords: String {
        let size = lseek(output, 0, SEEK_END)
        guard size > 0, lseek(output, max(0, size - 300), SEEK_SET) >= 0 else { return "nothing" }
        var bytes: [UInt8] = []
        while case .bytes = Descriptor.read(output, into: &bytes) {}
        let words = String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace || $0.isNewline }
        return words.joined(separator: " ")
    }

    func remove() {
        close(output)
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        for name in PlainFile.names(in: path) {
            let inner = path + "/" + name
            if unlink(inner) != 0 { remove(inner) }
        }
        rmdir(path)
    }
}
