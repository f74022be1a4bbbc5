/// Where a hub listens, and as what.
package struct HubServerOptions: Sendable {
    package var host: String
    package var port: Int
    /// What people see.
    package var name: String
    /// Without TLS; refused on any address but the loopback one.
    package var isPlain: Bool

    package init(host: String, port: Int, name: String, isPlain: Bool) {
        self.host = host
        self.port = port
        self.name = name
        self.isPlain = isPlain
    }
}
