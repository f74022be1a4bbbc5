/// The phrases behind `QuestionCues`, as data.
enum QuestionCuePhrases {
    static let shared = PhraseTable(table)

    static let table: [PhraseTable.Group] = [
        group(.asksAdvice, advice), group(.asksTime, time), group([.asksTime, .asksCount], timeCount),
        group(.asksCount, count), group(.asksList, list), group(.asksYesNo, yesNo), group(.asksSummary, summary),
        group(.asksOrder, order), group(.asksPersonFact, person), group(.continuation, continuation),
        group(.request, request), group(.auxiliary, auxiliary),
    ]

    private static func group(_ cues: QuestionCues, _ phrases: [String]) -> PhraseTable.Group {
        PhraseTable.Group(mask: cues.rawValue, phrases: phrases)
    }

    private static let advice = [
        "advice", "advise", "advisable", "any ideas", "any idea how", "any suggestions", "any thoughts", "any tips",
        "best approach", "best option", "best options", "best practice", "best practices", "best resources",
        "best way", "best ways", "good option", "good options", "good place", "good places", "good resources",
        "good way",
        "good ways", "great options", "help me choose", "help me decide", "help me find", "help me pick",
        "help me plan",
        "how best to", "how can i", "how could i", "how should i", "how should we", "how would you", "i could try",
        "i might enjoy", "i might like", "i should", "ideas for", "is it better", "is it worth", "it worth",
        "must-try", "things to do", "what are some", "what are good", "what are the best", "help me identify",
        "options for", "recommend", "recommendation", "recommendations", "recommended", "should i",
        "should we", "strategies", "suggest", "suggested", "suggestion", "suggestions", "tips", "what can i",
        "what could i", "what do you think", "what should", "what would be", "what would you", "where can i",
        "where should", "which one should", "which should", "who should i", "worth it", "would be a good", "would you",
        "办法", "哪个好", "哪个更", "哪家好", "哪种好", "好不好", "建议", "怎么办", "怎么选", "怎样才能", "如何才能", "如何选", "应该", "我该",
        "推荐", "有什么好", "有没有好", "值得", "值不值", "要不要", "该不该", "该买", "该做", "该去", "该如何", "该怎", "该用", "该选",
        "适合我", "适合吗", "意见", "攻略", "技巧", "介绍一", "有啥好",
    ]

    private static let time = [
        "^when", "about when", "and when", "at what point", "at what time", "by when", "due date", "exact date",
        "for when", "know when", "or when", "recall when", "remember when", "remind me when", "since when",
        "tell me when",
        "the date", "the day when", "the deadline", "until when", "what date", "what dates", "what day", "what days",
        "what is the time", "what month", "what time", "what week", "what year", "what's the time", "when are",
        "when did", "when does", "when is", "when will", "which date", "which day", "which month", "which week",
        "which year", "什么时候", "什么时间", "什么时刻", "什么日子", "何时", "何日", "啥时候", "啥时间", "几号", "几月", "几点", "哪一天",
        "哪一年", "哪个月", "哪天", "哪年", "哪月", "哪日", "多会儿", "日期", "时间是", "具体时间", "星期几", "礼拜几", "周几",
        "截止",
    ]

    private static let timeCount = [
        "how long", "how many days", "how many hours", "how many minutes", "how many months", "how many weeks",
        "how many years", "how much longer", "how much time", "how often", "what duration", "几个小时", "几个月", "几个星期",
        "几分钟", "几天", "几小时", "几年", "几周", "多久", "多少天", "多少小时", "多少年", "多长时间", "持续时间", "多长",
    ]

    private static let count = [
        "count of", "how big", "how far", "how few", "how heavy", "how high", "how large", "how many", "how much",
        "how old", "how tall", "in total", "number of", "the total", "total number", "what amount", "what number",
        "what percentage", "what total", "几个", "几人", "几位", "几件", "几名", "几次", "几种", "几家", "几条", "几项", "几岁",
        "有几", "多大", "多少", "多高", "多重", "多远", "总共", "一共", "总数", "次数", "数量", "人数", "总计", "合计",
    ]

    private static let list = [
        "^list", "^name all", "^name the", "a list", "all of the", "all the different", "and list", "enumerate",
        "list all", "list of", "list the", "name all", "name the", "name three", "what all", "what else",
        "what kind of",
        "what kinds", "what other", "what sort of", "what sorts", "what type of", "what types", "which kinds",
        "which of", "which ones", "哪些", "列举", "列出", "列一", "分别", "有什么", "有啥", "都有", "清单", "名单", "哪几",
        "还有哪",
    ]

    private static let yesNo = [
        "did i ever", "have i ever", "whether", "会不会", "可不可以", "对不对", "对吗", "对吧", "是不是", "是否", "有没有",
        "有无", "能不能", "能否", "行不行", "吗$", "么$", "去没去", "好吗", "过吗",
    ]

    private static let summary = [
        "^catch me up", "^recap", "^sum up", "an overview", "brief me", "bring me up to speed", "catch me up",
        "comprehensive overview", "condense", "everything we", "high-level", "in a nutshell", "key points",
        "key takeaways", "main points", "overview", "progress so far", "progressed", "recap", "state of the project",
        "status of", "sum up", "summaries", "summarise", "summarised", "summarising", "summarize", "summarized",
        "summarizing", "summary", "tl dr", "wrap up", "主要内容", "回顾", "小结", "归纳", "总结", "总览", "摘要", "梳理", "概括",
        "概览", "概述", "汇总", "综述", "进展", "进度",
    ]

    private static let order = [
        "before or after", "chronological", "chronologically", "chronology", "come first", "comes first", "came first",
        "first or", "happened first", "in order", "in what order", "order in which", "order of", "ordered", "sequence",
        "the order", "timeline", "what order", "which first", "which happened", "which order", "依次", "先后", "先还是",
        "哪个先", "哪个更早", "在前", "在后", "时间线", "更早", "更晚", "次序", "谁先", "顺序", "按时间", "最早", "最先", "最后",
    ]

    private static let person = [
        "address of", "birthday", "birthplace", "email", "full name", "hometown", "how old", "how tall", "job title",
        "last name", "live in", "married", "named", "nickname", "occupation", "personality", "phone number",
        "profession", "relationship status", "surname", "the name of", "what is my", "what is the name", "what's my",
        "where am i", "where did i", "where do i", "who", "whom", "whose", "year old", "years old", "什么人", "他是",
        "她是", "出生", "名字", "名叫", "身份", "多大了", "姓什么", "姓名", "学历", "家乡", "岁数", "工作", "年龄", "年纪",
        "手机号", "教育背景", "爱好", "生日", "电话", "籍贯", "老家", "职业", "职位", "联系方式", "谁", "身高", "邮箱", "哪里人",
        "体重", "性格", "叫什么",
    ]

    private static let continuation = [
        "again", "ahead", "and", "another one", "carry on", "continue", "continue please", "do it", "do that",
        "do this",
        "elaborate", "fine", "from where you left off", "from there", "go", "go ahead", "go for it", "go on", "good",
        "great", "hm", "it", "keep going", "keep it up", "let's", "let's do it", "let's go", "make it so", "more",
        "move on", "next", "next one", "next step", "now", "ok", "okay", "on", "perfect", "please", "please continue",
        "please do", "please go on", "please proceed", "proceed", "pls", "ready", "resume", "right", "same again", "so",
        "sounds good", "start", "sure", "tell me more", "thank you", "thanks", "that", "that's fine", "the", "then",
        "this", "try again", "what next", "what now", "what's next", "with", "yeah", "yep", "yes", "you", "一下", "下一个",
        "下一步", "下去", "以后呢", "你", "做", "再", "再来", "再试", "写", "几个", "可以", "吧", "呢", "哦", "啊", "嗯", "好",
        "好的", "完", "就这样", "往下", "开始", "接下来", "接着", "搞", "是的", "来", "没问题", "的", "继续", "行", "试", "请",
        "谢谢", "说", "还有吗", "还有呢", "然后", "对", "那", "了",
    ]

    /// Asked politely as a question, meant as a request.
    private static let request = [
        "^can you", "^can we", "^could you", "^would you", "^will you", "^can i get", "^could i get", "^may i", "能帮我",
        "可以帮我", "能给我", "能告诉我", "可以告诉我",
    ]

    private static let auxiliary = [
        "^am", "^are", "^can", "^could", "^did", "^do", "^does", "^had", "^has", "^have", "^is", "^may", "^might",
        "^must", "^should", "^was", "^were", "^will", "^would", "^aren't", "^didn't", "^doesn't", "^don't", "^hasn't",
        "^haven't", "^isn't", "^wasn't", "^weren't", "^won't", "^wouldn't",
    ]
}
