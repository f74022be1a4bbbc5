/// Decides from `Host` and `Origin` whether a request was meant for this server.
///
/// A web page elsewhere can make a browser send requests to a loopback port; a name that someone re-points to 127.0.0.1
/// can even make the browser believe that page and server are one site. Both carry a foreign host or origin.
/// It does not decide who is logged in.
struct OriginGuard: Sendable {
    let port: Int

    func allows(host: String?, origin: String?) -> Bool {
        guard let host, ownHosts.contains(Self.lowercased(host)) else { return false }
        guard let origin else { return true }
        return Self.lowercased(origin) == "http://" + Self.lowercased(host)
    }

    private var ownHosts: [String] {
        ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"]
    }

    /// ASCII only: no other letter may turn into one of ours.
    private static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
