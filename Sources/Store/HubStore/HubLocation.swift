/// Where a hub keeps what its members say.
package enum HubLocation: Sendable, Equatable {
    /// A file of this machine.
    case sqlite(path: String)
    /// A database that several hub processes may share: a connection string or URL, as libpq reads it.
    case postgres(String)
}
