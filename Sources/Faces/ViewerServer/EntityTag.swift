/// Tells versions of an answer or a file apart; no protection against forgery.
enum EntityTag {
    /// Length and FNV-1a, quoted as the header wants it; equal content has an equal tag.
    static func of(_ bytes: some Collection<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\"\(String(bytes.count, radix: 16))-\(String(hash, radix: 16))\""
    }

    /// Whether the client's copy, named by `If-None-Match`, is the one we have. Weak tags are as good as strong ones.
    static func isFresh(_ tag: String, ifNoneMatch header: String?) -> Bool {
        guard let header else { return false }
        let bare = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
        return header.split(separator: ",").contains { candidate in
            var text = candidate.drop { $0 == " " }
            while text.last == " " { text = text.dropLast() }
            return text == "*" || text == bare || text == "W/" + bare
        }
    }
}
