/// Base addresses as people write them: with or without the scheme, the version, a slash at the end, or the path of a
/// request they copied from somewhere.
struct EmbeddingAddress {
    /// Without a slash at the end.
    private(set) var text: String

    /// - Parameters:
    ///   - written: as in the settings; empty for the provider's own.
    ///   - requests: paths of requests that are taken off the end, such as `embeddings`.
    init(_ written: String, own: String, requests: [String]) {
        let trimmed = String(written.drop(while: \.isWhitespace))
        text = trimmed.isEmpty ? own : trimmed
        while let last = text.last, last == "/" || last.isWhitespace { text.removeLast() }
        if !text.contains("://") { text = (Self.isLoopback(text) ? "http://" : "https://") + text }
        for request in requests { remove(request) }
    }

    /// Takes a path off the end, if it is there.
    mutating func remove(_ path: String) {
        if text.hasSuffix("/" + path) { text.removeLast(path.count + 1) }
    }

    /// Takes a version (`v1`, `v1beta`, …) off the end, if one is there.
    mutating func removeVersion() {
        if let last = components.last, Self.isVersion(last) { remove(last) }
    }

    /// Puts the version behind an address that is a host and nothing more. Who writes a path knows it.
    mutating func completeHost(with version: String) {
        if components.isEmpty { text += "/" + version }
    }

    /// Puts the version behind an address whose path has none.
    mutating func completePath(with version: String) {
        if !components.contains(where: Self.isVersion) { text += "/" + version }
    }

    func request(_ path: String) -> String { text + "/" + path }

    /// Of the path.
    private var components: [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: true)
        return parts.dropFirst(2).map(String.init)
    }

    private static func isVersion(_ component: String) -> Bool {
        component.first == "v" && component.dropFirst().first?.isNumber == true
    }

    private static func isLoopback(_ address: String) -> Bool {
        ["localhost", "127.", "[::1]", "0.0.0.0"].contains { address.hasPrefix($0) }
    }
}
