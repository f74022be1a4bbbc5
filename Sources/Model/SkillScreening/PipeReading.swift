/// Whether a statement hands what it fetches, or what it decodes, to something that runs it.
struct PipeReading {
    /// What is run: fetched from a network, or made readable on the way.
    enum Source {
        case fetched
        case decoded
    }

    let statement: Statement

    /// The source and the offset at which it begins.
    func runsUnseen() -> (source: Source, offset: Int)? { piped() ?? substituted() ?? evaluated() }

    // MARK: `curl … | sh`

    private func piped() -> (source: Source, offset: Int)? {
        let text = statement.text
        guard text.contains(UInt8(ascii: "|")) else { return nil }
        var source: (source: Source, offset: Int)?
        var start = 0
        while start < text.count {
            var end = text[start...].firstIndex(of: UInt8(ascii: "|")) ?? text.count
            // “or” is no pipe.
            while end + 1 < text.count, text[end + 1] == UInt8(ascii: "|") {
                end = text[(end + 2)...].firstIndex(of: UInt8(ascii: "|")) ?? text.count
            }
            if let source, runsItsInput(text[start..<end]) { return source }
            for hit in statement.hits where hit.start >= start && hit.end <= end && source == nil {
                switch hit.concept {
                case .fetch, .devTCP:
                    if !isHabit(hit) || hasTarget(text[hit.end..<end]) { source = (.fetched, hit.start) }
                case .web: if !isPlainText(text[start..<end]) { source = (.fetched, hit.start) }
                case .decode, .codes: source = (.decoded, hit.start)
                case .reversed: source = (.decoded, hit.start)
                default: break
                }
            }
            // `| rev` begins with the bar itself.
            if source == nil, start > 0, text[start..<end].drop(while: { $0 == 0x20 }).starts(with: "rev".utf8) {
                source = (.decoded, start)
            }
            start = end + 1
        }
        return nil
    }

    private func isHabit(_ hit: PhraseAutomaton.Hit) -> Bool {
        ["curl", "wget"].contains { statement.text[hit.start..<hit.end].elementsEqual($0.utf8) }
    }

    /// An address that is printed or looked for is not fetched.
    private func isPlainText(_ segment: ArraySlice<UInt8>) -> Bool {
        let first = segment.drop { $0 == 0x20 || $0 == UInt8(ascii: "`") }
        return statement.role != .code
            || ["echo", "printf", "cat", "grep", "export", "#", "psql", "git"].contains { first.starts(with: $0.utf8) }
    }

    /// `curl | sh` names a habit; `curl https://… | sh` is a command.
    private func hasTarget(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.contains { "./$:<\"'".utf8.contains($0) } && rest.contains { ByteRuns.isWord($0) }
    }

    /// `sudo bash -s -- x`, `xargs -I{} sh -c {}`, `python3 -`, `. /dev/stdin`, `ssh host sh`; not `python3 -m json.tool`
    /// nor `bash parse.sh`.
    private func runsItsInput(_ segment: ArraySlice<UInt8>) -> Bool {
        let segment = statement.role == .prose ? Self.spanOfCode(segment) : segment
        let words = segment.split { " \t\"'`);(}{,".utf8.contains($0) }.prefix(24).map {
            String(decoding: $0, as: UTF8.self)
        }
        for (index, word) in words.enumerated() {
            let name = word.split(separator: "/").last.map(String.init) ?? word
            if Self.wrappers.contains(name) || word.hasPrefix("-") || word.contains("=") || word.hasPrefix("@") {
                continue
            }
            if index > 0,
                Self.wrappers.contains(words[index - 1]) || words.first == "ssh" || words.contains("xargs")
                    || words[0] == "env",
                !Self.shells.contains(name), !Self.interpreters.contains(where: name.hasPrefix), name != "iex"
            {
                continue
            }
            let arguments = words[(index + 1)...]
            if Self.shells.contains(name) {
                guard let first = arguments.first else { return true }
                if words.contains("xargs") { return true }
                return first.hasPrefix("-") && first != "-n" || first.hasPrefix("/dev/") || Self.ends.contains(first)
            }
            if Self.evaluators.contains(name) { return true }
            if Self.interpreters.contains(where: {
                name == $0 || name.hasPrefix($0) && name.dropFirst($0.count).allSatisfy { $0.isNumber || $0 == "." }
            }) {
                guard let first = arguments.first else { return true }
                if arguments.contains("-") || first == "/dev/stdin" || Self.ends.contains(first) { return true }
                let isCode = ["-c", "-e", "-ne", "-pe", "-r", "-E"].contains(first)
                return isCode && ["exec(", "eval(", "system(", "eval "].contains { ByteRuns.contains(segment, $0) }
            }
            return false
        }
        return false
    }

    /// In a sentence a command ends with its span of code: “Run `curl … | sh` at the end.”
    private static func spanOfCode(_ segment: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        segment.drop { $0 == 0x20 || $0 == UInt8(ascii: "`") }.prefix { $0 != UInt8(ascii: "`") }
    }

    private static let wrappers: Set<String> = [
        "sudo", "env", "nohup", "xargs", "time", "command", "exec", "doas", "stdbuf", "timeout", "tee", "setsid",
        "busybox",
        "ssh", "nice", "then", "do", "builtin", "unbuffer", "$",
    ]
    private static let shells: Set<String> = [
        "sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "cmd", "cmd.exe", "tcsh", "csh", "$shell", "shell",
    ]
    private static let evaluators: Set<String> = [
        "iex", "invoke-expression", "source", ".", "eval", "powershell", "pwsh", "osascript",
    ]
    private static let interpreters = ["python", "node", "perl", "ruby", "php", "deno", "bun", "lua", "tclsh"]
    private static let ends: Set<String> = [
        "&&", "||", ";", "&", ">", ">>", "2>&1", "<", "|", "and", "to", "in", "on", "as", "for", "once", "—", "-", "#",
        "then",
    ]

    // MARK: `bash <(curl …)`

    private func substituted() -> (source: Source, offset: Int)? {
        let text = statement.text
        for runner in statement.hits where runner.concept == .shellWord {
            var index = runner.end
            // Only flags and quotes may stand between.
            var isFlag = false
            while index < text.count, index - runner.end < 24 {
                let byte = text[index]
                if byte == UInt8(ascii: "-") { isFlag = true } else if byte == 0x20 { isFlag = false }
                guard " \"'-<&\\[(=:@".utf8.contains(byte) || isFlag && ByteRuns.isWord(byte) else { break }
                if byte == UInt8(ascii: "<"), index + 1 < text.count, text[index + 1] == UInt8(ascii: "(") { break }
                index += 1
            }
            let rest = text[min(index, text.count)...]
            let isOpen =
                ["$(", "<(", "`"].contains { rest.starts(with: $0.utf8) }
                || rest.startIndex > 0 && text[rest.startIndex - 1] == UInt8(ascii: "(")
            guard isOpen else { continue }
            for hit in statement.hits where hit.start >= runner.end && hit.start - runner.end < 400 {
                switch hit.concept {
                case .fetch, .devTCP: if hasTarget(text[hit.end...]) { return (.fetched, runner.start) }
                case .decode, .reversed: return (.decoded, runner.start)
                default: break
                }
            }
        }
        // `. <(curl …)` has no word to begin with.
        if let dot = ByteRuns.first(of: ". <(", in: text[...]), statement.hasAny(.fetch, .decode) {
            return (.fetched, dot)
        }
        return nil
    }

    // MARK: `exec(urlopen(…).read())`

    private func evaluated() -> (source: Source, offset: Int)? {
        for hit in statement.hits where hit.concept == .evaluates && isCall(hit) {
            for inner in statement.hits where inner.start >= hit.end && inner.start - hit.end < 240 {
                switch inner.concept {
                case .fetch: if hasTarget(statement.text[inner.end...]) { return (.fetched, hit.start) }
                case .decode, .codes, .reversed, .encodedRun: return (.decoded, hit.start)
                default: break
                }
            }
        }
        return nil
    }

    /// `pattern.exec(text)` evaluates nothing, `exec("curl …")` runs what can be read.
    private func isCall(_ hit: PhraseAutomaton.Hit) -> Bool {
        let text = statement.text
        if hit.start > 0, text[hit.start - 1] == UInt8(ascii: "."),
            text[hit.start..<hit.end].elementsEqual("exec(".utf8)
        {
            return false
        }
        let isShellWord = text[hit.start..<hit.end].elementsEqual("eval".utf8)
        guard hit.end < text.count else { return false }
        if isShellWord { return statement.role == .code && text[hit.end] == 0x20 }
        return
            !(text[hit.start..<hit.end].elementsEqual("exec(".utf8)
            && (text[hit.end] == UInt8(ascii: "'") || text[hit.end] == UInt8(ascii: "\""))
            && !statement.hasAny(.decode, .codes, .reversed))
    }
}
