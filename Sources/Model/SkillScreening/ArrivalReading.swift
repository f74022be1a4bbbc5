/// Files that one statement brings from a network or a decoder, and files that it runs.
struct ArrivalReading {
    let statement: Statement

    private var words: [Substring] {
        String(decoding: statement.text.prefix(4_096), as: UTF8.self).split { " \t\"'`);(,=".contains($0) }
    }

    /// Base names of what is written.
    var files: [String] {
        guard statement.hasAny(.fetch, .decode) else { return [] }
        let words = words
        var names: [String] = []
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            switch word {
            case "-o", "--output", "-outfile", ">", "--output-document", "-destination": names.append(Self.base(next))
            case "-lo", "-o-", "--remote-name", "-flo", "-fslo", "-slo", "-fsslo", "-sslo", "-remote-name", "-jlo":
                names += addresses(words)
            case "wget" where !words.contains("-qo-") && !words.contains("-o-") && !words.contains("-"):
                names += addresses(words)
            default:
                if word.hasPrefix(">"), word.count > 1 { names.append(Self.base(word.dropFirst())) }
                if word.hasPrefix("-"), word.hasSuffix("o"), word.count < 8, !word.hasPrefix("--") {
                    names.append(Self.base(next))
                }
            }
        }
        if ["urlretrieve", "downloadfile", "-urlcache", "bitstransfer"].contains(where: statement.contains),
            let last = words.last(where: { $0.contains(".") && !$0.contains("://") })
        {
            names.append(Self.base(last))
        }
        // `curl -O https://…/x.sh`: the flag's value is an address.
        return names.filter { $0 != "null" && $0 != "-" && $0.contains { $0.isLetter } }
    }

    private func addresses(_ words: [Substring]) -> [String] {
        words.filter { $0.contains("://") }.map { Self.base($0) }
    }

    private static func base(_ path: Substring) -> String {
        let plain = path.prefix { $0 != "?" && $0 != "#" }
        return String(plain.split(separator: "/").last ?? "").trimmingQuotes
    }

    /// The name of a file that came before and is run here.
    func executed(of arrivals: [String: (line: Int, isDecoded: Bool)]) -> String? {
        guard !arrivals.isEmpty else { return nil }
        return runs(in: words) { arrivals[$0] != nil }
    }

    /// Whether the statement that brings a file runs it, too.
    func executedAfterwards(_ file: String) -> Bool {
        let words = words
        guard let first = words.firstIndex(where: { Self.base($0) == file }) else { return false }
        return runs(in: Array(words[(first + 1)...])) { $0 == file } != nil
    }

    private func runs(in words: [Substring], _ isKnown: (String) -> Bool) -> String? {
        var previous = ";"
        for (index, word) in words.enumerated() {
            let name = Self.base(word)
            defer { if !word.hasPrefix("-") || previous == "chmod" { previous = String(word) } }
            guard isKnown(name), !word.contains("://") else { continue }
            let before = previous.split(separator: "/").last.map(String.init) ?? previous
            if Self.runners.contains(before) || before.hasPrefix("python") { return name }
            let isPath =
                word.hasPrefix("./") || word.hasPrefix("/") || word.hasPrefix("~/") || word.hasPrefix("$")
                || word.hasPrefix(".\\")
            let isCommand =
                index == 0
                || ["&&", ";", "||", "|", "then", "do", "sudo", "nohup", "exec", "&", "setsid", "run", "execute"]
                    .contains(before)
            if isPath, isCommand, !statement.contains("--version"), statement.role == .code || before != ";" {
                return name
            }
        }
        return nil
    }

    private static let runners: Set<String> = [
        "sh", "bash", "zsh", "dash", "ksh", "source", ".", "node", "perl", "ruby", "php", "pwsh", "powershell", "exec",
        "osascript",
        "start-process", "deno", "bun", "-file", "iex", "nohup", "setsid", "subprocess.run[", "subprocess.run",
        "subprocess.call", "os.system", "popen", "start", "cmd", "regsvr32", "rundll32", "mshta", "installer",
    ]
}

extension String {
    fileprivate var trimmingQuotes: String {
        filter { $0 != "\"" && $0 != "'" && $0 != "`" && $0 != "}" && $0 != "{" && $0 != "\\" }
    }
}
