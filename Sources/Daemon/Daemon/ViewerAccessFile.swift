import DaemonConfiguration
import JSONText
import Logging
import MemoryModel
import ViewerServer

/// Where the viewer's sessions, tokens and password lie between runs: one private file, replaced as a whole.
struct ViewerAccessFile: Sendable {
    let path: String
    let logger: Logger

    var keeping: AccessKeeping {
        AccessKeeping(load: load, save: save, now: SystemFacts.now)
    }

    /// A file that cannot be read means that everybody logs in again, by a link that only this user can make.
    @Sendable private func load() -> JSON? {
        do {
            return try PrivateFile.read(path, limit: 1 << 20).map { try JSON(parsing: $0) }
        } catch {
            logger.error("The viewer's sessions cannot be read.", metadata: ["error": "\(error)"])
            return nil
        }
    }

    @Sendable private func save(_ book: JSON) throws {
        try PrivateFile.replace(path, with: book.text + "\n")
    }
}
