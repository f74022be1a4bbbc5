import StepReading
import Testing

@Suite("How people ask for the work of commands")
struct TradeWordsTests {
    @Test(
        "a command leads to the words of everyday, in both languages",
        arguments: [
            ("certbot renew --cert-name api.example", "certificate"), ("openssl s_client -connect x:443", "证书"),
            ("edit `/etc/logrotate.d/app`", "rotation"), ("alembic upgrade head", "数据库"),
            ("docker build -t app .", "image"), ("lsof -ti :3000", "端口"), ("git push origin main", "commit"),
        ])
    func everyday(command: String, word: String) {
        #expect(TradeWords.words(for: command).contains { $0.split(separator: " ").contains(Substring(word)) })
    }

    @Test("a text of no trade has no words, and each trade comes once")
    func none() {
        #expect(TradeWords.words(for: "echo hello").isEmpty)
        #expect(TradeWords.words(for: "").isEmpty)
        let words = TradeWords.words(for: "certbot openssl certbot mkcert")
        #expect(words.count == 1)
    }
}

@Suite("Kinds of faults")
struct FaultFamilyTests {
    @Test(
        "a fault is known by what it says, whoever says it",
        arguments: [
            ("Error: pg_config executable not found.", FaultFamily.missingLibrary),
            ("ModuleNotFoundError: No module named 'yaml'", .missingModule),
            ("bash: rg: command not found", .missingCommand),
            ("Error: listen EADDRINUSE: address already in use :::3000", .portInUse),
            ("Permission denied", .permission), ("fatal: No space left on device", .disk),
        ])
    func known(text: String, family: FaultFamily) {
        #expect(FaultFamily.of(text) == family)
    }

    @Test("words that name no fault have no family")
    func unknown() {
        #expect(FaultFamily.of("All 14 tests passed in 0.8 s") == nil)
        #expect(FaultFamily.of("") == nil)
    }
}
