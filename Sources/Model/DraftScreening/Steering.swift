/// Marks of a text that would command whoever reads it, run what it fetches, or hide what it says.
enum Steering {
    static func isIn(_ text: String) -> Bool {
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
        let flat = " " + words + " "
        return orders.contains { flat.contains(" \($0) ") } || chineseOrders.contains { text.contains($0) }
            || marks.contains { text.contains($0) } || runsCode(text)
    }

    /// Characters that a reader does not see, and those that turn the direction of what is read.
    static func isHidden(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    /// Something that is fetched or decoded goes to a shell.
    static func runsCode(_ text: String) -> Bool {
        let flat = text.lowercased().filter { !$0.isWhitespace }
        return ["|sh", "|bash", "|zsh", "|python", "|sudo", "$(curl", "$(wget", "<(curl", "base64-d", "eval$("].contains
        {
            flat.contains($0)
        }
    }

    /// What may mean one thing only: paths, addresses, flags, versions, names of code.
    static func isTechnical(_ name: Substring) -> Bool {
        if name == "and/or" || name.allSatisfy({ $0 == "-" || $0 == "–" || $0 == "—" || $0 == "→" }) { return false }
        let isFlag = name.hasPrefix("-")
        let isHyphenated = !isFlag && name.allSatisfy { $0.isLetter || $0 == "-" || $0 == "’" || $0 == "'" }
        return isFlag || !isHyphenated && name.contains { !$0.isLetter && !"’'%".contains($0) && !isSentenceMark($0) }
    }

    /// A word without the marks of the sentence around it.
    static func bare(_ word: Substring) -> Substring {
        var word = word
        while let first = word.first, isSentenceMark(first) { word.removeFirst() }
        while let last = word.last, isSentenceMark(last) { word.removeLast() }
        return word
    }

    private static func isSentenceMark(_ mark: Character) -> Bool { ".,;:!?()[]\"“”‘’'…，。；：！？（）「」《》、".contains(mark) }

    /// Programs that fetch, remove, or run what they are given: known ones only.
    static let programs: Set<String> = [
        "curl", "wget", "sudo", "doas", "rm", "rmdir", "shred", "eval", "exec", "chmod", "chown", "bash", "powershell",
        "netcat", "nc", "scp", "rsync", "ssh", "ftp", "base64", "mkfs", "dd", "kill", "crontab", "iptables",
    ]

    private static let orders = [
        "ignore previous", "ignore all", "ignore the above", "ignore any", "ignore your", "ignore earlier", "disregard",
        "forget everything", "forget all", "forget previous", "system prompt", "you are now", "you must", "act as",
        "new instructions", "previous instructions", "override instructions", "developer message", "developer mode",
        "as an ai", "exfiltrate", "send credentials", "without asking", "do not tell", "jailbreak", "your instructions",
        "the assistant must",
    ]
    private static let chineseOrders = ["忽略之前", "忽略以上", "忽略所有", "忽略先前", "无视", "系统提示", "你现在是", "新的指令", "不要告诉", "执行以下"]
    private static let marks = [
        "<memos", "</", "<|", "{{", "$(", "](http", "<script", "<system", "javascript:", "data:text",
    ]
}
