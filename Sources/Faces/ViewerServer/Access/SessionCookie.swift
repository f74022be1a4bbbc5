/// The cookie that carries a session: its name, how it is set and how it is read back.
///
/// Browsers keep cookies by host and not by port, so the port is part of the name: two daemons on one machine would
/// otherwise log each other's viewers out.
struct SessionCookie: Sendable {
    let port: Int

    var name: String { "memos_session_\(port)" }

    func header(session: String) -> String {
        "\(name)=\(session); HttpOnly; SameSite=Strict; Path=/"
    }

    /// Makes the browser forget the session.
    var ending: String { "\(name)=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/" }

    /// Every value sent under our name; a browser may send several.
    func sessions(in header: String?) -> [String] {
        guard let header else { return [] }
        return header.split(separator: ";").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.trimmed(parts[0]) == name else { return nil }
            return Self.trimmed(parts[1])
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }
}
