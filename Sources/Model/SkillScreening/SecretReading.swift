/// What of one statement is secret or private, and whether it leaves the machine.
struct SecretReading {
    let statement: Statement

    /// Offset of a place of keys, or of the whole environment.
    var strong: Int? {
        statement.hits.first { $0.concept == .secretPlace && isRead($0) || $0.concept == .environment }?.start
    }

    var weak: Int? { statement.first(.weakSecret)?.start }

    var leaves: Bool {
        statement.has(.fetch) && statement.has(.carries) && !isOnlyHeader || statement.has(.transmits)
            || statement.has(.fetch) && statement.has(.sink) || statement.has(.devTCP)
    }

    /// A name that is looked up carries what stands in it.
    var isLookup: Bool { statement.has(.lookup) && isSubstituted }
    var isEncodedLookup: Bool {
        isLookup && statement.hasAny(.web, .lookup)
            && ["| base64", "|base64", "| xxd", "|xxd", "| od ", "base32", "hexlify", "b64encode"].contains(
                where: statement.contains)
    }

    /// `$(cat …)` in an address, `< file`.
    var isSubstituted: Bool {
        guard statement.hasAny(.fetch, .lookup) else { return false }
        return ["$(", "`", "${", "+ ", "f\"", "f'", "%s"].contains(where: statement.contains) && statement.role == .code
            || statement.contains("$(")
    }

    /// Somebody's token where it is no header of its own service.
    var foreignToken: Int? {
        statement.hits.first { hit in
            guard hit.concept == .foreignSecret, !isInHeader(hit) else { return false }
            let name = String(decoding: statement.text[hit.start..<hit.end], as: UTF8.self)
            let vendor = String(name.prefix { $0 != "_" && $0 != " " })
            let known = ["gh": "github", "aws": "amazonaws"][vendor] ?? vendor
            // As a value of its own service, or handed on as a variable of the same name.
            let addresses = statement.contains(known + ".") || statement.contains(known + "aws")
            let isValue = hit.start > 0 && "${[\"'.(/=".utf8.contains(statement.text[hit.start - 1])
            return !addresses && isValue && statement.has(.web)
                && (statement.has(.carries) || statement.has(.transmits) || statement.contains("?"))
        }?.start
    }

    /// Whether a secret is read here, for something that may send it later.
    var isTaken: Bool {
        guard strong != nil else { return false }
        return statement.has(.environment)
            || [
                "cat ", "tar ", "zip ", "open(", "read", "base64", "gzip", "cp ", "find ", "glob", "get-content",
                "copy", "xxd", "head ", "security ", "shutil", "walk(", "path(", "secret-tool", "for ", "sqlite", "=",
                "grep ",
            ]
            .contains(where: statement.contains)
    }

    /// Keys of its own for a connection, public keys, and places that are written stay here.
    private func isRead(_ hit: PhraseAutomaton.Hit) -> Bool {
        let text = statement.text
        let after = text[hit.end...].prefix(24)
        if after.starts(with: ".pub".utf8)
            || ["/known_hosts", "/config", ".pub", "_hosts"].contains(where: { after.starts(with: $0.utf8) })
        {
            return false
        }
        if ByteRuns.contains(after, ".pub") { return false }
        let before = text[max(0, hit.start - 48)..<hit.start]
        let close = before.suffix(14)
        if [
            "-i ", "-i\"", "-f ", "identityfile", "--key ", "key=", "-v ", "source ", "volume ", "--kubeconfig",
            "netrc-file", "> ", ">", "chmod ", "mkdir ", "chown ", "touch ", "userconfig", "ssh-add ",
        ]
        .contains(where: { ByteRuns.contains(close, $0) }) {
            return ByteRuns.contains(close, "cat ") || ByteRuns.contains(close, "< ") && !ByteRuns.contains(close, ">")
        }
        if ["chmod ", "mkdir ", "authorization", "bearer", "install -d", "ssh-keygen", "ssh-add", "--from-file"]
            .contains(where: { ByteRuns.contains(before, $0) })
        {
            return false
        }
        return true
    }

    private func isInHeader(_ hit: PhraseAutomaton.Hit) -> Bool {
        let before = statement.text[max(0, hit.start - 70)..<hit.start]
        return [
            "authorization", "bearer", "-h ", "header", "x-api-key", "token: ", "--password-stdin", "-u ", "--user ",
            "_authtoken", "auth=", "username=",
        ]
        .contains { ByteRuns.contains(before, $0) }
    }

    /// `-X PUT` and the like carry nothing but headers when no body is given.
    private var isOnlyHeader: Bool {
        let text = String(decoding: statement.text, as: UTF8.self)
        guard
            text.contains("-x put") || text.contains("-x post") || text.contains("-xpost")
                || text.contains("--request post")
        else { return false }
        return
            !(text.contains(" -d") || text.contains("--data") || text.contains("=@") || text.contains("--json")
            || text.contains("-t ") || text.contains("@-"))
    }
}
