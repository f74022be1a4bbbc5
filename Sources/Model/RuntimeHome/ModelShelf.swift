/// The folder that holds the sentence models of an installation, and the paths in it. Pure path arithmetic, as in
/// `RuntimeHome`: the program that fills the folder and the daemon that reads it must find the same one.
package struct ModelShelf: Sendable, Hashable {
    /// Where models are read from and put. It need not be there yet.
    package let folder: String
    /// Where the static token table may be, the first one first: a folder named by a person need not hold it.
    private let tableFolders: [String]

    package static let fileExtension = ".memos-model"
    package static let tableName = "token-table.memos-table"
    /// Names of unfinished work start like this and go on with the process id of whoever works.
    package static let workPrefix = ".pull-"

    /// The folder named by `MEMOS_MODELS` › the one installed beside the program (`<prefix>/share/memos/models`) › the
    /// `model-data` of the checkout the program was built in › the installed one, to be made.
    ///
    /// - Parameters:
    ///   - executable: file of the running program, symbolic links followed.
    ///   - environment: looks up a variable; an empty value counts as absent.
    ///   - exists: whether there is something at a path.
    package static func find(
        executable: String, workingDirectory: String, environment: (String) -> String?, exists: (String) -> Bool
    ) -> ModelShelf {
        let own = place(of: executable, exists: exists)
        guard let named = environment("MEMOS_MODELS"), !named.isEmpty else { return ModelShelf(folders: [own]) }
        let folder = RuntimeHome(path: named, workingDirectory: workingDirectory).path
        return ModelShelf(folders: [folder, own])
    }

    private static func place(of executable: String, exists: (String) -> Bool) -> String {
        func above(_ path: String) -> String { RuntimeHome(path: path + "/..").path }
        let installed = RuntimeHome(path: executable + "/../../share/memos/models").path
        if exists(installed) { return installed }
        var folder = above(executable)
        while folder != "/" {
            let data = folder + "/model-data"
            // The name alone could be anybody's; the table in it is ours.
            if exists(data + "/" + tableName) { return data }
            folder = above(folder)
        }
        return installed
    }

    package init(folder: String) {
        self.init(folders: [folder])
    }

    private init(folders: [String]) {
        folder = folders[0]
        tableFolders = folders
    }

    /// The file of a model; there need not be one.
    package func file(of name: String) -> String { folder + "/" + name + Self.fileExtension }

    /// The files that may hold the static token table, to be tried in this order.
    package var tables: [String] { tableFolders.map { $0 + "/" + Self.tableName } }

    /// 1 to 64 letters, digits, points, hyphens and underscores of ASCII, a letter or digit first: what may be a file's
    /// name on every system and cannot lead out of the folder.
    package static func isName(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= 64, isAlphanumeric(first) else { return false }
        return bytes.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }

    /// The model a file of the folder holds, by its name; `nil` for other files.
    package static func name(ofFile file: String) -> String? {
        guard file.hasSuffix(fileExtension) else { return nil }
        let name = String(file.dropLast(fileExtension.count))
        return isName(name) ? name : nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
