/// The words behind `MessageRelation`, as data. What looks like such a word and is none has no rule.
enum RelationPhrases {
    static let rules = PhraseRules<RelationRule?>([
        .init(.newTopicWords, newTopic + newTopicChinese),
        .init(.correctionWords, correction + correctionChinese),
        .init(.nextWords, next + nextChinese),
        .init(nil, innocent + innocentChinese),
    ])

    /// The token at which a message that begins a new task stops to speak of the old one: where it says so, else behind its
    /// first sentence.
    static func newTaskStart(_ tokens: MessageTokens) -> Int {
        rules.matches(in: tokens).first { $0.meaning == .newTopicWords }?.range.lowerBound
            ?? (tokens.items.isEmpty ? 0 : tokens.sentenceEnd(0))
    }

    private static let newTopic = [
        "^new topic", "new topic:", "new topic,", "^new task", "new task:", "a new task for you", "have a new task",
        "got a new task", "^new question", "a new question for you", "have a new question", "^new subject",
        "^different topic", "^a different topic", "^different task", "^a different task", "^different question",
        "^a different question", "have a different question", "^different subject", "^a different subject",
        "^another topic", "^another task", "another task for you", "have another task", "^another question",
        "have another question", "got another question", "^another subject", "^another thing:", "^unrelated",
        "unrelated question", "unrelated task", "this is unrelated", "on another note", "on a different note",
        "on an unrelated note", "forget that$", "forget about that$", "forget it$", "forget this$", "forget about it$",
        "forget about this$", "forget all that$", "forget everything above", "never mind that$", "nevermind that$",
        "^never mind$", "^nevermind$", "switching gears", "switch gears", "switching topics", "switch topics",
        "change of topic", "change of subject", "changing the subject", "change the subject", "let's change topic",
        "let's do something else", "let's move on to something else", "moving on to something else",
        "^something else now", "^something else:", "^now something else", "^now for something else",
        "^now for something completely different", "^something completely different", "^completely different topic",
        "^totally different topic", "^start a new task", "^drop that$", "^scrap that$", "put that aside",
        "set that aside", "leave that for now", "leave that aside",
    ]
    private static let newTopicChinese = [
        "^新任务", "新任务:", "有个新任务", "有一个新任务", "^新话题", "新话题:", "^新问题", "有个新问题", "有一个新问题", "^新的任务",
        "^新的话题", "^新的问题", "^新需求", "有个新需求", "换个话题", "换一个话题", "换话题", "换个问题", "换一个问题", "换个任务",
        "换一个任务", "另一个问题", "另一个话题", "^另一个任务", "^另一个项目", "^另一个需求", "^另一个事", "另一件事", "另外一个问题",
        "另外一个话题", "^另外一个任务", "另外一件事", "^另外一个事", "^问个别的", "^别的问题", "^别的事", "^其他事", "不相关的问题", "无关的问题",
        "先不管这个", "先不管那个", "先不说这个", "先不说那个", "不说这个了", "不管这个了", "^忘了这个", "^忘掉这个", "^忘记这个", "忘掉刚才",
        "忘了刚才", "忘记刚才", "别管那个了", "别管这个了", "这个先放一放", "那个先放一放", "说点别的", "聊点别的", "做点别的", "^另一个$",
    ]

    private static let correction = [
        "^wrong", "that's wrong", "that is wrong", "this is wrong", "it's wrong", "it is wrong", "is still wrong",
        "is all wrong", "you're wrong", "you are wrong", "you got it wrong", "you got that wrong", "looks wrong",
        "seems wrong",
        "isn't correct", "^incorrect", "that's incorrect", "this is incorrect", "it's incorrect", "is incorrect$",
        "is not correct", "the wrong file", "the wrong one", "the wrong place", "the wrong way", "the wrong thing",
        "^redo",
        "redo it", "redo this", "redo that", "please redo", "^start over", "^hold on", "i wanted you to", "i wanted it",
        "that's not right", "that is not right", "this is not right", "that's not correct",
        "that isn't right", "this isn't right", "it's not right", "not quite right", "^not quite", "^not really$",
        "not what i", "not what we", "isn't what i", "wasn't what i", "not the one i", "didn't ask for",
        "did not ask for",
        "didn't ask you to", "did not ask you to", "never asked", "i didn't mean", "i did not mean", "i don't mean",
        "that's not it", "that is not it", "^^no,", "^^no.", "^^no!", "^^no:", "^^nope", "^^nah", "^^no no",
        "^^no that", "^^no it", "^^no you", "^^no i", "^^no not", "^^no don't", "^^no we", "^^no this", "^^no use",
        "do it again", "do that again", "^try again", "please try again",
        "^instead", "instead$", "undo that", "undo this", "undo it", "undo your", "^undo", "revert that", "revert this",
        "revert it", "revert your", "^revert", "roll that back", "roll it back", "change it back", "put it back",
        "you forgot", "you missed", "you misunderstood", "you misread", "you ignored", "you overlooked", "you skipped",
        "you broke", "you deleted", "you removed the", "you should have", "you shouldn't have", "you were supposed to",
        "i meant", "what i meant", "i said", "i told you", "as i said", "i asked you to", "i asked for",
        "i actually wanted", "still fails", "still failing", "still broken", "still not working", "still wrong",
        "still doesn't", "still does not", "still isn't", "still not", "still crashes", "still crashing",
        "still the same error", "still get", "still getting", "still see", "still seeing", "same error",
        "same problem again",
        "it doesn't work", "it does not work", "that doesn't work", "that does not work", "this doesn't work",
        "it didn't work", "that didn't work", "that did not work", "it did not work", "doesn't work$", "didn't work$",
        "not working$", "isn't working$", "it's broken", "it fails$", "that fails$", "it failed$", "that failed$",
        "there is a mistake", "there's a mistake", "you made a mistake", "there's a bug in your", "^stop using",
        "^don't use", "^do not use", "not like that", "not like this", "^rather", "^correction",
    ]
    private static let correctionChinese = [
        "不对", "错了", "不正确", "有误", "搞错", "弄错", "写错", "做错", "理解错", "看错", "不是这样", "不是这个", "不是那个", "不是我要",
        "不是我想", "不是我说", "不是让你", "没让你", "没有让你", "我说的是", "我要的是", "我想要的是", "我的意思是", "我是说", "^应该是", "而不是",
        "重做", "重新做", "重来", "重新来", "再试一次", "再来一遍", "再做一遍", "撤销", "撤回", "改回", "还原", "恢复原样",
        "还是不行", "还是报错", "还是失败", "还是错", "还是不对", "还是不能", "还是不好", "还是不工作", "还是不可以", "仍然报错", "仍然失败", "仍然不", "依然报错", "依然不",
        "又报错", "又失败", "又错",
        "不行$", "^不行", "没用$", "不管用", "不起作用", "没有生效", "没生效", "没解决", "没有解决", "你忘了", "你漏了", "漏掉了", "你忽略",
        "^不,", "^不是,", "^不要这样", "^别这样", "^别用", "^不要用", "改用", "^换成", "^改成", "不該", "不對", "錯了", "重做一遍",
    ]

    private static let next = [
        "^next", "next one", "next step", "also", "another similar", "a similar one", "one more", "^now", "^then",
        "and then", "after that", "additionally", "in addition", "furthermore", "same for", "the same for",
        "same thing for",
        "do the same", "^continue", "^go on", "^go ahead", "^proceed", "^carry on", "keep going", "while you're at it",
        "while you are at it", "as well", "likewise", "similarly", "follow-up", "follow up", "^and now", "^finally",
        "the rest of", "the other ones", "the remaining",
    ]
    private static let nextChinese = [
        "接着", "再帮", "^再", "再加", "再写", "再做", "再来一个", "再看", "再把", "再给", "然后", "继续", "下一个", "下一步", "下一项", "顺便",
        "顺带", "同样", "同时", "也帮", "也把", "也要", "也给", "还要", "还需要", "还有", "接下来", "另外再", "类似的", "剩下的", "其余的", "繼續",
    ]

    private static let innocent = [
        "no problem", "^^no worries", "^^no need", "^^no rush", "^^no thanks", "^^no, thanks", "^^no thank you",
        "^^no, thank you", "^^no, that's all", "^^no, that's it", "^^no, that is all", "^^no, all good",
        "^^no, it's fine",
        "^^no, looks good", "^^no, that's fine", "^^no, go ahead", "^^no, continue", "wrong password", "wrong with",
        "what is wrong", "what's wrong", "goes wrong", "went wrong", "go wrong", "nothing wrong", "also known as",
        "even now", "until now", "so that's", "forget it to", "not wrong", "not incorrect", "isn't wrong",
        "also called",
        "as well as", "still get to", "redo log", "redo logs", "undo log", "undo stack", "follow up email",
        "incorrect password", "incorrect credentials", "same error handling", "redo button", "undo button",
        "mark as incorrect", "if incorrect", "i wanted to know", "i wanted to ask",
    ]
    private static let innocentChinese = [
        "没问题", "没有问题", "对不对", "还是不对称", "是不是", "不对称", "错了吗", "再见", "不错", "没错", "哪里错了", "哪儿错了", "什么地方错了", "哪错了", "出错了",
        "还有什么", "而不是因为", "不对外", "应该是可以",
        "应该是吧", "应该是好了", "撤销按钮", "撤销功能", "重做按钮", "不行吗", "面对不", "也不对吗",
    ]
}
