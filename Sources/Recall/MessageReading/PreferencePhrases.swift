/// The words by which people say what to use and what to leave, as data.
enum PreferencePhrases {
    enum Verb: Sendable {
        /// What follows is to be used.
        case use
        /// The same, and `over` or `to` may follow: `prefer X over Y`.
        case prefer
        /// What follows is to be left.
        case leave
        /// What follows is an action that is not to be done again.
        case refrain
        /// Looks like one of the others.
        case other
    }

    /// At the beginning of what a person asks for.
    static let verbs = PhraseRules<Verb>([
        .init(
            .use,
            [
                "use", "switch to", "go with", "stick to", "stick with", "change to", "change it to use",
                "用", "使用", "改用", "换用", "换成", "改成用", "改为使用", "优先用", "优先使用", "尽量用", "采用",
            ]),
        .init(
            .prefer, ["prefer", "i prefer", "i'd prefer", "we prefer", "i would prefer", "prefer using", "我更喜欢", "我偏好"]),
        .init(
            .leave,
            [
                "don't use", "do not use", "dont use", "never use", "stop using", "avoid using", "avoid",
                "don't ever use",
                "never ever use", "don't go with", "quit using", "do not ever use", "don't use the", "not use",
                "不要用", "别用", "别再用", "不要再用", "不要使用", "别使用", "别再使用", "不要再使用", "禁止使用", "禁止用", "避免使用", "不许用",
                "千万别用", "千万不要用", "永远不要用", "永远别用", "不该用", "不应该用", "不能再用", "不准用", "绝不要用",
            ]),
        .init(
            .refrain,
            [
                "don't", "do not", "dont", "never", "never ever", "don't ever", "stop", "do not ever",
                "不要", "别", "不要再", "别再", "禁止", "千万别", "千万不要", "永远不要", "永远别", "不许", "不准", "绝不要",
            ]),
        .init(
            .other,
            [
                "don't worry", "don't forget", "do not forget", "don't know", "don't think", "don't bother",
                "don't mind",
                "don't get", "don't understand", "don't see", "don't have", "don't need", "don't want", "don't you",
                "don't like", "don't care", "don't believe", "don't remember", "don't we", "do not worry",
                "do not know",
                "never mind", "stop here", "stop it", "stop now", "stop the", "stop and", "stop for", "never again",
                "don't.",
                "dont worry", "dont know", "dont think", "dont forget", "don't hesitate", "don't stop",
                "do not hesitate",
                "do not understand", "do not have", "do not need", "do not want", "do not think", "do not see",
                "用户", "用于", "用来", "用途", "用法", "用处", "用例", "用完", "用了", "用过", "用到", "用不", "用得", "用心",
                "使用者", "使用说明", "别的", "别人", "别处", "别名", "别急", "别担心", "不要担心", "别忘", "不要忘", "不要紧", "别说",
                "别管", "不要管", "换成功",
            ]),
    ])

    /// Between what is to be used and what is to be left.
    static let contrasts = PhraseRules<Bool>([
        .init(
            true,
            ["instead of", "rather than", "in place of", "in favour of not", "而不是", "而不用", "而非", "代替", "取代", "替代"]),
        // Only right behind what is to be used, but for a comma.
        .init(
            false,
            [
                "not", "and not", "never", "and never", "don't use", "and don't use", "do not use", "不要用", "别用", "不用",
                "不要",
                "别", "不是", "不要再用", "别再用",
            ]),
    ])

    /// What is said once and holds from then on.
    static let standing = PhraseRules<Bool>([
        .init(
            true,
            [
                "from now on", "next time", "in future", "in the future", "going forward", "^always", "always",
                "^never",
                "every time", "each time", "for future reference", "as a rule", "remember to", "^remember that",
                "please remember", "^remember:", "^note for the future", "keep in mind", "make it a habit",
                "by default",
                "in general", "moving forward", "don't forget to", "do not forget to", "never ever",
                "以后", "今后", "下次", "记住", "请记得", "^记得", "每次", "一律", "永远", "始终", "总是", "从现在开始", "从现在起", "务必",
                "千万", "往后", "默认用", "别忘了", "不要忘了",
            ]),
        .init(
            false,
            [
                "always fails", "always failing", "is always", "are always", "it always", "always returns",
                "always the same",
                "next time series", "以后端", "remember to me", "每次都失败", "每次都报错", "总是失败", "总是报错", "下次一定",
            ]),
    ])

    /// What people say before they say what they want.
    static let leads: Set<String> = [
        "please", "always", "just", "you", "should", "must", "need", "to", "can", "could", "we", "let's", "lets",
        "next",
        "time", "from", "now", "on", "in", "the", "future", "going", "moving", "forward", "and", "but", "so", "no",
        "nope",
        "wrong", "ok", "okay", "then", "better", "rather", "instead", "i", "want", "would", "like", "i'd", "also",
        "again",
        "remember", "only", "actually", "sorry", "hey", "good", "great", "thanks", "for", "this", "project", "repo",
        "here",
        "kindly", "really", "ever", "every", "as", "a", "rule", "by", "default", "that", "not", "wait", "use",
    ]
    static let leadsChinese: Set<Character> = Set("请以后都下次记得住你应该最好还是那就先一律今后始终总每直接要需我想让这里项目中在从现开始务必麻烦起往不对错了，")
}
