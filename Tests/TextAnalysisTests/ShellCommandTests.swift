import Testing

@testable import TextAnalysis

/// Reading a line for a shell, and a person's word that something works.
@Suite struct ShellCommandTests {
    @Test(
        "what a line runs is found behind folders, variables and wrappers",
        arguments: [
            ("cd /src/api && CC=clang swift test --filter A 2>&1 | tail -5", "swift test"),
            ("sudo -E timeout 90s python3.12 -m pytest -x tests/a.py", "pytest"),
            ("poetry run pytest", "pytest"), ("bash -lc 'npm run build -- --mode x'", "npm run build"),
            ("git -C sub commit -m 'fix: a; b'", "git commit"), ("pip3 install -U pip", "pip install"),
            ("python manage.py migrate", "python manage.py"), ("./gradlew test", "gradlew test"),
            ("cat <<'EOF' > a.txt\nrm -rf x\nEOF\nmake check # now", "make check"),
            ("docker compose up -d", "docker compose up"),
        ])
    func stems(line: String, stem: String) {
        let stems = ShellCommand.parse(line).map { $0.stem.joined(separator: " ") }
        #expect(stems.contains(stem), "\(stems)")
        #expect(!stems.contains { $0.hasPrefix("rm") })
    }

    @Test(
        "what changes the world is told from what looks and what checks",
        arguments: [
            ("ls -la && git status", CommandEffect.reads), ("grep -rn x . | head", .reads), ("sed -n 1,5p a", .reads),
            ("pip list", .reads), ("node --version", .reads), ("pytest -q", .checks), ("cargo build", .checks),
            ("npm test", .checks), ("make", .checks), ("git commit -am x", .records), ("pip install x", .changes),
            ("sed -i s/a/b/ f", .changes), ("echo x >> .env", .changes), ("export A=1", .changes),
            ("chmod +x a", .changes),
            ("git pull --rebase", .changes), ("brew install libpq", .changes), ("npm ci", .changes),
            ("ls > /dev/null", .reads),
            ("eslint --fix .", .changes), ("docker compose up -d db", .changes), ("docker ps", .reads),
        ])
    func effects(line: String, effect: CommandEffect) {
        #expect(CommandEffect.of(ShellCommand.parse(line)) == effect)
    }

    @Test(
        "tools are judged by the words of their names",
        arguments: [
            ("Edit", CommandEffect.changes), ("MultiEdit", .changes), ("write_file", .changes),
            ("apply_patch", .changes),
            ("TodoWrite", .reads), ("Read", .reads), ("WebSearch", .reads), ("run_tests", .checks), ("", .reads),
        ])
    func tools(name: String, effect: CommandEffect) {
        #expect(CommandEffect.ofTool(named: name) == effect)
    }

    @Test(
        "a success is heard",
        arguments: [
            "works now", "Great, that fixed it! Next task", "Fixed. Thanks", "好了，谢谢", "现在可以了", "it works, thanks",
            "Yes, the build passes now. Add a test.",
        ])
    func heard(message: String) { #expect(SuccessReport.isSaid(in: message)) }

    @Test(
        "and only a success",
        arguments: [
            "it does not work", "still not fixed", "tell me when it works now", "does it work now?", "还没好", "好了吗？",
            "Can you make sure it works now", "fix the tests", "最好了解一下", "it isn't fixed", "", "the login is broken",
            "don’t say it works",
        ])
    func notHeard(message: String) { #expect(!SuccessReport.isSaid(in: message)) }

    @Test("any line can be read")
    func hostile() {
        for line in ["'", "\"\\", "<<", "<<-", ">", "2>&", "&>", "|||", "$(a", "#", "\\", "a\\", "bash -c", "<<EOF\n"] {
            _ = CommandEffect.of(ShellCommand.parse(line))
        }
        let deep = String(repeating: "bash -c 'a' ;", count: 10_000)
        #expect(ShellCommand.parse(deep).count < 1000)
    }
}
