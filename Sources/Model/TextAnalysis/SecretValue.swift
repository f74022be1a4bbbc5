/// Whether what stands behind a secret's name is a secret, or a placeholder, or code.
struct SecretValue {
    let bytes: UnsafeBufferPointer<UInt8>
    let range: Range<Int>

    /// How the value was written. It decides how much it must look like a secret itself.
    enum Form {
        /// In quotes: `password = "x"`.
        case quoted
        /// Where no code stands: `PASSWORD=x`, `--password x`, `?password=x`, `;Password=x`.
        case plain
        /// `password=x`, which may be an argument of a call.
        case tight
        /// `password = x`, `password: x`, which may be code.
        case loose
    }

    private var upper = 0
    private var lower = 0
    private var digits = 0
    private var spaces = 0
    private var joins = 0
    private var symbols = 0
    private var callMarks = 0
    private var wide = 0
    private var distinct = 0
    private var hasInnerDigit = false

    init(bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
        self.bytes = bytes
        self.range = range
        var seen: (UInt64, UInt64) = (0, 0)
        for index in range {
            let byte = bytes[index]
            if byte < 64 { seen.0 |= 1 << UInt64(byte) } else if byte < 128 { seen.1 |= 1 << UInt64(byte - 64) }
            switch byte {
            case _ where Byte.isUpper(byte): upper += 1
            case _ where Byte.isLower(byte): lower += 1
            case _ where Byte.isDigit(byte):
                digits += 1
                if index + 1 < range.upperBound, Byte.isLetter(bytes[index + 1]) { hasInnerDigit = true }
            case _ where byte >= 0x80: wide += 1
            case _ where Byte.isSpace(byte): spaces += 1
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): joins += 1
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "}"):
                callMarks += 1
            default: symbols += 1
            }
        }
        distinct = seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
    }

    private var text: String { String(decoding: bytes[range].map(Byte.lowercased), as: UTF8.self) }
    private var isLettersAndJoins: Bool { upper + lower + joins == range.count }

    func isSecret(_ kind: SecretNames.Class, form: Form) -> Bool {
        guard range.count >= 4, range.count <= 4_096, distinct > 2, wide == 0 else { return false }
        let text = self.text
        if Self.isPlaceholder(text, isWeak: digits == 0 || range.count < 16) { return false }
        guard spaces == 0 else { return false }
        if text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("http") || text.hasPrefix("~/") {
            return false
        }
        if form != .quoted, isCode(text) { return false }
        return kind == .password ? isPassword(text, form) : isToken(text, form)
    }

    private func isPassword(_ text: String, _ form: Form) -> Bool {
        if digits > 0 && (upper + lower) > 0 || symbols > 0 && form != .loose {
            return !(form != .plain && Self.namesASecret(text) && range.count < 16 && !hasInnerDigit)
        }
        if digits == range.count { return form == .plain ? digits >= 4 : form == .quoted && digits >= 6 }
        if symbols > 0 { return upper + lower > 0 && !text.hasSuffix(":") && !text.hasSuffix("?") }
        guard isLettersAndJoins, range.count >= 6, !Self.namesASecret(text) else { return false }
        switch form {
        case .quoted: return upper == 0 || (lower > 0 && Byte.isLower(bytes[range.lowerBound]))
        case .plain: return true
        case .tight, .loose: return false
        }
    }

    private func isToken(_ text: String, _ form: Form) -> Bool {
        guard range.count >= 8, upper + lower > 0 || digits >= 16 else { return false }
        if isLettersAndJoins {
            // Random letters: both cases mixed often, and nothing that joins words.
            return range.count >= 20 && joins == 0 && upper >= 4 && lower >= 4 && distinct >= 12 && form != .loose
        }
        if symbols > 0, digits == 0, range.count < 16 { return form == .plain }
        if Self.namesASecret(text), range.count < 24 { return false }
        let isWordWithNumber = upper == 0 && symbols == 0 && !hasInnerDigit
        if isWordWithNumber, range.count < 20 { return form == .plain && joins == 0 }
        if form == .loose { return range.count >= 12 && digits >= 2 }
        return true
    }

    // MARK: What is none

    private func isCode(_ text: String) -> Bool {
        if callMarks > 0 { return true }
        // `config.password`, `self.token`: names joined by dots.
        if isLettersAndJoins, text.contains(".") { return true }
        return ["os.", "self.", "this.", "process.", "config.", "env.", "await ", "new ", "@", "&"].contains {
            text.hasPrefix($0)
        }
    }

    static func namesASecret(_ text: String) -> Bool {
        ["pass", "secret", "token", "pwd", "apikey", "api_key", "api-key", "credential", "_key", "-key"].contains {
            text.contains($0)
        }
    }

    static func isPlaceholder(_ text: String, isWeak: Bool) -> Bool {
        if words.contains(text) { return true }
        if starts.contains(where: text.hasPrefix) || parts.contains(where: text.contains) { return true }
        return isWeak && weakParts.contains { text.contains($0) }
    }

    private static let starts = ["[redacted", "$", "<", "{", "%", "#{", "*", "\\$", "&lt;", "(", "@{"]
    private static let parts = ["${", "{{", "xxx", "***", "...", "<redacted", "redacted>", "[redacted", "$("]
    private static let weakParts = [
        "your", "placeholder", "changeme", "change-me", "change_me", "example", "dummy", "sample", "replace", "insert",
        "todo", "required", "redacted", "mytoken", "mysecret", "my-token", "my-secret", "my_token", "foobar",
    ]
    private static let words: Set<String> = [
        "null", "none", "nil", "true", "false", "undefined", "string", "str", "bool", "boolean", "int", "integer",
        "number", "any", "object", "bytes", "data", "optional", "password", "passwd", "secret", "token", "value",
        "default", "text", "hidden", "masked", "bearer", "basic", "prompt", "empty", "unset", "missing", "invalid",
        "valid", "expired", "incorrect", "wrong", "strong", "disabled", "enabled", "field", "input", "reset", "auth",
        "local", "file", "keychain", "vault", "encrypted", "hash", "hashed", "plain", "plaintext", "char", "varchar",
        "test", "testing", "pass", "user", "username", "admin:", "self", "this", "super", "return", "await", "async",
        "option", "options", "argument", "arguments", "parameter", "parameters", "should", "cannot", "before",
        "instead",
        "through", "without", "prompts", "switch", "switches",
    ]
}
