import MemoryModel
import MessageReading
import Testing

/// What a message says of the work before it.
struct FeedbackReadingTests {
    private typealias Shape = FeedbackReading.Shape

    @Test(
        "Praise",
        arguments: [
            "that's great, thanks", "Thanks!", "Perfect.", "great! now also update the changelog",
            "It works, thank you so much",
            "That worked", "looks good to me", "not bad", "LGTM", "great, thanks. new topic: the website",
            "awesome work!",
            "nothing wrong with it, thanks", "no more errors", "It doesn't fail any more, well done",
            "Exactly what I wanted", "I didn't expect that but it works", "谢谢", "太好了", "很好，谢谢", "可以了", "解决了，谢谢",
            "不错", "没错", "没问题了", "正是我想要的", "完美！再加一个测试",
        ])
    func positive(message: String) {
        let reading = FeedbackReading.of(message)
        #expect(reading.shape == .positive)
        #expect(reading.strength >= 0.4 && reading.strength <= 1)
    }

    @Test(
        "Complaint",
        arguments: [
            "thanks, but it still fails", "No, that's wrong.", "this is not what I asked for", "it doesn't work",
            "That's not great, sorry, it's broken", "wrong: redo it", "great, but it still crashes",
            "You broke the build",
            "why did you delete the file?", "Why does it still fail?", "I don't think that's right",
            "you forgot the tests",
            "same error", "This is terrible", "it isn't perfect: it failed again", "不对", "错了，重做", "还是报错", "谢谢，但是还是不行",
            "不是我要的", "没有解决问题", "你忘了写测试", "不是很好，还是报错", "为什么还是报错？", "太差了",
        ])
    func negative(message: String) {
        let reading = FeedbackReading.of(message)
        #expect(reading.shape == .negative)
        #expect(reading.strength >= 0.4 && reading.strength <= 1)
    }

    @Test(
        "Neither: requests, questions and what only sounds like a verdict",
        arguments: [
            "please install lxml", "please install lxml, thanks", "no problem", "No worries.", "no problem, next one",
            "make a great landing page", "write a perfect hash function", "is that correct?", "does it work now?",
            "make sure it works", "if it fails, tell me", "Users report that it is broken, fix the login",
            "What's wrong with this code?", "check that it works",
            "use the API to fetch the users and write a table of them",
            "Explain `that's wrong`", "```\nit failed\n```\nwhat does this mean?", "> it doesn't work\nwho said this?",
            "", "   ", "ok", "continue", "42", "implement error handling for failed requests",
            "add a good error message",
            "没问题", "请安装 lxml", "不好意思，请再说一遍", "这样对不对？", "如果失败了就重试", "确保没有问题", "解释一下错误信息", "能不能加一个测试",
            "安装依赖", "用户登录失败了怎么处理", "怎么才能更好",
        ])
    func unknown(message: String) {
        let reading = FeedbackReading.of(message)
        #expect(reading == FeedbackReading(shape: .unknown, strength: 0))
    }

    @Test(
        "This rather than that",
        arguments: [
            ("use ripgrep instead of find", "ripgrep", "find"), ("Use ripgrep instead of `find`.", "ripgrep", "find"),
            ("no, use pnpm rather than npm", "pnpm", "npm"), ("use tabs, not spaces", "tabs", "spaces"),
            ("use tabs not spaces", "tabs", "spaces"), ("I prefer uv over pip", "uv", "pip"),
            ("prefer composition to inheritance", "composition", "inheritance"),
            ("don't use find, use ripgrep", "ripgrep", "find"), ("Don’t use pip. Use uv instead.", "uv", "pip"),
            ("instead of find, use ripgrep", "ripgrep", "find"), ("please always use `uv`, never pip", "uv", "pip"),
            ("from now on use rg instead of grep -r, please", "rg", "grep -r"),
            ("pnpm instead of npm please", "pnpm", "npm"),
            ("stop using find and use ripgrep", "ripgrep", "find"),
            ("next time use rg for searching instead of find", "rg", "find"),
            ("can you use python3.12 instead of python3.9?", "python3.12", "python3.9"),
            ("thanks, but use a Python script instead of sed -i", "Python script", "sed -i"),
            ("用 rg 不要用 find", "rg", "find"), ("用rg，不要用find", "rg", "find"), ("别用 find，改用 rg", "rg", "find"),
            ("不要用 pip，用 uv", "uv", "pip"), ("请用 pnpm 而不是 npm", "pnpm", "npm"), ("以后用 uv 代替 pip", "uv", "pip"),
            ("不对，用空格不要用制表符", "空格", "制表符"),
        ])
    func preference(message: String, prefer: String, avoid: String) {
        let reading = FeedbackReading.of(message)
        #expect(reading == FeedbackReading(shape: .preference, prefer: prefer, avoid: avoid, strength: 0.9))
    }

    @Test(
        "Only what to leave, or only what to use",
        arguments: [
            ("never use the binary wheel on Alpine", nil, "binary wheel on Alpine"),
            ("Please never use the binary wheel on Alpine again", nil, "binary wheel on Alpine"),
            ("don't use any ORM", nil, "ORM"), ("don't commit directly to main", nil, "commit directly to main"),
            ("never push to main without asking", nil, "push to main without asking"),
            ("avoid global variables", nil, "global variables"), ("stop using sudo", nil, "sudo"),
            ("from now on use ripgrep", "ripgrep", nil), ("always use `uv` here", "uv", nil),
            ("use ripgrep", "ripgrep", nil),
            ("use ripgrep instead", "ripgrep", nil), ("no, use ripgrep", "ripgrep", nil),
            ("I prefer tabs", "tabs", nil),
            ("以后都用 rg", "rg", nil), ("改用 rg", "rg", nil), ("别用 sudo", nil, "sudo"),
            ("不要直接提交到 main 分支", nil, "直接提交到 main 分支"),
            ("以后不要用 find", nil, "find"), ("千万别用 sed -i", nil, "sed -i"),
        ] as [(String, String?, String?)])
    func oneSided(message: String, prefer: String?, avoid: String?) {
        let reading = FeedbackReading.of(message)
        #expect(reading.shape == .preference)
        #expect(reading.prefer == prefer)
        #expect(reading.avoid == avoid)
        #expect(reading.strength >= 0.5 && reading.strength < 0.9)
    }

    @Test(
        "What sounds like a preference and is none",
        arguments: [
            "Refactor the parser to use regexes instead of string functions", "Don't worry", "don't forget the tests",
            "I don't know", "用户不能登录", "别的文件呢", "how do I use tar instead of zip?", "what is the use of this?",
            "the script uses rsync instead of scp, why?", "分别处理两个文件", "should I use vim over emacs?",
        ])
    func noPreference(message: String) {
        #expect(FeedbackReading.of(message).shape != .preference)
    }

    @Test(
        "What holds from now on",
        arguments: [
            "from now on run the tests before you commit", "always run the linter first",
            "Remember to update the changelog",
            "next time ask me first", "以后先运行测试再提交", "记住要更新文档", "每次提交前运行测试", "don't forget to run the tests",
        ])
    func instruction(message: String) {
        #expect(FeedbackReading.of(message) == FeedbackReading(shape: .instruction, strength: 0.7))
    }

    @Test("A verdict is kept beside a preference")
    func verdict() {
        #expect(MessageFeedback("no, that's wrong, use rg instead of find").verdict < -0.4)
        #expect(MessageFeedback("great job. From now on use rg").verdict > 0.4)
        #expect(MessageFeedback("use rg instead of find").verdict == 0)
    }

    @Test("Praise and complaint together weigh less than one alone")
    func mixed() {
        #expect(
            FeedbackReading.of("thanks, but it still fails").strength < FeedbackReading.of("it still fails").strength
                + 0.01)
        #expect(
            FeedbackReading.of("it failed at first, but great job").strength < FeedbackReading.of("great job").strength)
    }

    @Test("The same words give the same reading")
    func deterministic() {
        let text = "great, but don't use find, use rg. 以后都用 rg"
        #expect(FeedbackReading.of(text) == FeedbackReading.of(text))
    }
}
