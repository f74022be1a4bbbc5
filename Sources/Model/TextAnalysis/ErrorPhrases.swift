/// The words that mark a line as an error, as data, and those that take the mark away.
enum ErrorPhrases {
    private struct Label: Sendable {
        let text: StaticString
        let errorClass: String?
        let weight: Int
    }

    /// At the start of a message.
    private static let labels = [
        Label(text: "fatal error:", errorClass: "fatal error", weight: 6),
        Label(text: "fatal:", errorClass: "fatal", weight: 5), Label(text: "panic:", errorClass: "panic", weight: 6),
        Label(text: "error[", errorClass: "error", weight: 5), Label(text: "error:", errorClass: "error", weight: 4),
        Label(text: "error ts", errorClass: "error", weight: 5),
        Label(text: "error cs", errorClass: "error", weight: 5),
        Label(text: "error lnk", errorClass: "error", weight: 5), Label(text: "error c", errorClass: nil, weight: 0),
        Label(text: "error response from daemon:", errorClass: "error", weight: 5),
        Label(text: "e: ", errorClass: "error", weight: 4), Label(text: "cmake error", errorClass: "error", weight: 5),
        Label(text: "err!", errorClass: "error", weight: 4), Label(text: "errno", errorClass: "error", weight: 3),
        Label(text: "conflict (", errorClass: "conflict", weight: 4),
        Label(text: "! [rejected]", errorClass: "rejected", weight: 4),
        Label(text: "! [remote rejected]", errorClass: "rejected", weight: 4),
        Label(text: "ora-", errorClass: "error", weight: 5),
        Label(text: "sqlstate", errorClass: "error", weight: 4), Label(text: "curl: (", errorClass: "error", weight: 4),
        Label(text: "code e", errorClass: nil, weight: 3), Label(text: "code err", errorClass: nil, weight: 3),
        Label(text: "make: ***", errorClass: "error", weight: 4),
        Label(text: "gmake: ***", errorClass: "error", weight: 4),
        Label(text: "ninja: error:", errorClass: "error", weight: 4),
        Label(text: "an error occurred (", errorClass: "error", weight: 5),
        Label(text: "error from server (", errorClass: "error", weight: 5),
        Label(text: "error!", errorClass: "error", weight: 5), Label(text: "(error) ", errorClass: "error", weight: 5),
        Label(text: "error domain=", errorClass: "error", weight: 5),
        Label(text: "{\"error\":{", errorClass: "error", weight: 4),
        Label(text: "runtime error: ", errorClass: "runtime error", weight: 5),
        Label(text: "parse error:", errorClass: "parse error", weight: 5),
        Label(text: "rpc error: ", errorClass: "rpc error", weight: 5),
        Label(text: "terminate called after", errorClass: "terminate", weight: 5),
        Label(text: "what():", errorClass: nil, weight: 4),
        Label(text: "*** terminating app", errorClass: "exception", weight: 6),
        Label(text: "*** stack smashing", errorClass: "abort", weight: 5),
        Label(text: "free(): ", errorClass: "abort", weight: 5),
        Label(text: "malloc(): ", errorClass: "abort", weight: 5),
        Label(text: "keynotfound(", errorClass: "DecodingError", weight: 5),
        Label(text: "typemismatch(", errorClass: "DecodingError", weight: 5),
        Label(text: "code: 'err_", errorClass: nil, weight: 3),
        Label(text: "fixture '", errorClass: "error", weight: 4),
        Label(text: "[unhandledpromiserejection", errorClass: "UnhandledPromiseRejection", weight: 5),
        Label(text: "- root composer.json requires", errorClass: "error", weight: 4),
        Label(text: "** (", errorClass: "error", weight: 5), Label(text: "error in ", errorClass: "error", weight: 4),
        Label(text: "level=error ", errorClass: "error", weight: 4),
        Label(text: "level=fatal ", errorClass: "fatal", weight: 4),
        Label(text: "[emerg] ", errorClass: "emerg", weight: 5),
        Label(text: "assertion failed", errorClass: "assertion", weight: 5),
        Label(text: "assertion `", errorClass: "assertion", weight: 5),
        Label(text: "fatal exception", errorClass: "fatal", weight: 5),
        Label(text: "错误：", errorClass: "错误", weight: 4), Label(text: "错误:", errorClass: "错误", weight: 4),
        Label(text: "致命错误：", errorClass: "致命错误", weight: 6), Label(text: "致命错误:", errorClass: "致命错误", weight: 6),
        Label(text: "异常：", errorClass: "异常", weight: 4), Label(text: "异常:", errorClass: "异常", weight: 4),
        Label(text: "失败：", errorClass: "失败", weight: 4), Label(text: "失败:", errorClass: "失败", weight: 4),
        Label(text: "报错：", errorClass: "错误", weight: 4), Label(text: "报错:", errorClass: "错误", weight: 4),
    ]

    static func label(in body: ByteText) -> (errorClass: String?, weight: Int)? {
        for label in labels where label.weight > 0 && body.starts(with: label.text, at: 0, ignoringCase: true) {
            return (label.errorClass, label.weight)
        }
        // `ERROR 1045 (28000):`
        if body.starts(with: "error ", at: 0, ignoringCase: true), body.count > 8, Byte.isDigit(body.bytes[6]),
            body.first(":") != nil
        {
            return ("error", 5)
        }
        if body.starts(with: "got ", at: 0), body.first(", want ") != nil { return ("assertion", 4) }
        // `error NU1101:`
        if body.starts(with: "error ", at: 0) {
            let digits = body.skip(from: 6, where: Byte.isUpper)
            let end = body.skip(from: digits, where: Byte.isDigit)
            if digits > 6, end > digits + 2, body.starts(with: ":", at: end) { return ("error", 5) }
        }
        return nil
    }

    /// Wherever they stand, outside of a quoted argument.
    private static let strong: [StaticString] = [
        "no such file or directory", "command not found", "permission denied", "undefined reference to",
        "multiple definition of", "duplicate symbol",
        "undefined symbol",
        "segmentation fault", "core dumped", "cannot find module", "cannot find package", "connection refused",
        "connection timed out", "connection reset", "address already in use", "no space left on device",
        "out of memory",
        "access denied", "authentication failed", "could not resolve host", "unable to locate package",
        "no rule to make target", "non-fast-forward", "merge conflict in", "is not recognized as an", "no module named",
        "unresolved external symbol", "cannot connect to", "panicked at", "unable to resolve dependency",
        "cannot allocate memory", "not a git repository", "bus error", "stack overflow", "file exists",
        "is a directory", "read-only file system", "too many open files", "operation not permitted",
        "certificate verify failed",
        "ssl handshake", "could not connect", "relation \"", "cannot find -l", "library not found for",
        "undefined symbols for",
        "unhealthy", "oomkilled", "crashloopbackoff", "imagepullbackoff", "not found in path",
        "未找到命令", "没有那个文件或目录", "权限不够", "权限不足", "连接被拒绝", "连接超时", "拒绝访问", "内存不足", "磁盘空间不足",
        "找不到命令", "无法连接", "无法打开", "无法解析", "无法访问", "语法错误", "超时错误",
    ]

    /// Only at the start of a message, or right behind a name and a colon.
    private static let weak: [StaticString] = [
        "failed", "failure", "cannot ", "could not ", "can't ", "unable to ", "killed", "aborted", "timed out",
        "timeout", "unknown command", "unknown option", "invalid ", "unexpected ", "missing ", "exception",
        "unrecognized ", "undefined: ", "declared and not used", "cannot use ", "missing return",
        "not enough arguments", "too many arguments", "no matching ", "not found", "traceback:", "unsupported ", "无法",
        "找不到", "连接失败", "请求失败",
        "编译失败", "安装失败", "操作失败", "执行失败", "启动失败", "未定义", "不支持", "构建失败", "登录失败", "权限",
    ]

    private static let everywhere = PhraseSet(strong + FaultPhrases.all)

    static func weight(of body: ByteText) -> Int? {
        if everywhere.first(in: body, where: { !isInCode(body, before: $0) }) != nil { return 4 }
        var starts = [0]
        if let colon = body.first(": "), colon < 60 { starts.append(colon + 2) }
        if let colon = body.first("：") { starts.append(colon + 3) }
        if let last = body.bytes.lastIndex(of: UInt8(ascii: ":")), last + 2 < body.count { starts.append(last + 2) }
        for start in starts {
            for phrase in weak where body.starts(with: phrase, at: start, ignoringCase: true) {
                guard !isInCode(body, before: start) else { continue }
                return start == 0 && !hasDetail(body) ? nil : 3
            }
        }
        return isExit(body) ? 1 : nil
    }

    /// Linkers print the object and section before the message.
    static func linkerMessage(in body: ByteText) -> Int? {
        for phrase: StaticString in ["undefined reference to", "multiple definition of", "Segmentation fault"] {
            if let position = body.first(phrase) { return position }
        }
        return nil
    }

    /// A single word such as "failed" says nothing.
    private static func hasDetail(_ body: ByteText) -> Bool {
        body.bytes.contains(0x20) && body.count >= 12 || body.bytes.contains { $0 >= 0x80 }
            || body.starts(with: "Killed", at: 0)
    }

    private static func isInCode(_ body: ByteText, before position: Int) -> Bool {
        for index in 0..<position
        where body.bytes[index] == UInt8(ascii: "(") && index + 1 < body.count
            && (body.bytes[index + 1] == 0x22 || body.bytes[index + 1] == 0x27 || body.bytes[index + 1] == 0x60)
        {
            return true
        }
        return false
    }

    /// `exited with code 137`, `exit status 1`.
    private static func isExit(_ body: ByteText) -> Bool {
        for phrase: StaticString in ["exit code ", "exit code: ", "exit status ", "exited with code ", "exit status: "]
        {
            if let position = body.first(phrase, ignoringCase: true) {
                let digit = position + phrase.utf8CodeUnitCount
                if digit < body.count, Byte.isDigit(body.bytes[digit]), body.bytes[digit] != UInt8(ascii: "0") {
                    return true
                }
            }
        }
        return false
    }

    /// Follows from an error that stands elsewhere.
    static func isConsequence(_ body: ByteText) -> Bool {
        let starts: [StaticString] = [
            "collect2:", "make: *** [", "make[", "error: could not compile", "error: aborting due to",
            "linker command failed",
            "error: linker command failed", "error: process completed with", "npm err! a complete log",
            "a complete log",
            "error: build failed", "ninja: build stopped", "errors detected", "failed to compile",
            "error: command failed",
            "error: fatalerror", "aborted", "fatal: could not read from remote", "fatal: the remote end hung up",
            "e: sub-process", "code e", "= note:", "failed to compile", "gem::ext::builderror", "failed tests/",
            "validationerror: ", "your requirements could not be resolved", "the following packages have unmet",
        ]
        return starts.contains { body.starts(with: $0, at: 0, ignoringCase: true) }
            || body.first("linker command failed") != nil
    }

    private static let harmless: [StaticString] = [
        "0 errors", "no errors", "0 failed", "0 error", "no error", "without error", "errors: 0", "failed: 0",
        "failures: 0",
        "failures=0", "errors=0", "error: 0", "errors 0", "0 failures", " ... ok", "... passed", "error: none",
        "error: null",
        "\"error\":null", "\"error\": null", "error=nil", "error: nil", "0 个错误", "没有错误", "无错误", "0 failing",
        "error handling", "all tests passed", "fixed ", "fixes ", "修复了",
    ]
    private static let harmlessStarts: [StaticString] = [
        "✓", "✔", "√", "PASS", "ok ", "PASSED", "at ", "fix", "Fix", "feat", "docs", "test(", "refactor", "chore", "//",
        "raise ", "throw ", "except ", "catch ", "catch(", "import ", "from ", "return ", "def ", "class ", "func ",
        "fn ",
        "if ", "assert ", "<!--", "warning: ", "Warning: ", "WARNING: ", "note: ", "help: ", "info: ", "INFO: ",
    ]

    static func isHarmless(_ source: ByteText) -> Bool {
        let start = source.skip(from: 0, where: Byte.isSpace)
        if harmlessStarts.contains(where: { source.starts(with: $0, at: start) }) { return true }
        // A commit in a short log: a hash and a subject.
        let hash = source.skip(from: start, where: Byte.isHexDigit)
        if (7...12).contains(hash - start) || hash - start == 40, hash < source.count, source.bytes[hash] == 0x20 {
            return true
        }
        return harmless.contains { stands($0, in: source) }
            && source.first("exception", ignoringCase: true) == nil
    }

    /// A line of a document, a difference or a program: a phrase in it is not a message.
    static func isDocument(_ source: ByteText) -> Bool {
        let start = source.skip(from: 0, where: Byte.isBlank)
        guard start < source.count, source.count - start <= 400 else { return true }
        let markers: [StaticString] = ["+", "- ", "* ", "|", "\"", "'", "`", "@@", "#", "//", "1. ", "2. ", "3. "]
        if markers.contains(where: { source.starts(with: $0, at: start) }) { return true }
        if source.first(" | ") != nil || source.first("**") != nil || source.first("→") != nil { return true }
        return source.bytes.last == UInt8(ascii: ",") || source.bytes.last == UInt8(ascii: "{")
    }

    /// Not as a part of a longer number: "10 failed" is a failure.
    private static func stands(_ phrase: StaticString, in source: ByteText) -> Bool {
        var search = 0
        while let position = source.first(phrase, from: search, ignoringCase: true) {
            let end = position + phrase.utf8CodeUnitCount
            let first = source.bytes[position]
            let last = source.bytes[end - 1]
            let isInside = position > 0 && Byte.isAlphanumeric(source.bytes[position - 1])
            // `underlyingError: nil` says nothing of the fault it belongs to.
            let isCutLeft = isInside && (Byte.isDigit(first) || last == UInt8(ascii: "l"))
            let isCutRight = Byte.isDigit(last) && end < source.count && Byte.isAlphanumeric(source.bytes[end])
            if !isCutLeft, !isCutRight { return true }
            search = position + 1
        }
        return false
    }
}
