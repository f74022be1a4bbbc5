/// The words by which faults are known, as data.
enum FaultSayings {
    struct Saying: Sendable {
        let family: FaultFamily
        let text: String
        let bytes: [UInt8]
        /// Whether it may go on with a letter or a digit: `peer dep` of `peer dependency`.
        let isOpen: Bool
    }

    /// The saying that stands first in the table, of those that the text has as words of their own.
    static func first(in text: String) -> Saying? {
        var text = text
        return text.withUTF8 { bytes -> Saying? in
            let end = min(bytes.count, longestRead)
            var best: Int?
            for index in 0..<end {
                let byte = lowercased(bytes[index])
                for candidate in byFirst[Int(byte)] where candidate < best ?? .max {
                    if stands(all[candidate], in: bytes, at: index) { best = candidate }
                }
            }
            return best.map { all[$0] }
        }
    }

    private static func stands(_ saying: Saying, in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let end = start + saying.bytes.count
        guard end <= text.count else { return false }
        for offset in saying.bytes.indices where lowercased(text[start + offset]) != saying.bytes[offset] {
            return false
        }
        if isWord(saying.bytes[0]), start > 0, isWord(text[start - 1]) { return false }
        return saying.isOpen || end == text.count || !isWord(saying.bytes[saying.bytes.count - 1]) || !isWord(text[end])
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    private static func isWord(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }

    private static let longestRead = 8000
    private static let all: [Saying] = table.flatMap { family, sayings in
        sayings.map { text in
            let isOpen = text.hasSuffix("*")
            let text = isOpen ? String(text.dropLast()) : text
            return Saying(family: family, text: text, bytes: Array(text.utf8), isOpen: isOpen)
        }
    }
    private static let byFirst: [[Int]] = {
        var table = Array(repeating: [Int](), count: 256)
        for (place, saying) in all.enumerated() { table[Int(saying.bytes[0])].append(place) }
        return table
    }()

    /// Lower case; the most specific families first. `*`: the word may go on.
    private static let table: [(FaultFamily, [String])] = [
        (
            .identifierMismatch,
            [
                "id mismatch", "identifier mismatch", "name mismatch", "scope mismatch", "does not match the manifest",
                "does not match manifest", "does not match the package", "does not match package", "ids do not match",
                "names do not match", "scope does not match", "does not match the scope*", "scope not found",
                "identifiers do not agree",
                "标识不一致", "名称不一致", "不匹配",
            ]
        ),
        (
            .missingLibrary,
            [
                "development packages are installed", "pg_config executable not found", "pg_config",
                "was not found in the pkg-config search path", "pkg-config", "library not found for",
                "cannot find -l*", "cannot open shared object file", "xmlsec1", "libxml2", "libxslt", "mysql_config",
                "mysqlclient", "ffi.h", "python.h", "libffi", "headers not found", ".h: no such file or directory",
                ".h' file not found", "could not find openssl",
                "development headers", "missing system library", "library not loaded", "openssl/ssl.h",
                "缺少系统库",
            ]
        ),
        (
            .missingModule,
            [
                "no module named", "modulenotfounderror", "cannot find module", "no such module", "cannot find package",
                "unresolved import", "could not resolve module", "no required module provides package",
                "cannot load such file", "unresolved module", "importerror", "找不到模块",
            ]
        ),
        (
            .missingCommand,
            [
                "command not found", "not recognized as an internal", "executable file not found", "未找到命令",
                "找不到命令",
            ]
        ),
        (
            .portInUse,
            [
                "address already in use", "eaddrinuse", "port is already allocated", "port is in use",
                "already listening", "address in use", "already in use by another process", "端口已被占用",
            ]
        ),
        (
            .authentication,
            [
                "unauthorized", "401", "authentication failed", "permission denied (publickey", "bad credentials",
                "e401", "not logged in", "invalid token", "eneedauth", "authentication required", "认证失败", "未登录",
            ]
        ),
        (
            .permission,
            ["permission denied", "eacces", "eperm", "operation not permitted", "403 forbidden", "权限不够", "权限被拒绝"]
        ),
        (
            .versionConflict,
            [
                "version conflict*", "eresolve", "incompatible version*", "requires a different",
                "resolutionimpossible",
                "unsupported engine", "conflicting dependencies", "peer dep*", "is not compatible with", "版本冲突",
                "versions conflict", "could not resolve dependencies",
            ]
        ),
        (
            .memory,
            ["out of memory", "oomkilled", "cannot allocate memory", "memoryerror", "内存不足"]
        ),
        (.disk, ["no space left", "disk quota exceeded", "enospc", "磁盘空间不足"]),
        (
            .lock,
            ["is locked", "could not get lock", "lock file", "index.lock", "resource busy", "deadlock detected", "被锁定"]
        ),
        (.timeout, ["timed out", "timeout", "deadline exceeded", "etimedout", "timeouterror", "超时"]),
        (
            .network,
            [
                "could not resolve host", "connection refused", "econnrefused", "network is unreachable", "enotfound",
                "temporary failure in name resolution", "connection reset", "econnreset", "no such host", "连接被拒绝",
                "无法解析主机",
            ]
        ),
        (
            .encoding,
            [
                "unicodedecodeerror", "unicodeencodeerror", "invalid byte sequence", "codec can't", "not valid utf-8",
                "乱码",
            ]
        ),
        (
            .usage,
            [
                "unknown option", "unrecognized option", "invalid option", "unrecognized argument*", "illegal option",
                "invalid command code", "extra characters after command", "extra characters at the end of", "usage:",
                "unknown flag", "unknown command", "未知选项",
            ]
        ),
        (.syntax, ["syntaxerror", "syntax error", "unexpected token", "parse error", "unexpected eof", "语法错误"]),
        (
            .type,
            [
                "typeerror", "type error", "mismatched types", "cannot convert", "is not assignable to",
                "error ts2*", "incompatible types", "类型错误",
            ]
        ),
        (
            .testFailure,
            [
                "assertionerror", "assertion failed", "tests failed", "test failed", "failing tests", "failures:",
                "failed,", "test failures", "测试失败",
            ]
        ),
        (
            .configuration,
            [
                "invalid configuration", "missing configuration", "config error", "environment variable*",
                "not configured", "configuration error", "配置错误",
            ]
        ),
        (
            .missingFile,
            [
                "no such file or directory", "enoent", "file not found", "filenotfounderror", "没有那个文件或目录",
                "找不到文件",
            ]
        ),
        (.missingLibrary, ["failed building wheel*", "could not build wheels*"]),
    ]
}
