package import LanguageModels

/// A provider's own words, made fit to be shown: short, on one line, and without anything that looks like a key.
enum ProviderWords {
    /// Characters shown, at most.
    static let limit = 200

    static func shown(_ text: String) -> String {
        // Masked before it is cut: half a key must not escape by being half.
        let words = text.prefix(4 * limit).split(whereSeparator: { $0.isWhitespace || $0.isControl })
        let line = words.map { mask(String($0)) }.joined(separator: " ")
        return line.count <= limit ? line : String(line.prefix(limit - 1)) + "…"
    }

    /// The word, with every part that looks like a key replaced.
    private static func mask(_ word: String) -> String {
        var result = ""
        var token = ""
        for character in word {
            if character.isPartOfKey {
                token.append(character)
            } else {
                result += token.looksLikeKey ? stars : token
                result.append(character)
                token = ""
            }
        }
        return result + (token.looksLikeKey ? stars : token)
    }

    static let stars = "********"
}

extension ModelFault {
    /// The fault without the key, should the other side have repeated it in a form that nobody would take for one.
    package func withholding(_ key: Secret?) -> ModelFault {
        guard let key, key.revealed.utf8.count >= 4 else { return self }
        var fault = self
        for part in [key.revealed] + key.revealed.split(separator: ":").map(String.init) where part.utf8.count >= 4 {
            fault.message = fault.message.split(separator: part, omittingEmptySubsequences: false)
                .joined(separator: ProviderWords.stars)
            fault.hint = fault.hint.map {
                $0.split(separator: part, omittingEmptySubsequences: false).joined(separator: ProviderWords.stars)
            }
        }
        return fault
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.value < 0x20 || $0.value == 0x7F } }

    fileprivate var isPartOfKey: Bool { isASCII && (isLetter || isNumber || "-_.+/=*~".contains(self)) }
}

extension String {
    /// Known beginnings; a run of 16 letters and digits mixed; 32 of one sort; an UUID. Names of models have hyphens
    /// and their dates no letters.
    fileprivate var looksLikeKey: Bool {
        guard count >= 8 else { return false }
        if Self.beginnings.contains(where: hasPrefix) { return true }
        let parts = split(whereSeparator: { "-_./=".contains($0) })
        if parts.map(\.count) == [8, 4, 4, 4, 12] { return true }
        return parts.contains { part in
            part.count >= 32
                || part.count >= 16 && part.contains(where: \.isNumber) && part.contains(where: \.isLetter)
        }
    }

    private static let beginnings = [
        "sk-", "sk_", "pk-", "rk-", "gsk_", "xai-", "hf_", "AIza", "AKIA", "ASIA", "ABSK", "bedrock-api-key-", "eyJ",
        "pa-",
        "key-", "nvapi-", "jina_", "fw_", "r8_", "ya29.",
    ]
}
