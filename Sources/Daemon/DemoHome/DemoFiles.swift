import JSONText
import MemoryModel
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of a home that holds a demo, and nothing but a demo.
struct DemoFiles {
    let home: RuntimeHome

    /// Removes what a former demo left; settings stay.
    ///
    /// - Throws: `conflict` when there is a memory that is no demo, or a folder with other things in it.
    func clear() throws(MemoryError) {
        let names = Self.names(in: home.path)
        let isDemo = names.contains("demo.json")
        // A front that looked for a daemon has made these two already.
        guard isDemo || names.allSatisfy({ ["daemon", "logs"].contains($0) }) else {
            throw MemoryError(
                .conflict, "\(home.path) is not empty and holds no demo.", details: ["home": .string(home.path)],
                hint: "Choose another folder with --home; a demo is never written into a memory of yours.")
        }
        for folder in [home.dataFolder, home.vectors, home.backups, home.logs, home.spool] {
            for name in Self.names(in: folder) { unlink("\(folder)/\(name)") }
        }
    }

    func note(_ record: DemoRecord) throws(MemoryError) {
        mkdir(home.path, 0o700)
        let descriptor = open(home.demoRecord, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        let bytes = record.json.utf8Text
        guard descriptor >= 0, bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count
        else {
            throw MemoryError(
                .pathNotWritable, "\(home.path) cannot be written.", details: ["home": .string(home.path)],
                hint: "Choose another folder with --home.")
        }
        close(descriptor)
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
