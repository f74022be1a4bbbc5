/// Secrets that are none: the prefixes are real, the bodies are made from a counter, so that nothing here looks like a
/// leak to a scanner of repositories.
enum RedactionSeeds {
    static let alphanumeric = Array("a8K2mQ9xT4vB7nW3cZ6yL1pR5sD0fG".utf8)
    static let hex = Array("4f9a0c7be2d81653".utf8)
    static let upper = Array("Q7ZK3MWN5TB9XR2V".utf8)

    static func body(_ count: Int, _ alphabet: [UInt8] = alphanumeric, seed: Int = 0) -> String {
        String(
            decoding: (0..<count).map { alphabet[($0 * 7 + seed + $0 / alphabet.count) % alphabet.count] },
            as: UTF8.self)
    }

    /// Tokens that are known by their form.
    static let tokens: [String] = [
        "AK" + "IA" + body(16, upper), "AS" + "IA" + body(16, upper, seed: 3), "AI" + "za" + body(35),
        "ya" + "29." + body(60), "GOC" + "SPX-" + body(28), "gh" + "p_" + body(36), "gh" + "o_" + body(36, seed: 1),
        "gh" + "s_" + body(36, seed: 2), "github_" + "pat_" + body(22) + "_" + body(59), "gl" + "pat-" + body(20),
        "gl" + "rt-" + body(20, seed: 4), "xo" + "xb-" + "123456789012-123456789012-" + body(24),
        "xo" + "xp-" + "1234567890-" + body(40), "xa" + "pp-1-" + body(60), "sk_" + "live_" + body(24),
        "sk_" + "test_" + body(24, seed: 5), "rk_" + "live_" + body(24), "wh" + "sec_" + body(32),
        "sk-" + "ant-api03-" + body(80), "sk-" + "proj-" + body(48), "sk-" + "svcacct-" + body(48), "sk-" + body(48),
        "sk-" + "or-v1-" + body(64, hex), "h" + "f_" + body(34), "np" + "m_" + body(36), "py" + "pi-" + body(120),
        "S" + "G." + body(22) + "." + body(43), "S" + "K" + body(32, hex), "dop" + "_v1_" + body(64, hex),
        "shp" + "at_" + body(32, hex), "lin_" + "api_" + body(40), "nt" + "n_" + body(46), "fig" + "d_" + body(40),
        "dckr_" + "pat_" + body(27), "ts" + "key-auth-" + body(30), "hv" + "s." + body(90), "gl" + "sa_" + body(41),
        "AGE-SECRET-" + "KEY-1" + body(58, upper), "gs" + "k_" + body(52), "pp" + "lx-" + body(48),
        "nv" + "api-" + body(64), "sb" + "p_" + body(40, hex), "da" + "pi" + body(32, hex), "LT" + "AI" + body(20),
        "sntr" + "ys_" + body(64), "123456789:" + "AA" + body(33), "NR" + "AK-" + body(27),
        "ey" + "J" + body(30) + "." + "ey" + "J" + body(50) + "." + body(43),
    ]

    /// Values that only the name before them gives away.
    static let passwords: [String] = [
        "hunter2!", "S3cr3t#Pa55", "Tr0ub4dor&3", "correct9horse", "p@ssw0rd!x", "Zx8-kk21-QQ", "9f8e7d6c5b4a",
        "Winter2026!", "aB3$dE5^", "qwe123RTY", "kJ8fd7Lq2", "n0tAw0rd", "mongo77Db!", "r00t4Ever",
    ]

    static let apiKeys: [String] = [
        body(32), body(40, hex), body(24, seed: 9), body(48, seed: 11) + "==", body(20, seed: 6),
    ]

    /// Ways a token of known form is met.
    static let tokenShapes: [@Sendable (String) -> String] = [
        { $0 }, { "export SERVICE_TOKEN=\($0)" }, { "{\"token\": \"\($0)\", \"ok\": true}" },
        { "curl -H \"Authorization: Bearer \($0)\" https://api.example.org" }, { "key: '\($0)'," }, { "用这个 \($0)，谢谢" },
        { "https://oauth2:\($0)@git.example.org/x.git" }, { "error: invalid token \($0)." },
        { "client = Client(\"\($0)\")" },
        { "- name: X\n  value: \($0)\n" }, { "{\\\"apiKey\\\": \\\"\($0)\\\"}" }, { "tool --token \($0) --verbose" },
    ]

    /// Ways a password is met.
    static let passwordShapes: [@Sendable (String) -> String] = [
        { "password = \"\($0)\"" }, { "export DB_PASSWORD=\($0)" }, { "{\"password\": \"\($0)\"}" },
        { "login --user bob --password \($0)" }, { "postgres://bob:\($0.filter { !"#@/".contains($0) })@db:5432/app" },
        { "Server=db;User Id=sa;Password=\($0.filter { $0 != "&" });Encrypt=true" },
        { "let dbPassword: String = \"\($0)\"" },
        { "<password>\($0.filter { $0 != "&" })</password>" }, { "'password' => '\($0)'," },
        { "密码：\($0.filter { $0 != "&" })" },
        { "os.environ['ADMIN_PASSWORD'] = '\($0)'" }, { "{\\\"passwd\\\": \\\"\($0)\\\"}" },
    ]

    /// Ways a key without a known form is met.
    static let keyShapes: [@Sendable (String) -> String] = [
        { "api_key = \"\($0)\"" }, { "export FOO_TOKEN=\($0)" }, { "{\"api_key\": \"\($0)\"}" }, { "X-API-Key: \($0)" },
        { "Authorization: Bearer \($0)" }, { "client_secret: '\($0)'" }, { "AccountName=x;AccountKey=\($0);Suffix=y" },
        { "--api-key \($0)" }, { "?access_token=\($0)&x=1" }, { "const secretKey = '\($0)';" },
        { "//registry.example.org/:_authToken=\($0)" }, { "aws_secret_access_key = \($0)" },
    ]
}
