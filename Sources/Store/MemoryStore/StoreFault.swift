import GRDB
import MemoryModel

/// SQLite's failures in the words of `MemoryError`. Statements and arguments, which hold private text, are left out.
package enum StoreFault {
    package static func translated(_ error: any Error) -> any Error {
        guard let fault = error as? DatabaseError else { return error }
        switch fault.resultCode.primaryResultCode {
        case .SQLITE_FULL:
            return MemoryError(
                .diskFull, "The disk is full; nothing was written.",
                hint: "Free some space. What agents say meanwhile waits in the spool and is taken over later."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return MemoryError(
                .databaseCorrupt, "The memory database is damaged.",
                hint: "Stop the daemon, move data/memos.db aside, and take your last export in with "
                    + "`memos import --restore FILE`."
            )
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return MemoryError(
                .pathNotWritable, "The memory database cannot be opened for writing.",
                hint: "Check owner and permissions of the home's data folder."
            )
        case .SQLITE_IOERR:
            return MemoryError(
                .internal, "Reading or writing the memory database failed (\(fault.extendedResultCode)).",
                hint: "Look at the disk and its free space."
            )
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
            return MemoryError(
                .conflict, "What was to be written contradicts what is there (\(fault.extendedResultCode)).")
        default:
            return MemoryError(.internal, "The memory database refused a statement (\(fault.extendedResultCode)).")
        }
    }
}
