/// Whether a statement removes a whole system or home with `rm`.
enum RemovalReading {
    static func target(in statement: Statement) -> (severity: ScreeningSeverity, offset: Int)? {
        guard let start = ByteRuns.first(of: "rm ", in: statement.text[...]) else { return nil }
        let words = String(decoding: statement.text[start...].prefix(1_000), as: UTF8.self).split {
            " `);".contains($0)
        }
        guard words.first == "rm", start == 0 || !ByteRuns.isWord(statement.text[start - 1]) else { return nil }
        var isRecursive = false
        for word in words.dropFirst() {
            if word.hasPrefix("-") {
                isRecursive =
                    isRecursive || word.hasPrefix("--recursive") || !word.hasPrefix("--") && word.contains("r")
                continue
            }
            if ["&&", "||", "|", ";", "&"].contains(word) { break }
            let plain = word.filter { $0 != "\"" && $0 != "'" && $0 != "{" && $0 != "}" }
            if isRecursive, everything.contains(plain) || personal.contains(where: plain.hasPrefix) {
                return (.high, start)
            }
            if isRecursive, plain.hasSuffix(":-/*") || plain.hasSuffix(":-/") { return (.high, start) }
        }
        return nil
    }

    private static let everything: Set<String> = [
        "/", "/*", "/.", "~", "~/", "~/*", "~/.*", "$home", "$home/", "$home/*", "/etc", "/etc/*", "/usr", "/usr/*",
        "/var", "/var/*", "/home", "/home/*",
        "/boot", "/boot/*", "/bin", "/lib", "/opt", "/opt/*", "/root", "/srv", "/srv/*", "/var/log", "/var/log/*",
        "/users", "/users/*",
        "$home/.ssh", "~/.ssh", "/library", "/system", "/mnt/*", "/dev",
    ]
    private static let personal = [
        "~/documents", "$home/documents", "~/desktop", "$home/desktop", "~/pictures", "~/projects", "$home/projects",
    ]
}
