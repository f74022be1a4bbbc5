/// What users say of the work, in two languages.
enum Wording {
    static let thanks = [
        "Perfect, thank you!", "That works, thanks.", "Great, exactly what I wanted.", "Nice, all good now.",
        "太好了，谢谢！", "可以了，辛苦。", "Works on my side too.",
    ]
    static let complaints = [
        "No, this is still broken.", "That is not what I asked for.", "It does not work, please stop here.",
        "不对，还是不行。", "This took far too long and it still fails.", "没有解决，先放着吧。",
    ]

    /// A wish that counts from now on, said while something else is done.
    struct Preference: Sendable {
        var prefer: String
        var avoid: String
        var words: [String]
    }

    static let preferences = [
        Preference(
            prefer: "ripgrep", avoid: "find",
            words: ["Use ripgrep instead of find for searching.", "以后搜索用 ripgrep，不要用 find。"]),
        Preference(
            prefer: "draft pull request", avoid: "main",
            words: [
                "Open a draft pull request instead of pushing to main.",
                "Please open a draft pull request rather than push to main.",
            ]),
        Preference(prefer: "curl", avoid: "wget", words: ["Use curl instead of wget.", "用 curl 而不是 wget。"]),
    ]

    /// The same user later, of another mind: what was preferred is to be left.
    static let reversals = [
        Preference(
            prefer: "find", avoid: "ripgrep",
            words: ["Use find instead of ripgrep again, the build hosts do not have it.", "还是用 find 吧，不要用 ripgrep 了。"])
    ]

    /// What ends a task for reasons that have nothing to do with it. Templates.
    static let breakages: [(output: String, answer: String)] = [
        ("curl: (6) Could not resolve host: registry.northwind.dev", "The network is down here; I could not finish."),
        (
            "fatal: unable to access 'https://github.com/northwind/': Failed to connect to github.com port 443 after 21002 ms: Couldn't connect to server",
            "The remote cannot be reached, so this is not done."
        ),
        ("bash: fork: Cannot allocate memory", "The machine ran out of memory before I was done."),
        ("write error: No space left on device", "The disk is full; I had to stop."),
    ]

    /// Small things on the way, with what comes back. Templates; `failed` ones are typing errors.
    static let noise: [(command: String, output: String, failed: Bool)] = [
        ("git status --short", " M {source}{topic}.x", false),
        (
            "ls -la",
            "total 96\ndrwxr-xr-x  14 dev dev  4096 Feb 11 09:12 .\n-rw-r--r--   1 dev dev  1820 Feb 10 17:40 README.md",
            false
        ),
        ("cat README.md | head -5", "# {name}\n\nSee the wiki for how to set up.", false),
        ("git diff --stat", " {source}{topic}.x | {small} ++--\n 1 file changed", false),
        ("gti status", "bash: gti: command not found", true),
        ("pwd", "{workspace}", false),
        ("cat {source}{topic}.y", "cat: {source}{topic}.y: No such file or directory", true),
        ("whoami", "dev", false),
    ]
}
