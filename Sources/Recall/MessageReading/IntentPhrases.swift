/// The words behind `Intent`, as data.
enum IntentPhrases {
    /// What a message may consist of to be small talk. Words that tell an agent to go on are not among them: to an agent
    /// that asked whether to begin, “yes” is a task.
    static let smallTalk = PhraseRules<Intent>([
        .init(
            .chitchat,
            [
                "hi", "hello", "hey", "hi there", "hello there", "hey there", "hiya", "howdy", "yo", "good morning",
                "good afternoon", "good evening", "good night", "goodnight", "morning", "thanks", "thank you",
                "thanks a lot",
                "thank you so much", "thank you very much", "thanks so much", "many thanks", "thx", "ty", "cheers",
                "ok",
                "okay", "k", "kk", "cool", "nice", "great", "lol", "haha", "hahaha", "bye", "goodbye", "bye bye",
                "see you",
                "see you later", "see you tomorrow", "see ya", "later", "how are you", "how are you doing",
                "how's it going",
                "what's up", "sup", "nice to meet you", "you're welcome", "no problem", "no worries", "got it",
                "understood",
                "noted", "have a nice day", "have a good day", "have a good one", "you too", "👍", "🙏", "😀", "🙂", "😊",
                "👋",
                "❤️", "🎉", "😂", "👌",
                "你好", "您好", "嗨", "哈喽", "早", "早上好", "上午好", "中午好", "下午好", "晚上好", "晚安", "谢谢", "谢谢你", "谢谢您",
                "多谢", "感谢", "非常感谢", "谢啦", "谢了", "好", "好的", "好吧", "好滴", "嗯", "嗯嗯", "哦", "哈哈", "哈哈哈", "再见", "拜拜",
                "明天见", "回头见", "辛苦了", "收到", "知道了", "明白", "明白了", "了解", "不客气", "没关系", "最近怎么样", "你好吗", "你好呀",
                "你好啊", "吃了吗", "謝謝", "太好了", "太棒了", "不错", "很好",
            ]),
        .init(
            .meta,
            [
                "who are you", "what are you", "what's your name", "what is your name", "are you there",
                "are you still there",
                "are you a bot", "are you an ai", "what can you do", "what model are you", "which model are you",
                "what model are you using", "which model are you using", "what model is this", "ping", "test",
                "testing",
                "can you hear me", "what's your version", "what version are you",
                "你是谁", "你叫什么", "你叫什么名字", "在吗", "你在吗", "还在吗", "你会什么", "你能做什么", "你是什么模型", "你用的什么模型",
                "你用的是什么模型", "你是哪个模型", "测试", "测试一下",
            ]),
        // May stand beside small talk and is none by itself.
        .init(
            .unknown,
            [
                "everyone", "all", "again", "so much", "buddy", "claude", "codex", "gemini", "hermes", "for now", "man",
                "dear",
                "啊", "呀", "哦", "了", "啦", "哈", "呢", "吗", "大家", "们",
            ]),
    ])

    static let asking = PhraseRules<Intent>([
        .init(
            .memoryProbe,
            [
                "do you remember", "do you recall", "can you remember", "can you recall", "you remember when",
                "remember when", "remember how we", "remember what we", "remember that time", "what did we decide",
                "what did we do", "what did we say", "what did we talk", "what did we discuss", "what did we agree",
                "what did i say", "what did i tell you", "what did i ask", "what did you tell me", "what did you say",
                "what have we", "did i tell you", "did i ever tell you", "did i mention", "did we ever",
                "did we already",
                "have we ever", "have we already", "have we discussed", "have i told you", "how did we fix",
                "how did we solve", "how did we do", "when did we", "when did i", "where did we", "why did we decide",
                "last time we", "what was the name of", "remind me what", "remind me how", "remind me when",
                "还记得", "你记得", "记不记得", "记得我们", "记得上次", "我们之前", "之前我们", "上次我们", "我们上次", "上次是怎么", "之前是怎么",
                "我之前说过", "我跟你说过", "我告诉过你", "我们讨论过", "我们聊过", "我们说过", "我们决定", "当时我们", "上回",
            ]),
        .init(
            .task,
            [
                "please", "can you", "could you", "would you", "i need", "i want", "i'd like", "help me", "let's",
                "how do i",
                "how to", "how can", "why does", "why is", "what is", "^add", "^build", "^change", "^check", "^clean",
                "^compare", "^configure", "^convert", "^create", "^debug", "^delete", "^deploy", "^describe", "^design",
                "^document", "^explain", "^extract", "^find", "^fix", "^format", "^generate", "^get", "^give",
                "^implement",
                "^improve", "^install", "^list", "^make", "^merge", "^migrate", "^move", "^open", "^optimize", "^parse",
                "^plan", "^publish", "^put", "^read", "^refactor", "^release", "^remove", "^rename", "^replace",
                "^research",
                "^review", "^rewrite", "^run", "^search", "^set", "^set up", "^setup", "^show", "^sort", "^start",
                "^summarize",
                "^summarise", "^tell", "^test the", "^translate", "^update", "^upgrade", "^use", "^verify", "^write",
                "帮我", "请", "麻烦", "我要", "我想", "需要", "怎么", "如何", "为什么", "什么是", "^写", "^加", "^改", "^修", "^查", "^找",
                "^安装", "^部署", "^实现", "^重构", "^生成", "^创建", "^删除", "^运行", "^测试一下这", "^解释", "^分析", "^总结", "^翻译",
            ]),
    ])
}
