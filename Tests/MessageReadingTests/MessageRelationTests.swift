import MessageReading
import Testing

/// How a message relates to the one before it: the rules as a table.
struct MessageRelationTests {
    private static let answer = """
        I moved the retry loop into the client and raised the timeout to thirty seconds for all requests. 我已经把重试循环移到客户端并且把所有请求的超时时间提高到三十秒。
        """

    private func read(
        _ message: String, gap: Int64 = 60_000, episode: Set<String> = [], tags: Set<String> = [],
        answer: String? = answer, before: String? = "Make the client more robust"
    ) -> MessageRelation {
        MessageRelation.read(
            message: message, lastAnswer: answer, lastUserText: before, gap: gap, episodeTags: episode,
            messageTags: tags)
    }

    @Test(
        "It corrects the answer",
        arguments: [
            "wrong: redo it", "No, that is not what I meant", "no, that is not what I meant.", "That's wrong.",
            "Nope, the other file", "this is not what I asked for", "redo it with tabs", "Try again, please",
            "Instead, put it into the server", "Put it into the server instead.", "use ripgrep instead of find",
            "Don't use find, use ripgrep", "undo that", "You forgot the tests", "it still fails with the same error",
            "I meant the other client", "You should have asked first", "that didn't work", "please revert that",
            "Hmm, not quite. The timeout is in milliseconds.", "oh no, wrong file? You edited the wrong file!",
            "not what I wanted", "that's not right, the limit is 10", "incorrect", "thanks, but it still doesn't work",
            "不对，应该是三十毫秒", "错了", "你理解错了，我要的是服务端", "重做", "不是这样的", "还是不行", "还是报错，超时", "应该是 10 而不是 30",
            "别用 find，改用 rg", "不要用 find", "我的意思是服务端", "撤销刚才的修改", "你忘了写测试", "用 rg 不要用 find", "没有生效",
        ])
    func revision(message: String) {
        let read = read(message)
        #expect(read == MessageRelation(.revision, confidence: 0.85, rule: "correction_words"))
    }

    @Test(
        "It goes on",
        arguments: [
            "next, the server", "Also add a test", "now do another similar one for the server", "Then run the linter",
            "continue", "go on", "and the docs as well", "No problem, next one", "great! now also update the changelog",
            "接着写测试", "再加一个测试", "然后运行测试", "继续", "下一个", "顺便更新文档", "没问题，继续", "同样处理服务端",
        ])
    func next(message: String) {
        #expect(read(message) == MessageRelation(.followUp, confidence: 0.80, rule: "next_words"))
    }

    @Test(
        "It is about something else",
        arguments: [
            "New topic: what is a monad?", "new task: write a poem", "forget that. Which editor is best?",
            "Forget about it, let's do something else", "I have another question",
            "Different question: how do I use tar?",
            "unrelated: is there a newer version?", "great, thanks. new topic: the website",
            "Switching gears: the website",
            "Never mind. Show me the calendar.", "另一个问题", "另一个问题：怎么用 tar？", "换个话题", "新任务：写一首诗", "先不管这个，看看网站",
            "忘了刚才的，我们做点别的", "另外一件事，网站打不开了",
        ])
    func newTask(message: String) {
        #expect(read(message) == MessageRelation(.newTask, confidence: 0.85, rule: "new_topic_words"))
    }

    @Test(
        "It looks like a rule and is none",
        arguments: [
            "No problem", "no worries, take your time", "What's wrong with the parser?", "Find out what is wrong here",
            "Open `src/instead/wrong.py`", "Show me the file \"wrong, redo instead.txt\"",
            "Explain this:\n```\n# wrong, use bytes instead\nredo()\n```", "Look at /tmp/new topic/next.txt please",
            "> that's wrong, redo it\nWho wrote this?", "create a kafka topic called orders",
            "add a new task queue to the worker", "If the password is wrong, show a message", "implement undo and redo",
            "Users report that it still fails", "Does the cache expire?", "Make sure nothing goes wrong",
            "the tool is also known as rg", "", "   ", "🙂", "这样对不对？", "这是对称的还是不对称的", "帮我看看哪里错了", "没问题", "程序出错了，看看日志",
            "创建一个新任务队列", "如果密码不对就提示用户", "别的文件在哪里", "再见",
        ])
    func traps(message: String) {
        let relation = read(message)
        #expect(relation.relation == .followUp)
        #expect(relation.rule == "no_rule" || relation.rule == "next_words")
    }

    @Test("The first message is the first whatever it says")
    func first() {
        let read = read("no, that's wrong", answer: nil, before: nil)
        #expect(read == MessageRelation(.first, confidence: 0.75, rule: "first_message"))
    }

    @Test("A correction of a turn without an answer is one")
    func interrupted() {
        #expect(read("no, stop. That's wrong", answer: nil).relation == .revision)
    }

    @Test("Eight words of the answer in a row are about it, in quotes or not, but not sure enough for a correction")
    func quotes() {
        let english = read(
            "\"raised the timeout to thirty seconds for all requests\" - is it too long?", gap: 45 * 60_000)
        #expect(english == MessageRelation(.followUp, confidence: 0.75, rule: "quotes_answer"))
        #expect(read("> 把所有请求的超时时间提高到三十秒\n太长吗？").rule == "quotes_answer")
        #expect(read("raised the timeout to thirty seconds").rule == "no_rule")
    }

    @Test("A long pause or another subject alone say too little; together they decide")
    func circumstances() {
        let pause: Int64 = 31 * 60_000
        #expect(read("Write a poem", gap: pause) == MessageRelation(.followUp, confidence: 0.4, rule: "long_pause"))
        #expect(
            read("Write a poem", episode: ["network"], tags: ["poem"])
                == MessageRelation(.followUp, confidence: 0.45, rule: "no_common_tag"))
        #expect(
            read("Write a poem", gap: pause, episode: ["network"], tags: ["poem"])
                == MessageRelation(.newTask, confidence: 0.82, rule: "long_pause+no_common_tag"))
        #expect(read("Write a poem", gap: pause, episode: ["network"], tags: ["network"]).relation == .followUp)
        #expect(read("Write a poem", gap: 30 * 60_000, episode: ["network"], tags: ["poem"]).relation == .followUp)
        #expect(read("Write a poem", gap: pause, episode: [], tags: ["poem"]).relation == .followUp)
        #expect(read("Write a poem", gap: pause, episode: ["network"], tags: []).relation == .followUp)
        #expect(read("Write a poem", gap: -90 * 60_000, episode: ["network"], tags: ["poem"]).relation == .followUp)
    }

    @Test("Words go before circumstances, and a new topic before a correction")
    func order() {
        #expect(read("also the server", gap: 3_600_000, episode: ["a"], tags: ["b"]).rule == "next_words")
        #expect(read("No, forget that. New topic: the website").relation == .newTask)
        #expect(read("That's wrong. Also rename it.").relation == .revision)
    }

    @Test("Junk and very long messages are read without harm")
    func junk() {
        let long = String(repeating: "wrong\u{0}\u{FFFD} `", count: 20_000)
        _ = read(long)
        #expect(read(String(repeating: "你", count: 50_000)).relation == .followUp)
        #expect(read("```\nno end of this block: wrong, redo").rule == "no_rule")
    }
}
