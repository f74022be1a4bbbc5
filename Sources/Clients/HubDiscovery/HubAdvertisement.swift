/// A hub as it makes itself known in the network.
package struct HubAdvertisement: Sendable, Hashable {
    package let name: String
    package let host: String
    package let port: Int
    /// SHA-256 of its certificate, in hexadecimal digits.
    package let fingerprint: String

    package init(name: String, host: String, port: Int, fingerprint: String) {
        self.name = name
        self.host = host
        self.port = port
        self.fingerprint = fingerprint
    }
}
