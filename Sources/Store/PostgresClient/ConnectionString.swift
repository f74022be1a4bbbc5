/// Where the server is and who asks, as libpq reads it: `host=… dbname=…` or `postgresql://…`. It may hold a password,
/// which is said to nobody.
struct ConnectionString: Sendable {
    let text: String
    private let secrets: [String]

    /// - Throws: `connectionString` when libpq cannot read it. What libpq says to that quotes the text, and with it
    ///   perhaps the password, so it is left out.
    init(_ text: String, library: LibPQ) throws(PostgresFault) {
        self.text = text
        let options = library.parseOptions(text, nil)
        guard let options else {
            throw PostgresFault(.connectionString, message: "The connection string cannot be read.")
        }
        defer { library.freeOptions(options) }
        let values = Self.values(options)
        secrets = ["password", "sslpassword"].compactMap { values[$0] }.filter { !$0.isEmpty }
    }

    /// `words` without the password.
    func censored(_ words: String) -> String {
        secrets.reduce(words) { $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "•••") }
    }

    /// libpq's settings for a connection. Those before `dbname`, which holds the whole string, give way to it; those
    /// after it do not.
    var parameters: [(name: String, value: String)] {
        [
            ("connect_timeout", "5"), ("tcp_user_timeout", "15000"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("fallback_application_name", "memos"),
            ("dbname", text), ("client_encoding", "UTF8"),
        ]
    }

    /// libpq's list of options: structures of six pointers and a number, ended by one without a keyword.
    private static func values(_ options: UnsafeMutableRawPointer) -> [String: String] {
        let stride = 7 * MemoryLayout<UnsafeRawPointer>.stride
        let valueOffset = 3 * MemoryLayout<UnsafeRawPointer>.stride
        var result: [String: String] = [:]
        var option = options
        while let keyword = option.load(as: UnsafePointer<CChar>?.self) {
            if let value = option.load(fromByteOffset: valueOffset, as: UnsafePointer<CChar>?.self) {
                result[String(cString: keyword)] = String(cString: value)
            }
            option += stride
        }
        return result
    }
}
