import Dispatch
package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that is gone when the work in it is done, also when a person ends the program.
package final class ScratchFolder: Sendable {
    package let path: String
    /// Made in `init`, cancelled in `deinit`, and touched by nobody between.
    private nonisolated(unsafe) let interruptions: [any DispatchSourceSignal]

    /// - Throws: `path_not_writable`.
    package init() throws(MemoryError) {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/memos-bench-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw MemoryError(
                .pathNotWritable, "No folder can be made in \(place).", hint: "Set TMPDIR to another one.")
        }
        path = made
        interruptions = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Self.remove(made)
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in interruptions {
            source.cancel()
            signal(Int32(source.handle), SIG_DFL)
        }
        Self.remove(path)
    }

    package func makeFolder(_ name: String) -> String {
        let folder = path + "/" + name
        mkdir(folder, 0o700)
        return folder
    }

    package static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        if let directory = opendir(path) {
            var names: [String] = []
            while let entry = readdir(directory) {
                names.append(
                    withUnsafePointer(to: &entry.pointee.d_name) {
                        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    })
            }
            closedir(directory)
            for name in names where name != "." && name != ".." { remove(path + "/" + name) }
        }
        rmdir(path)
    }
}
