package import MemoryModel

extension FaultFamily {
    /// What kind of fault the lines of an output tell of: the first family, in the order of the table, one of whose
    /// sayings they have.
    ///
    /// - Returns: `nil` for words that name no known fault.
    package static func of(_ text: String) -> FaultFamily? {
        let text = String(text.prefix(longestRead)).lowercased()
        return sayings.first { $0.phrases.contains(where: text.contains) }?.family
    }

    /// The family of a step's fault, by what it said and by its error marks; `other` when it failed without a known
    /// saying, `nil` when it did not fail.
    package static func of(_ trace: Trace) -> FaultFamily? {
        guard trace.outcome != .success else { return nil }
        let told = (trace.errors.map(\.signature) + [trace.call?.errorCode ?? ""]).joined(separator: "\n")
        if let family = of(told) ?? of(trace.call?.output ?? "") { return family }
        return trace.outcome == .failure || !trace.errors.isEmpty ? .other : nil
    }

    private static let longestRead = 4000

    /// Lower case; the most specific families first.
    private static let sayings: [(family: FaultFamily, phrases: [String])] = [
        (
            .identifierMismatch,
            [
                "id mismatch", "identifier mismatch", "name mismatch", "scope mismatch", "does not match the manifest",
                "does not match manifest", "does not match the package", "does not match package", "ids do not match",
                "names do not match", "scope does not match", "scope not found", "do not agree", "must match",
                "不一致", "不匹配",
            ]
        ),
        (
            .missingLibrary,
            [
                "development packages are installed", "pg_config executable not found", "pg_config", "pkg-config",
                "library not found for", "cannot find -l", "cannot open shared object file", "fatal error: ",
                "libxml2", "xmlsec1", "mysql_config", "openssl/", "ffi.h", "python.h", "libffi", "headers not found",
                "could not find openssl", "development headers", "missing system library", "image not found",
            ]
        ),
        (
            .missingModule,
            [
                "no module named", "modulenotfounderror", "cannot find module", "no such module", "cannot find package",
                "unresolved import", "找不到模块", "could not resolve module", "importerror",
            ]
        ),
        (
            .missingCommand,
            ["command not found", "not recognized as an internal", "executable file not found", "未找到命令"]
        ),
        (
            .portInUse,
            [
                "address already in use", "eaddrinuse", "port is already allocated", "port is in use",
                "already listening",
            ]
        ),
        (
            .authentication,
            [
                "401", "unauthorized", "authentication failed", "permission denied (publickey)", "bad credentials",
                "e401", "not logged in", "invalid token", "认证失败",
            ]
        ),
        (.permission, ["permission denied", "eacces", "operation not permitted", "403 forbidden", "权限不够", "权限被拒绝"]),
        (
            .versionConflict,
            [
                "version conflict", "eresolve", "incompatible version", "requires a different", "resolutionimpossible",
                "unsupported engine", "conflicting dependencies", "peer dep", "is not compatible with", "版本冲突",
            ]
        ),
        (.memory, ["out of memory", "oomkilled", "heap out of memory", "cannot allocate memory", "内存不足"]),
        (.disk, ["no space left", "disk quota exceeded", "磁盘空间不足"]),
        (.lock, ["is locked", "could not get lock", "database is locked", "lock file", "index.lock", "resource busy"]),
        (.timeout, ["timed out", "timeout", "deadline exceeded", "超时"]),
        (
            .network,
            [
                "could not resolve host", "connection refused", "econnrefused", "network is unreachable", "enotfound",
                "temporary failure in name resolution", "connection reset", "连接被拒绝",
            ]
        ),
        (.encoding, ["unicodedecodeerror", "unicodeencodeerror", "invalid byte sequence", "codec can't", "乱码"]),
        (
            .usage,
            [
                "unknown option", "unrecognized option", "invalid option", "unrecognized arguments", "illegal option",
                "invalid command code", "extra characters after command", "usage:", "unknown flag", "unknown command",
            ]
        ),
        (.syntax, ["syntaxerror", "syntax error", "unexpected token", "parse error", "unexpected eof", "语法错误"]),
        (
            .type,
            ["typeerror", "type error", "mismatched types", "cannot convert", "is not assignable to", "error ts2"]
        ),
        (
            .testFailure,
            ["assertionerror", "assertion failed", "tests failed", "test failed", " failed, ", "failures:", "测试失败"]
        ),
        (
            .configuration,
            [
                "invalid configuration", "missing configuration", "config error", "environment variable",
                "not configured",
            ]
        ),
        (.missingFile, ["no such file or directory", "enoent", "file not found", "does not exist", "没有那个文件或目录"]),
    ]
}
