/// Whether a text may be told to an agent as advice although it was written by a model that had read untrusted output:
/// no words that would steer whoever reads them, nothing that fetches and runs, nothing secret or hidden.
///
/// It looks for marks of harm and proves nothing; what a text says must stand in evidence besides.
package enum SteeringScreen {
    package static func passes(_ text: String) -> Bool {
        let lowered = text.lowercased()
        let words = lowered.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        let padded = " \(words) "
        return !steering.contains { padded.contains(" \($0) ") } && !glued.contains { words.contains($0) }
            && !marks.contains { lowered.contains($0) } && !runsWhatItFetches(lowered)
            && !text.unicodeScalars.contains(where: isHidden) && Redactor.redact(text).findings.isEmpty
    }

    /// A fetch whose output goes into a shell or an interpreter.
    private static func runsWhatItFetches(_ text: String) -> Bool {
        guard fetches.contains(where: text.contains) else { return false }
        let piped = text.split(separator: "|").dropFirst().contains { part in
            let first = part.split { $0 == " " || $0 == "`" }.first { $0 != "sudo" } ?? ""
            return interpreters.contains { first == $0 || first.hasSuffix("/" + $0) }
        }
        return piped || text.contains("$(") || text.contains("<(")
    }

    /// Characters that a reader does not see, or that turn the order of others round.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .control, .privateUse: scalar != "\n" && scalar != "\t" && scalar != "\u{200D}"
        default: false
        }
    }

    private static let fetches = ["curl", "wget", "http://", "https://"]
    private static let interpreters = [
        "sh", "bash", "zsh", "dash", "python", "python3", "node", "ruby", "perl", "eval",
    ]
    private static let marks = ["[redacted", "<system", "</", "<|", "{{", "base64 -d", "base64 --decode"]

    /// Whole words.
    private static let steering = [
        "ignore previous", "ignore all", "ignore any", "ignore your", "ignore above", "ignore earlier",
        "ignore prior", "ignore these", "disregard", "forget all", "forget previous", "forget everything",
        "system prompt",
        "you are now", "new instructions", "override instructions", "previous instructions", "prior instructions",
        "developer message", "as an ai", "exfiltrate", "send credentials", "rm rf", "do not tell the user",
        "without telling the user", "do not mention", "jailbreak",
    ]
    /// In scripts without spaces.
    private static let glued = ["忽略之前", "忽略以上", "忽略所有", "忽略先前", "无视", "系统提示", "你现在是", "新的指令"]
}
