/// Marks of harm in one text, with the numbers of the lines they are in.
struct Findings {
    private(set) var remoteCode: Int?
    private(set) var destructive: Int?
    private(set) var override: String?
    private(set) var isHiding = false

    init(_ text: String) {
        var isComment = false
        // Words of an instruction may go over lines.
        var previous = ""
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if remoteCode == nil, Self.runsWhatItFetches(words) { remoteCode = number + 1 }
            if destructive == nil, Self.destroying.contains(where: words.contains) { destructive = number + 1 }
            if override == nil {
                let both = previous.suffix(60) + " " + words
                override = Self.overriding.first { both.contains($0) }
            }
            if words.contains("<!--") { isComment = true }
            if isComment, !words.isEmpty { isHiding = true }
            if words.contains("-->") { isComment = false }
            previous = words
        }
        if text.unicodeScalars.contains(where: Self.isInvisible) { isHiding = true }
    }

    /// `curl … | sh`, `bash <(curl …)`, `eval "$(wget …)"`, `iwr … | iex`, `base64 -d | sh`.
    private static func runsWhatItFetches(_ line: String) -> Bool {
        guard let source = sources.first(where: line.contains) else { return false }
        if ["<(\(source)", "$(\(source)", "`\(source)"].contains(where: line.contains) {
            let isRun = runners.contains {
                line.hasPrefix("\($0) ") || line.contains(" \($0) ") || line.contains("`\($0) ")
            }
            if isRun { return true }
        }
        var isBehind = false
        for part in line.split(separator: "|") {
            let words = part.split { $0 == " " || $0 == "`" || $0 == ";" || $0 == ")" || $0 == "\"" }
            let program = words.first { $0 != "sudo" && $0 != "env" && !$0.hasPrefix("-") }.map(String.init) ?? ""
            let name = program.split(separator: "/").last.map(String.init) ?? program
            if isBehind, runners.contains(name) || name.hasPrefix("python") { return true }
            if sources.contains(where: part.contains) { isBehind = true }
        }
        return false
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Zero-width characters but for the joiner, which emoji and some scripts need; overrides of direction; tags.
        case 0x200B, 0x2060...0x2064, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: true
        default: false
        }
    }

    private static let sources = ["curl", "wget", "invoke-webrequest", "iwr ", "base64 -d", "base64 --decode"]
    private static let runners = [
        "sh", "bash", "zsh", "dash", "iex", "node", "perl", "ruby", "eval", "source", "python",
    ]
    private static let destroying = [
        "rm -rf /", "rm -rf ~", "rm -rf $home", "rm -fr /", "mkfs.", "of=/dev/sd", "of=/dev/nvme", "chmod -r 777 /",
        ":(){ :|:", "git push --force", "drop database", "> /dev/sda",
    ]
    private static let overriding = [
        "ignore previous instructions", "ignore all previous", "ignore the previous", "ignore prior instructions",
        "ignore the above", "ignore your instructions", "disregard previous", "disregard all", "disregard the above",
        "forget your instructions", "forget all previous", "override your instructions", "you are now",
        "new system prompt", "your system prompt", "do not tell the user", "don't tell the user",
        "without telling the user",
        "without informing the user", "hide this from the user", "do not mention this", "never ask the user",
        "without asking the user", "do not ask for confirmation", "忽略之前", "忽略以上", "忽略上面", "无视之前", "不要告诉用户",
        "不要告知用户", "无需询问用户",
    ]
}
