/// Where a hub listens, and as what.
package struct HubServerOptions: Sendable {
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    /// What people see.
    package var name: String
    /// Without TLS; refused on any address but the loopback one.
    package var isPlain: Bool
    /// Of the program, for those who ask.
    package var version: String
    package var limits: HubLimits

    package init(
        host: String, port: Int, name: String, isPlain: Bool, version: String = "", limits: HubLimits = HubLimits()
    ) {
        self.host = host
        self.port = port
        self.name = name
        self.isPlain = isPlain
        self.version = version
        self.limits = limits
    }

    /// Whether nobody outside this machine can reach the address.
    package var isLoopback: Bool { Self.isLoopback(host) }

    package static func isLoopback(_ host: String) -> Bool {
        ["localhost", "::1"].contains(host) || host.hasPrefix("127.")
    }
}
