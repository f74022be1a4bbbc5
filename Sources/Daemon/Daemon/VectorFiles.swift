import LanguageModels
import Logging
import MemoryModel
import VectorColumn

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder of the vectors, one file a model.
struct VectorFiles: Sendable {
    private let folder: String
    private let logger: Logger

    /// - Parameter folder: made when need be.
    init(folder: String, logger: Logger) {
        self.folder = folder
        self.logger = logger
    }

    /// A damaged file is made anew: everything in it follows from the database.
    func open(_ model: EmbeddingModel) throws(MemoryError) -> VectorColumn {
        mkdir(folder, 0o700)
        let path = "\(folder)/\(Self.name(of: model))"
        do throws(MemoryError) {
            return try VectorColumn(path: path, model: model)
        } catch  where error.code == .databaseCorrupt || error.code == .conflict {
            logger.warning("The vectors are made anew.", metadata: ["error": "\(error)"])
            unlink(path)
            return try VectorColumn(path: path, model: model)
        }
    }

    /// Ids of models that have a file here, as they stand in its name.
    func ids(besides model: EmbeddingModel) -> [(id: String, file: String)] {
        SystemFacts.names(in: folder).compactMap { name in
            guard name != Self.name(of: model), name.hasSuffix(Self.suffix), let at = name.lastIndex(of: "@") else {
                return nil
            }
            return (String(name[..<at]), name)
        }
    }

    /// Removes the files of all models but these, and but the files of all that are called `id`.
    func removeAll(besides models: [EmbeddingModel], andOf id: String?) {
        let kept = Set(models.map(Self.name(of:)))
        let prefix = id.map { Self.plain($0) + "@" }
        for name in SystemFacts.names(in: folder) where name.contains(Self.suffix) && !kept.contains(name) {
            if let prefix, name.hasPrefix(prefix) { continue }
            unlink("\(folder)/\(name)")
        }
    }

    static func name(of model: EmbeddingModel) -> String { "\(plain(model.id))@\(model.revision)\(suffix)" }

    /// As part of a file's name: names of installed models stay as they are, other characters than theirs become `%XX`.
    /// Two long names may share a file's name; the file knows whose it is.
    private static func plain(_ id: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in id.utf8.prefix(longest) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }

    private static let suffix = ".memos-vectors"
    /// Bytes of an id in a file's name: thrice as many, at worst, still are a name.
    private static let longest = 72
}
