import JSONText

/// Where a client works and in which conversation, from what it says beside its requests.
extension ContextClient {
    /// With the conversation that a request names in its metadata, as Codex does for each call of a tool.
    func bound(by meta: JSON?) -> ContextClient {
        guard let told = meta?["x-codex-turn-metadata"] ?? meta?["codex/turnMetadata"] else { return self }
        // Sent as an object, or as the text of one.
        let turn = told.string.flatMap { try? JSON(parsing: Array($0.utf8)) } ?? told
        guard let session = (turn["session_id"] ?? turn["thread_id"])?.string, !session.isEmpty else { return self }
        var client = self
        client.sessionID = session
        return client
    }

    /// The folder of a `file:` address; `nil` for any other.
    static func folder(ofRoot uri: String) -> String? {
        let scheme = "file://"
        guard uri.hasPrefix(scheme), let slash = uri.dropFirst(scheme.count).firstIndex(of: "/") else { return nil }
        var bytes: [UInt8] = []
        var rest = uri[slash...].utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        guard let path = String(validating: bytes, as: UTF8.self), !path.utf8.contains(0) else { return nil }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
