/// Where a hub keeps what its members say.
package enum HubLocation: Sendable, Equatable {
    /// A file of this machine.
    case sqlite(path: String)
    /// A database that several hub processes may share: a connection string or URL, as libpq reads it.
    case postgres(String)
}

extension HubLocation: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the connection string, which may hold a password.
    package var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgres: "PostgreSQL"
        }
    }

    package var debugDescription: String { description }
}
