/// What compilers, servers and shells say when something is wrong, wherever it stands in a line, in lower case: sayings
/// long enough that no report of success has them.
enum FaultPhrases {
    static let all: [StaticString] = languages + tools + network + servers

    private static let languages: [StaticString] = [
        // Go
        "not enough return values", "too many return values", "assignment mismatch: ", "race detected during",
        "test timed out after", "no required module provides", "updates to go.mod needed", "inconsistent vendoring",
        "checksum mismatch", "missing go.sum entry", "go.mod requires go ", "errors parsing go.mod",
        "import cycle not allowed",
        "use of internal package", "expected 'package'", "expected declaration, found", "imported and not used",
        "executable file not found", "cannot unmarshal ", "invalid character '", "no rows in result set",
        "converting null to ",
        "unsupported scan, ", "database is closed",
        // Java, Kotlin, .NET
        "required a bean of type", "required a single bean", "unsupported class file major",
        "could not determine java version",
        "unresolved reference: ", "object reference not set",
        // JavaScript
        "is not exported from", "couldn't find the config", "expect(received)", "executable doesn't exist",
        "exceeded timeout of ", "heap out of memory", "does not contain a default export",
        "rejecting a promise which was not",
        "module parse failed", "can only install ", "command can only", "module build failed",
        // Python, Ruby, PHP
        "unhashable type", "extra inputs are not permitted", "field required [type", "assertion `", "undefined method ",
        "undefined local variable", "wrong number of arguments", "(loaderror)",
        "(nomethoderror)", "(nameerror)", "gemnotfoundexception", "can't find header files",
        "could not be resolved to an",
        "is missing from your system", "no application encryption key", "the mac is invalid",
        // C and linkers
        "can not be used when making", "file in wrong format", "required by /", "not found (required by",
        "missing separator",
        "discards qualifiers",
    ]

    private static let tools: [StaticString] = [
        "unbound variable", "argument list too long", "omitting directory", "cannot execute binary",
        "exec format error",
        "too many arguments", "unary operator expected", "unexpected eof", "syntax error near", "directory not empty",
        "device or resource busy", "input/output error", "disk quota exceeded", "not in gzip format", "unterminated ",
        "invalid command code", "code=exited, status=", "are too open", "verification failed",
        "identification has changed", "too many authentication failures", "unmet dependencies", "trying to overwrite",
        "error processing package",
        "additional properties", "must be a array", "is forbidden:", "nodes are available",
        "is invalid: ", "exited (1)", "did not complete successfully", "unable to locate credentials",
        "blocked for more than",
        "no space left", "execution failed for ", " timed out after ", "err_pnpm_", "is now empty, possibly",
    ]

    private static let network: [StaticString] = [
        "no such host", "server misbehaving", "i/o timeout", "context canceled", "context deadline exceeded", "x509: ",
        "tls: ", "gave http response to https", "superfluous response.", "410 gone", "404 not found", "no medium found",
        "blocked by cors", "connection timeout", "host not found in upstream",
    ]

    private static let servers: [StaticString] = [
        "upstream sent too big", "prematurely closed connection", "upstream timed out", "request entity too large",
        "request-uri too large", "rate limit exceeded", "pull rate limit", "temporarily unavailable",
        "cluster_block_exception",
        "index_not_found_exception",
    ]
}
