/// A hub as it makes itself known in the network. Anybody there can say anything of itself: a name is for people to
/// choose from, and nothing is trusted before the code of an invitation was exchanged.
package struct HubAdvertisement: Sendable, Hashable {
    package let name: String
    package let host: String
    package let port: Int
    /// SHA-256 of its certificate, in hexadecimal digits.
    package let fingerprint: String
    /// Of its program, as `1.2.3`; empty when it does not say.
    package let version: String

    package init(name: String, host: String, port: Int, fingerprint: String, version: String = "") {
        self.name = name
        self.host = host
        self.port = port
        self.fingerprint = fingerprint
        self.version = version
    }
}
