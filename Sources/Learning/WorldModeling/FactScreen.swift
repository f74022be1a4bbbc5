import TextAnalysis

/// What may be put into a sentence: plain names of bounded length, without secrets and without words that would steer
/// whoever reads them. Names come from outputs and folders, which anybody may have written.
enum FactScreen {
    /// A path, relative to the place: no blanks, no quotes, nothing that a shell reads.
    static func isPath(_ text: String) -> Bool {
        text.utf8.count <= 120 && text.contains { $0 != "/" && $0 != "." } && isPlain(text, beside: "._-/@+")
            && text.split(separator: "/").allSatisfy { $0.utf8.count <= 60 && $0 != ".." }
            && !text.hasPrefix("-") && isHarmless(text)
    }

    /// A command as the agent gave it, its words on one line.
    static func isCommand(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count) && isPlain(text, beside: "._-/@+:=, ") && isHarmless(text)
    }

    /// A name or a version.
    static func isName(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count) && isPlain(text, beside: "._-/@+:") && isHarmless(text)
    }

    /// A project's name in a title, in any script.
    static func isTitle(_ text: String) -> Bool {
        (1...60).contains(text.count)
            && text.allSatisfy { $0.isLetter || $0.isNumber || "._-/@+ ".contains($0) } && isHarmless(text)
    }

    /// Whatever is put between the words of a sentence.
    static func isInsertion(_ text: String) -> Bool {
        text.utf8.count <= 160 && !text.contains { $0.isNewline || $0 == "`" } && isHarmless(text)
    }

    /// Words of a person or a policy.
    static func isSentence(_ text: String) -> Bool {
        (3...240).contains(text.count) && !text.contains(where: \.isNewline) && isHarmless(text)
    }

    /// Whether it has no secret, no password in an address, and nothing that is known to steer an agent.
    static func isHarmless(_ text: String) -> Bool {
        // What a path has in common with a sentence are its words.
        let words = text.lowercased().utf8.split { $0 == 0x20 || (0x2B...0x2F).contains($0) || $0 == 0x5F }
        let flat = words.map { String(Substring($0)) }.joined(separator: " ")
        return !steering.contains(where: { flat.holds($0) }) && !marks.contains(where: { text.holds($0) })
            && !hasCredentials(text) && !hasSecret(text)
    }

    /// Shorter words without a sign of assignment are no secrets that could be told.
    private static func hasSecret(_ text: String) -> Bool {
        (text.utf8.count >= 20 || text.utf8.contains { $0 == 0x3D || $0 == 0x3A })
            && !Redactor.redact(text).findings.isEmpty
    }

    private static func isPlain(_ text: String, beside others: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.isASCII
                ? ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                    || others.unicodeScalars.contains($0)
                : $0.properties.isAlphabetic
        }
    }

    private static func hasCredentials(_ text: String) -> Bool {
        text.holds("://")
            && text.split(separator: " ").contains { word in
                guard let scheme = word.firstRange(of: "://") else { return false }
                return word[scheme.upperBound...].contains("@")
            }
    }

    private static let marks = ["<", "[redacted", "|", "`;", "$(", "{{", "\u{202E}", "\u{200B}"]

    private static let steering = [
        "ignore previous", "ignore all", "ignore the", "ignore any", "ignore your", "ignore above", "ignore earlier",
        "disregard", "forget all", "forget previous", "forget everything", "system prompt", "you are now", "you must",
        "new instructions", "override instructions", "previous instructions", "developer message", "as an ai",
        "exfiltrate", "send credentials", "base64 d", "rm rf", "curl http", "wget http", "忽略之前", "忽略以上", "忽略所有",
        "忽略先前", "无视", "系统提示", "你现在是", "新的指令",
    ]
}
