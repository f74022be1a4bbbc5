/// The phrases behind `TextCues`, as data.
enum TextCuePhrases {
    static let shared = PhraseTable(table)

    static let table: [PhraseTable.Group] = [
        group(.question, question), group(.firstPerson, firstPerson),
        group([.preference, .firstPerson], ownPreference),
        group(.preference, preference), group(.instruction, instruction), group(.decision, decision),
        group(.correction, correction), group(.changeOfFact, changeOfFact), group(.courtesy, courtesy),
        group(.hasNumber, numbers),
    ]

    private static func group(_ cues: TextCues, _ phrases: [String]) -> PhraseTable.Group {
        PhraseTable.Group(mask: cues.rawValue, phrases: phrases)
    }

    private static let question = [
        "^are you", "^can i", "^can we", "^can you", "^could i", "^could we", "^could you", "^did you", "^do i",
        "^do we",
        "^do you", "^does", "^have you", "^how about", "^how can", "^how could", "^how did", "^how do", "^how does",
        "^how is", "^how long", "^how many", "^how much", "^how should", "^how to", "^is it", "^is that", "^is there",
        "^is this", "^should i", "^should we", "^what about", "^what are", "^what did", "^what do", "^what does",
        "^what if", "^what is", "^what kind", "^what should", "^what was", "^what would", "^what's", "^when did",
        "^when is", "^where are", "^where can", "^where did", "^where do", "^where is", "^which", "^who are", "^who is",
        "^who was", "^why did", "^why do", "^why does", "^why is", "^would you", "为什么", "为啥", "什么时候", "什么样",
        "什么$", "会不会", "何时", "几点", "哪个", "哪些", "哪天", "哪里", "哪儿", "啥时候", "多久", "多少", "如何$", "对吗",
        "怎么办", "怎么样", "怎样$", "怎么做", "是不是", "是什么", "是否", "是谁", "有没有", "能不能", "能否", "请问", "吗$",
        "呢$",
    ]

    private static let firstPerson = [
        "i", "i'd", "i'll", "i'm", "i've", "im", "ive", "me", "mine", "my", "myself", "our", "ours", "ourselves", "we",
        "we'd", "we'll", "we're", "we've", "我", "咱", "俺", "本人",
    ]

    private static let ownPreference = [
        "for me to", "i admire", "i adore", "i appreciate", "i avoid", "i believe in", "i can never", "i can't stand",
        "i cannot stand", "i care about", "i cherish", "i crave", "i despise", "i detest", "i dislike",
        "i do not enjoy",
        "i do not like", "i don't enjoy", "i don't eat", "i don't drink", "i don't like", "i don't want", "i dont like",
        "i enjoy", "i fear", "i find", "i hate", "i have a fear", "i have a passion", "i have an aversion", "i like",
        "i loathe", "i love", "i need", "i never", "i always", "i only", "i often", "i prefer", "i refuse",
        "i struggle with", "i tend to", "i try to", "i usually", "i value", "i want", "i wish", "i would like",
        "i would love", "i would rather", "i'd like", "i'd love", "i'd prefer", "i'd rather", "i'm a fan",
        "i'm a vegan",
        "i'm a vegetarian", "i'm afraid of", "i'm against", "i'm allergic", "i'm averse", "i'm drawn to", "i'm into",
        "i'm keen on", "i'm more of a", "i'm not a fan", "i'm not comfortable", "i'm not into", "i'm obsessed",
        "i'm scared of", "i'm sensitive to", "i'm strict", "i'm trying to avoid", "i've always", "i've never",
        "my favorite", "my favourite", "my go-to", "my hobby", "my hobbies", "my ideal", "my passion", "my preference",
        "my preferred", "my taste", "works for me", "work for me", "we enjoy", "we like", "we love", "we prefer",
        "我不吃", "我不喜欢", "我不喝", "我不想", "我喜欢", "我想", "我总是", "我更", "我要", "我从不", "我从来不",
    ]

    private static let preference = [
        "allergic", "allergy", "allergies", "aversion to", "big on", "can't bear", "can't stand", "dislike", "dislikes",
        "enjoyed", "enjoys", "fan of", "favorite", "favorites", "favourite", "favourites", "fond of", "hates",
        "hobbies",
        "hobby", "interested in", "intolerance", "intolerant", "keen on", "loves", "passionate about", "prefer",
        "preference", "preferences", "preferred", "prefers", "rather not", "uncomfortable", "偏好", "偏爱", "热爱", "爱好",
        "爱吃", "爱喝", "爱看", "喜欢", "喜爱", "喜好", "讨厌", "习惯", "过敏", "钟爱", "受不了", "忌口", "更愿意", "宁愿",
        "宁可", "兴趣", "感兴趣", "不爱", "反感", "迷上", "痴迷", "害怕", "向往",
    ]

    private static let instruction = [
        "^always", "^never", "^only use",
        "^please always",
        "^please do not", "^please don't", "^please never", "always add", "always ask",
        "always do",
        "always format", "always include", "always keep", "always mention", "always provide", "always reply",
        "always respond", "always show", "always start", "always use", "always write", "and always", "and never",
        "as a rule", "by default use", "do not ever", "do not use", "don't ever", "don't use", "each time i",
        "every time i", "every time you", "from here on", "from now on", "from this point", "going forward",
        "i want you to always", "i want you to never", "in all future", "in the future please", "make sure to",
        "make sure you", "must always", "must never", "must not", "never do", "never use", "please always",
        "please avoid", "please don't", "please never", "please only", "please remember", "please stop", "please use",
        "remember that", "remember to", "should always", "should never", "the rule is", "whenever i ask",
        "whenever you",
        "you must", "不准", "不要再", "不要用", "今后", "从今以后", "从现在起", "从现在开始", "以后都", "以后请", "以后要",
        "以后不", "以后别", "以后用", "以后", "再也不要", "别再", "别用", "切记", "务必", "必须", "每次", "每当", "永远不要", "永远",
        "一律", "总是", "始终", "牢记", "规定", "记住", "记得", "请不要", "请使用", "请勿", "请始终", "请用", "禁止", "默认用",
    ]

    private static let decision = [
        "a decision", "agreed on", "agreed that", "agreed to", "decided against", "decided not", "decided on",
        "decided that", "decided to", "decided we", "decision is", "decision was", "final choice", "final decision",
        "finalised", "finalized", "go ahead with", "going for the", "going with", "have decided", "i chose",
        "i decided",
        "i picked", "i settled", "i'll go with", "i've chosen", "i've decided", "let's go with",
        "let's stick with", "let's use", "made up my mind", "opted for", "opted to", "opting for", "settle on",
        "settled for", "settled on", "sticking with", "the decision", "the plan is", "we agreed", "we chose",
        "we decided",
        "we picked", "we settled", "we will use", "we'll go with", "we'll use", "went with", "决定", "决议", "选定", "敲定",
        "拍板", "定下来", "定好", "定为", "约定", "商定", "就用", "就选", "选择了", "采用", "确定用", "最终选", "打算用",
    ]

    private static let correction = [
        "^actually", "^correction", "^no i", "^no it", "^no that", "^no the", "^no wait", "^nope", "^sorry i meant",
        "^wait", "a mistake", "but rather", "correct myself", "got it wrong", "i got that wrong", "i mean", "i meant",
        "i misspoke", "i mistyped", "i misremembered", "i was mistaken", "i was wrong", "incorrect", "is not correct",
        "is not right", "is wrong", "isn't correct", "isn't right", "misunderstood", "my bad", "my mistake",
        "not correct", "on second thought", "scratch that", "should have been", "should have said", "strike that",
        "supposed to be", "that's not", "turns out", "was wrong", "wasn't right", "you're mistaken", "you're wrong",
        "不对", "不是这样", "才对", "更正", "纠正", "改口", "而是", "说错", "搞错", "弄错", "写错", "记错", "错了", "其实",
        "事实上", "准确地说", "我的意思是", "有误",
    ]

    private static let changeOfFact = [
        "any more", "anymore", "are now", "as of now", "as of today", "changed from", "changed his", "changed her",
        "changed its", "changed my", "changed our", "changed the", "changed their", "changed to", "converted to",
        "decreased to", "deprecated", "dropped from", "dropped to", "extended to", "got promoted", "grew to",
        "has become", "has changed", "has improved", "has increased", "has moved", "have changed", "have moved",
        "i now", "increased from", "increased to", "is now", "it now", "improved from", "improved to", "just moved",
        "lowered to", "migrated from", "migrated to", "moved back", "moved from", "moved into", "moved to", "new job",
        "no longer", "not any longer", "now have", "now has", "now it", "now uses", "now using", "postponed",
        "promoted to", "pushed back", "pushed to", "quit my", "raised to", "reduced from", "reduced to",
        "refactored", "renamed", "replaced", "rescheduled", "shifted to", "stopped using", "switched from",
        "switched over", "switched to", "switching to", "transitioned", "updated from", "updated its", "updated my",
        "updated our", "updated the", "updated to", "upgraded", "used to be", "used to have", "used to live",
        "used to work", "we now", "went from", "升级到", "升到", "升级为", "变为", "变成", "变更", "增加到", "减少到", "提高到",
        "降到", "已改", "已经改", "已经换", "推迟", "延期", "延长到", "提前到", "搬到", "搬去", "搬家", "换了", "换到", "换成",
        "换工作", "改为", "改到", "改成", "改用", "改名", "更名", "替换", "更新为", "调到", "调整为", "现在是", "现在用", "现在改",
        "迁移到", "转到", "跳槽", "离职", "升职", "不再", "不用了",
    ]

    private static let courtesy = [
        "absolutely", "agreed", "all good", "alright", "amazing", "anytime", "appreciate it", "appreciate you",
        "appreciate your help", "awesome", "bye", "bye for now", "can't wait", "catch you later", "cheers", "congrats",
        "congratulations", "cool", "definitely", "exactly", "for sure", "glad to hear", "glad to help",
        "good afternoon", "good evening", "good job", "good luck", "good morning", "good night", "good one",
        "good to hear", "good to see you", "got it", "great", "great to hear", "great to see you", "great job", "haha",
        "have a good", "have a great day", "have a nice day", "hello", "hey", "hey there", "hi", "hi there",
        "how are things", "how are you", "how are you doing", "how have you been", "how's it going", "i agree",
        "i appreciate it", "long time no see", "lol", "lovely", "makes sense", "my pleasure", "nice", "nice one",
        "nice to hear", "nice to see you", "no problem", "no worries", "of course", "oh", "ok", "okay", "perfect",
        "see you", "see you later", "see you soon", "see you then", "so much", "sounds good", "sounds great",
        "sounds like a plan", "sup", "sure", "sure thing", "take care", "talk soon", "talk to you later", "thank you",
        "thank you so much", "thank you very much", "thanks", "thanks a lot", "thanks again", "thanks for your help",
        "thanks so much", "that's awesome", "that's good", "that's great", "that's nice", "that's right", "thx",
        "totally", "understood", "very much", "welcome", "well done", "what's up", "will do", "wonderful", "wow", "yay",
        "yeah", "yep", "yes", "you bet", "you too", "you're welcome", "不客气", "不用谢", "再见", "辛苦了", "拜拜", "晚安",
        "早安", "早上好", "下午好", "晚上好", "你好", "您好", "大家好", "嗨", "哈喽", "嗯嗯", "嗯", "哦", "哈哈", "好吧", "好呀",
        "好啊", "好的", "好嘞", "行", "没事", "没问题", "没关系", "明白了", "知道了", "收到", "太好了", "太棒了", "谢谢", "谢谢你",
        "谢谢您", "多谢", "感谢", "非常感谢", "你", "您", "的", "了", "啊", "呀", "哦", "吧", "呢", "吗", "可以", "当然", "加油",
    ]

    private static let numbers = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "dozen", "hundred", "thousand",
        "million", "billion", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿", "第一",
    ]
}
