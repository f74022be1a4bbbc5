import TextAnalysis

/// Words that can mean one thing only, and must therefore be known from evidence: paths, addresses, flags, versions, names
/// of code, and programs that fetch, remove or run something.
enum SharpWords {
    static func contains(_ name: String) -> Bool { isTechnical(name) || programs.contains(name.lowercased()) }

    /// A word without the marks of the sentence around it.
    static func bare(_ word: Substring) -> String {
        var word = word
        while let first = word.first, isSentenceMark(first) { word.removeFirst() }
        while let last = word.last, isSentenceMark(last) { word.removeLast() }
        return String(word)
    }

    /// What of a text would weaken, remove, or give something away: a step of that kind must have been taken.
    static func deeds(in text: String) -> [String] {
        Terms.queryTerms(in: text).map(\.text).filter(deeds.contains) + chineseDeeds.filter { text.contains($0) }
    }

    private static let deeds = Set(
        [
            "disable", "bypass", "circumvent", "skip", "suppress", "override", "force", "send", "email", "mail",
            "upload",
            "post", "share", "leak", "transmit", "delete", "erase", "wipe", "destroy", "overwrite", "grant", "revoke",
            "escalate", "whitelist", "allowlist", "paste", "impersonate", "download", "fetch", "execute", "unverified",
        ].flatMap { Terms.terms(in: $0).map(\.text) })
    private static let chineseDeeds = [
        "禁用", "关闭", "跳过", "绕过", "删除", "清空", "上传", "发送", "泄露", "授权", "覆盖", "强制", "下载", "执行",
    ]

    private static func isTechnical(_ name: String) -> Bool {
        if name == "and/or" || name.allSatisfy({ "-–—→".contains($0) }) { return false }
        if name.hasPrefix("-") { return true }
        // “read-only”, “isn’t”
        if name.allSatisfy({ $0.isLetter || "-’'".contains($0) }) { return false }
        return name.contains { !$0.isLetter && !"’'%".contains($0) && !isSentenceMark($0) }
    }

    private static func isSentenceMark(_ mark: Character) -> Bool {
        ".,;:!?()[]\"“”‘’'…，。；：！？（）「」《》、".contains(mark)
    }

    private static let programs: Set<String> = [
        "curl", "wget", "sudo", "doas", "rm", "rmdir", "shred", "eval", "exec", "chmod", "chown", "bash", "powershell",
        "netcat", "nc", "scp", "rsync", "ssh", "ftp", "base64", "mkfs", "dd", "kill", "crontab", "iptables",
    ]
}
