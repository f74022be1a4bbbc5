/// Formats of keys and tokens that can be told by their prefix alone.
enum SecretTokens {
    enum Alphabet: Sendable {
        case upperAndDigits, hex, alphanumeric, word, wordAndDash, wordDashDot

        func contains(_ byte: UInt8) -> Bool {
            switch self {
            case .upperAndDigits: return Byte.isUpper(byte) || Byte.isDigit(byte)
            case .hex: return Byte.isHexDigit(byte)
            case .alphanumeric: return Byte.isAlphanumeric(byte)
            case .word: return Byte.isWord(byte)
            case .wordAndDash: return Byte.isWord(byte) || byte == UInt8(ascii: "-")
            case .wordDashDot: return Byte.isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
        }
    }

    struct Format: Sendable {
        let kind: String
        let prefix: StaticString
        let alphabet: Alphabet
        /// Characters after the prefix.
        let length: ClosedRange<Int>
    }

    private static func formats(
        _ kind: String, _ alphabet: Alphabet, _ length: ClosedRange<Int>, _ prefixes: StaticString...
    ) -> [Format] {
        prefixes.map { Format(kind: kind, prefix: $0, alphabet: alphabet, length: length) }
    }

    private static let long = 4_096

    static let all: [Format] =
        formats("aws-key", .upperAndDigits, 16...16, "AKIA", "ASIA", "ABIA", "ACCA")
        + formats("gcp-key", .wordAndDash, 35...36, "AIza")
        + formats("gcp-token", .wordDashDot, 20...long, "ya29.")
        + formats("gcp-secret", .wordAndDash, 24...40, "GOCSPX-")
        + formats("github-token", .alphanumeric, 30...255, "ghp_", "gho_", "ghu_", "ghs_", "ghr_")
        + formats("github-token", .word, 22...255, "github_pat_")
        + formats(
            "gitlab-token", .wordDashDot, 18...300, "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-",
            "glagent-", "gloas-", "GR1348941")
        + formats(
            "slack-token", .wordAndDash, 10...300, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xoxp-",
            "xapp-")
        + formats("stripe-key", .alphanumeric, 16...255, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_")
        + formats("anthropic-key", .wordAndDash, 20...255, "sk-ant-")
        + formats("openai-key", .wordAndDash, 20...300, "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-")
        + formats("openrouter-key", .hex, 32...128, "sk-or-v1-")
        + formats("openai-key", .alphanumeric, 32...128, "sk-")
        + formats("huggingface-token", .alphanumeric, 30...64, "hf_", "api_org_")
        + formats("npm-token", .alphanumeric, 36...40, "npm_")
        + formats("pypi-token", .wordAndDash, 50...500, "pypi-")
        + formats("sendgrid-key", .wordDashDot, 40...100, "SG.")
        + formats("twilio-key", .hex, 32...32, "SK")
        + formats("digitalocean-token", .hex, 60...64, "dop_v1_", "doo_v1_", "dor_v1_")
        + formats("shopify-token", .hex, 32...32, "shpat_", "shpss_", "shpca_", "shppa_")
        + formats("linear-key", .alphanumeric, 32...64, "lin_api_")
        + formats("notion-token", .alphanumeric, 40...64, "ntn_", "secret_")
        + formats("figma-token", .wordAndDash, 36...64, "figd_")
        + formats("postman-key", .wordAndDash, 50...64, "PMAK-")
        + formats("docker-token", .wordAndDash, 24...64, "dckr_pat_", "dckr_oat_")
        + formats("tailscale-key", .wordAndDash, 20...100, "tskey-")
        + formats("vault-token", .wordAndDash, 24...300, "hvs.", "hvb.", "hvr.")
        + formats("rubygems-key", .hex, 48...48, "rubygems_")
        + formats("grafana-token", .word, 32...300, "glsa_", "glc_")
        + formats("square-token", .wordAndDash, 22...60, "sq0atp-", "sq0csp-")
        + formats("age-key", .upperAndDigits, 50...60, "AGE-SECRET-KEY-1")
        + formats("xai-key", .alphanumeric, 60...100, "xai-")
        + formats("groq-key", .alphanumeric, 40...64, "gsk_")
        + formats("replicate-token", .alphanumeric, 37...40, "r8_")
        + formats("perplexity-key", .alphanumeric, 40...64, "pplx-")
        + formats("nvidia-key", .wordAndDash, 50...80, "nvapi-")
        + formats("tavily-key", .wordAndDash, 24...64, "tvly-")
        + formats("langsmith-key", .word, 32...80, "lsv2_pt_", "lsv2_sk_")
        + formats("sentry-token", .word, 40...200, "sntrys_", "sntryu_")
        + formats("supabase-token", .hex, 40...40, "sbp_")
        + formats("planetscale-token", .wordDashDot, 32...64, "pscale_tkn_", "pscale_pw_", "pscale_oauth_")
        + formats("databricks-token", .hex, 32...32, "dapi")
        + formats("atlassian-token", .wordAndDash, 100...300, "ATATT3", "ATCTT3")
        + formats("bitbucket-token", .alphanumeric, 24...64, "ATBB")
        + formats("artifactory-key", .alphanumeric, 60...80, "AKCp")
        + formats("alibaba-key", .alphanumeric, 17...21, "LTAI")
        + formats("tencent-key", .alphanumeric, 32...32, "AKID")
        + formats("mailgun-key", .hex, 32...32, "key-")
        + formats("newrelic-key", .alphanumeric, 27...40, "NRAK-")
        + formats("jwt", .wordDashDot, 60...8_192, "eyJ")

    /// Formats by their first byte.
    static let byFirstByte: [[Format]] = {
        var table = [[Format]](repeating: [], count: 256)
        for format in all { table[Int(format.prefix.utf8Start[0])].append(format) }
        return table
    }()

    /// The token that starts at `start`, which is the start of a word.
    static func match(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Redaction.Finding? {
        for format in byFirstByte[Int(bytes[start])] {
            let prefixLength = format.prefix.utf8CodeUnitCount
            guard start + prefixLength + format.length.lowerBound <= bytes.count,
                starts(bytes, with: format.prefix, at: start)
            else { continue }
            let body = start + prefixLength
            var end = body
            let limit = min(bytes.count, body + format.length.upperBound + 1)
            while end < limit, format.alphabet.contains(bytes[end]) { end += 1 }
            while end > body, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
            guard format.length.contains(end - body) else { continue }
            if end < bytes.count, Byte.isAlphanumeric(bytes[end]) { continue }
            guard isPlausible(bytes, body..<end, format.kind) else { continue }
            return Redaction.Finding(kind: format.kind, range: start..<end)
        }
        return nil
    }

    private static func isPlausible(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ kind: String
    ) -> Bool {
        var digits = 0
        var dots = 0
        var run = 0
        var longestRun = 0
        var lastDot = range.lowerBound - 1
        var shortestPart = Int.max
        for index in range {
            let byte = bytes[index]
            if Byte.isDigit(byte) { digits += 1 }
            if byte == UInt8(ascii: ".") {
                dots += 1
                shortestPart = min(shortestPart, index - lastDot - 1)
                lastDot = index
            }
            run = index > range.lowerBound && byte == bytes[index - 1] ? run + 1 : 1
            longestRun = max(longestRun, run)
        }
        shortestPart = min(shortestPart, range.upperBound - lastDot - 1)
        // "xxxxxxxx", "********" and "00000000" stand for a secret and are none.
        if longestRun >= 8, longestRun * 2 > range.count { return false }
        if kind == "jwt" { return dots == 2 && shortestPart >= 10 }
        if kind == "sendgrid-key" { return dots == 1 && shortestPart >= 16 }
        return digits > 0 || kind == "aws-key"
    }

    static func starts(_ bytes: UnsafeBufferPointer<UInt8>, with literal: StaticString, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= 0, index + length <= bytes.count else { return false }
        for offset in 0..<length where bytes[index + offset] != literal.utf8Start[offset] { return false }
        return true
    }
}
