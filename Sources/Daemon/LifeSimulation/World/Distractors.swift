/// What agents also do all day and what teaches no procedure.
enum Distractors {
    /// One task without a family. Templates.
    struct Errand: Sendable {
        var words: String
        var actions: [Action]
        var answer: String
    }

    static let all = chats + lookUps + edits

    private static let chats: [Errand] = [
        Errand(
            words: "What is the difference between a process and a thread?", actions: [],
            answer: "A process has memory of its own; threads of one process share it."),
        Errand(words: "用一句话解释什么是幂等。", actions: [], answer: "同一个操作执行多次，结果和执行一次相同。"),
        Errand(words: "Suggest three names for a {topic} feature.", actions: [], answer: "Beacon, Ferry, Lantern."),
        Errand(
            words: "Good morning! Anything planned for today?", actions: [],
            answer: "Good morning. Nothing is open from yesterday."),
        Errand(
            words: "Rewrite this politely: your {topic} code is a mess.", actions: [],
            answer: "Could we tidy up the {topic} code together?"),
        Errand(words: "怎么跟产品经理解释 {topic} 要延期？", actions: [], answer: "先说影响，再说原因，最后给出新的日期。"),
        Errand(
            words: "How many working days are there until the 14th?", actions: [], answer: "Counting from today, nine."),
    ]

    private static let lookUps: [Errand] = [
        Errand(
            words: "Where do we parse the {topic} header?",
            actions: [.shell("grep -rn '{topic}' {source}", "{source}http/{topic}.x:{small}1: parse_{topic}(header)")],
            answer: "In `{source}http/{topic}.x`."),
        Errand(
            words: "Who touched {config} last?",
            actions: [
                .shell(
                    "git log -3 --format='%an %s' -- {config}", "Mara Lind Raise the {topic} limit\nJonas Beck Tidy up")
            ], answer: "Mara, for the {topic} limit."),
        Errand(
            words: "What time is it in Tokyo?",
            actions: [.shell("TZ=Asia/Tokyo date", "Wed Feb 11 21:{small}4:07 JST 2026")],
            answer: "Just after nine in the evening."),
        Errand(
            words: "How big is the repository?", actions: [.shell("du -sh .git", "{small}84M\t.git")],
            answer: "About {small}84 MB of history."),
        Errand(
            words: "看看 {config} 里端口是多少",
            actions: [.read("{config}", "port = {port}\nlog_level = \"info\"\n{topic}_limit = {small}0")],
            answer: "端口是 {port}。"),
        Errand(
            words: "Is the {topic} host up?",
            actions: [
                .shell("ping -c 1 {topic}.internal", "1 packets transmitted, 1 received, 0% packet loss, time 0ms")
            ], answer: "Yes, it answers."),
        Errand(
            words: "Show me the last error in the {topic} log.",
            actions: [
                .shell(
                    "tail -n 2 /var/log/{topic}.log",
                    "2026-02-11 09:1{small} WARN slow query (2{small}40 ms)\n2026-02-11 09:2{small} INFO done")
            ], answer: "There is only a warning about a slow query."),
    ]

    private static let edits: [Errand] = [
        Errand(
            words: "Rename the variable tmp in {source}{topic}.x to something better.",
            actions: [
                .read("{source}{topic}.x", "tmp = load()\nreturn tmp"),
                .edit("{source}{topic}.x", from: "tmp", to: "loaded_{topic}"),
            ], answer: "It is called `loaded_{topic}` now."),
        Errand(
            words: "Raise the {topic} limit to {pid}.",
            actions: [.edit("{config}", from: "{topic}_limit = 50", to: "{topic}_limit = {pid}")],
            answer: "Set to {pid}."),
        Errand(
            words: "README 里的 {topic} 拼错了，改一下。", actions: [.edit("README.md", from: "{topic}s", to: "{topic}")],
            answer: "改好了。"),
        Errand(
            words: "Add a comment that says why {topic} sleeps.",
            actions: [
                .edit(
                    "{source}{topic}.x", from: "sleep(1)", to: "// The upstream needs a second after a reset.\nsleep(1)"
                )
            ], answer: "Added."),
        Errand(
            words: "Delete the dead code in {topic}.",
            actions: [
                .shell("grep -rn 'legacy_{topic}' {source}", "{source}{topic}.x:{small}7:def legacy_{topic}"),
                .edit("{source}{topic}.x", from: "def legacy_{topic}", to: ""),
                .shell("{test}", "{pid} passed in 7.{small}s"),
            ],
            answer: "Gone, and the tests pass."),
        Errand(
            words: "Make the {topic} message friendlier.",
            actions: [.edit("{source}{topic}.x", from: "Bad input", to: "Please check the {topic}")],
            answer: "Reads better now."),
    ]

    static let topics = [
        "billing", "cache", "export", "invoice", "mailer", "metrics", "order", "queue", "report", "search", "tariff",
        "upload", "vendor", "webhook", "zone",
    ]
}
