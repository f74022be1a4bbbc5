/// Which files of consequence one statement writes.
struct PlaceReading {
    let statement: Statement

    private static let places: Set<UInt8> = Set(
        [Concept.keysFile, .startFile, .autostart, .gitHook, .hostRules, .hostConfig].map(\.rawValue))

    /// Each place once.
    var written: [PhraseAutomaton.Hit] {
        var seen = Set<UInt8>()
        return statement.hits.filter { hit in
            let isSudoers =
                hit.concept == .lastingRight && statement.text[hit.start..<hit.end].elementsEqual("/etc/sudoers".utf8)
            guard Self.places.contains(hit.concept.rawValue) || isSudoers, isWritten(hit) else { return false }
            return seen.insert(hit.concept.rawValue).inserted
        }
    }

    /// What starts with every login of this person or machine.
    var isLogin: Bool {
        [
            "launchagents", "launchdaemons", "config/autostart", "currentversion\\run", "currentversionrun",
            "startup\\", "programsstartup", "ld.so.preload", "ld_preload", "prompt_command",
        ]
        .contains(where: statement.contains)
    }

    /// Whether what is written demands obedience of later sessions.
    var imposes: Bool {
        let hits = ProseLexicon.automaton.hits(in: statement.text, limit: 400)
        let signs = ConceptSet(hits.map(\.concept))
        return signs.contains(.imposed) || signs.contains(.concealing) || signs.contains(.overriding)
            || signs.contains(.everything)
            || [
                "curl ", "npx -y http", "http://", "| sh", "pretooluse", "sessionstart", "userpromptsubmit",
                "posttooluse",
            ].contains(where: statement.contains)
            || statement.has(.safetyFlag) || signs.contains(.drop) && signs.contains(.rules)
            || signs.contains(.verbs)
                && (statement.contains("before every") || statement.contains("in every session")
                    || statement.contains("for every task"))
    }

    private func isWritten(_ hit: PhraseAutomaton.Hit) -> Bool {
        let text = statement.text
        let before = text[max(0, hit.start - 60)..<hit.start]
        // Back over the rest of the path and quotes to what names it.
        var index = before.endIndex
        while index > before.startIndex, before[index - 1] != 0x20, before[index - 1] != UInt8(ascii: ">") {
            index -= 1
        }
        let lead = before[..<index]
        let trimmed = lead.last == 0x20 ? lead.dropLast() : lead
        if trimmed.last == UInt8(ascii: ">") { return true }
        if ["tee", "tee -a", "add-content", "set-content", "out-file", "-path", "sponge", "-filepath"].contains(where: {
            trimmed.suffix($0.utf8.count).elementsEqual($0.utf8)
        }) {
            return true
        }
        if statement.contains("sed -i") || statement.contains("mcp add") || statement.contains("reg add")
            || statement.contains("git config") || statement.contains("launchctl ")
        {
            return true
        }
        let calls = [
            "writefile", "appendfile", "write_text", "json.dump(", "'w')", "'a')", "\"w\")", "\"a\")", "'a'", "\"a\"",
            "'w'", "\"w\"", ".write(",
        ]
        if calls.contains(where: statement.contains) { return true }
        // The last name of a copy is where it goes.
        let isCopy = ["cp ", "mv ", "ln -s", "install -m", "copy "].contains(where: statement.contains)
        let rest = text[hit.end...].prefix {
            $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "|")
        }
        return isCopy && !rest.dropLast(rest.last == 0x20 ? 1 : 0).contains(0x20)
    }
}
