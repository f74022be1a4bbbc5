import GRDB
import MemoryModel
import PostgresClient

/// The databases' failures in the words of `MemoryError`. Statements, values and connection strings are left out.
enum HubStoreFault {
    static func translated(_ error: any Error) -> MemoryError {
        switch error {
        case let error as MemoryError: error
        case let fault as PostgresFault: translated(fault)
        case let fault as DatabaseError: translated(fault)
        case is CancellationError: MemoryError(.hubUnavailable, "The request was cancelled.")
        default: MemoryError(.internal, "The hub's database did not do what it was asked.")
        }
    }

    private static let away = MemoryError(
        .hubUnavailable, "The hub's database does not answer.",
        hint: "It is asked again by itself. Look whether the database server runs and can be reached."
    )
    private static let full = MemoryError(
        .diskFull, "The disk of the hub's database is full; nothing was written.", hint: "Free some space on it.")
    private static let damaged = MemoryError(
        .databaseCorrupt, "The hub's database is damaged.",
        hint: "Stop the hub and put its last backup back; members send again what that one lacks."
    )

    private static func translated(_ fault: PostgresFault) -> MemoryError {
        switch fault.reason {
        case .libraryMissing:
            return MemoryError(
                .unsupported, fault.message,
                hint: "A hub on PostgreSQL needs libpq: install the package libpq5 (Debian, Ubuntu), libpq (macOS, "
                    + "Homebrew; Fedora)."
            )
        case .connectionString:
            return MemoryError(
                .configInvalid, fault.message,
                hint: "Write postgresql://USER@HOST/DATABASE, or settings as in host=… dbname=… user=…"
            )
        case .unreachable, .interrupted: return away
        case .refused: break
        }
        if fault.isConnectionLost { return away }
        return refusal(state: fault.state)
    }

    /// By SQLSTATE (PostgreSQL, Appendix A); without one the server refused the log-in.
    private static func refusal(state: String) -> MemoryError {
        switch state {
        case "", "28000", "28P01", "3D000":
            MemoryError(
                .configInvalid, "The database server refused the log-in.",
                hint: "Check user, password and database of the connection string, and that the database was created."
            )
        case "42501":
            MemoryError(
                .configInvalid, "The hub's user may not make tables in its database.",
                hint: "Make the user the owner of the database, or grant it CREATE on the schema."
            )
        case "40001", "40P01", "55P03", "57014", "53000", "53200", "53300":
            MemoryError(.hubUnavailable, "The hub's database is too busy (\(state)).", hint: "Try again in a moment.")
        case "25006":
            MemoryError(
                .hubUnavailable, "The hub's database takes no writes now (\(state)).",
                hint: "It is a copy, or was made read-only: connect to the primary server."
            )
        case "53100": full
        case "XX001", "XX002": damaged
        case _ where state.hasPrefix("23"):
            MemoryError(.conflict, "What was to be written contradicts what is there (\(state)).")
        default: MemoryError(.internal, "The hub's database refused a statement (\(state)).")
        }
    }

    private static func translated(_ fault: DatabaseError) -> MemoryError {
        switch fault.resultCode.primaryResultCode {
        case .SQLITE_FULL: full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: damaged
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            MemoryError(
                .pathNotWritable, "The hub's database cannot be opened for writing.",
                hint: "Check owner and permissions of the hub's folder."
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT:
            MemoryError(
                .hubUnavailable, "The hub's database is held by another program.", hint: "Try again in a moment.")
        case .SQLITE_IOERR:
            MemoryError(
                .internal, "Reading or writing the hub's database failed (\(fault.extendedResultCode)).",
                hint: "Look at the disk and its free space."
            )
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
            MemoryError(
                .conflict, "What was to be written contradicts what is there (\(fault.extendedResultCode)).")
        default: MemoryError(.internal, "The hub's database refused a statement (\(fault.extendedResultCode)).")
        }
    }
}
