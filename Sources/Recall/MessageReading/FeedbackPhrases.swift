/// What phrases say of the work before them, as data: the sign is the side, the size how sure, in [0, 1]. Nothing is said
/// by those of weight 0, which only look like others.
enum FeedbackPhrases {
    static let verdicts = PhraseRules<Double>([
        .init(0.9, delight + delightChinese), .init(0.8, approval + approvalChinese),
        .init(0.5, thanks + thanksChinese), .init(0.2, politeness + politenessChinese),
        .init(0, innocent + innocentChinese),
        .init(-0.5, doubt + doubtChinese), .init(-0.6, disapproval + disapprovalChinese),
        .init(-0.9, complaint + complaintChinese),
    ])

    private static let delight = [
        "works perfectly", "works great", "works like a charm", "works well", "works beautifully", "works fine now",
        "works now", "exactly what i wanted", "exactly what i needed", "exactly what i meant",
        "exactly what i asked for",
        "exactly what i was looking for", "just what i needed", "exactly right", "love it", "i love this",
        "that fixed it",
        "this fixed it", "that did it", "that did the trick", "that solved it", "that solved the problem", "well done",
        "great job", "good job", "nice job", "nice work", "good work", "great work", "excellent work", "amazing work",
        "much better", "spot on", "you nailed it", "nailed it", "^brilliant", "^amazing", "^fantastic", "^wonderful",
        "^awesome", "^beautiful$", "you're the best", "you are the best", "really helpful", "very helpful",
        "super helpful",
        "i'm impressed", "impressive work", "couldn't be better", "could not be better", "can't complain",
    ]
    private static let approval = [
        "it works", "that works", "this works", "that worked", "it worked", "this worked", "all good", "looks good",
        "look good", "looks great", "looks perfect", "looks right", "looks correct", "looks fine", "lgtm", "^perfect",
        "^great$", "^great,", "^great now", "^excellent", "^nice$", "^good$", "^correct$", "^cool$", "^exactly$",
        "that's great", "that's perfect", "that's correct", "that's right", "that's it$", "that's good",
        "that's awesome",
        "that's excellent", "that's nice", "that's better", "that's exactly", "that is great", "that is perfect",
        "that is correct", "that is right", "that is good", "that is better", "that is exactly", "this is great",
        "this is perfect", "this is correct", "this is good", "this is exactly", "this is better", "this is awesome",
        "it's perfect", "it's great", "is perfect$", "is great$", "problem solved", "is solved", "^solved",
        "all solved",
        "no more errors", "no errors anymore", "not bad", "is fixed", "it's fixed", "fixed now", "^fixed$", "very good",
        "very nice", "so good", "happy with", "no complaints", "tests pass now", "all tests pass$", "passes now",
        "nothing wrong", "build is green", "all green", "good to go", "ship it", "no issues", "much appreciated",
    ]
    private static let thanks = [
        "^^thanks", "^^thank you", "^^thx", "^^ty$", "^^cheers", "^^many thanks", "thanks for your help",
        "thanks a lot",
        "thanks so much", "thank you so much", "thank you very much", "appreciate it", "appreciate your",
    ]
    private static let politeness = ["thanks", "thank you", "thx", "thanks in advance", "^^thanks in advance"]
    private static let innocent = [
        "no problem", "no worries", "not a problem", "no thanks", "no, thanks", "no need", "no rush", "no idea",
        "no doubt",
        "^^no thank you", "^^no, thank you", "^^no, that's all", "^^no, go ahead", "what is wrong", "what's wrong",
        "what went wrong", "goes wrong", "go wrong", "wrong with", "wrong password", "same error handling",
        "great, but",
        "good, but", "nice, but", "no error handling", "as good as", "good luck", "thanks to",
    ]
    private static let doubt = [
        "^^no,", "^^no.", "^^no!", "^^nope", "^^nah", "^not quite", "not great", "too slow", "too complicated",
        "too complex",
        "too verbose", "too long", "overcomplicated", "over-engineered", "overengineered", "^meh", "not ideal",
        "not really what", "could be better", "isn't great", "^hold on", "^wait,",
    ]
    private static let disapproval = [
        "redo it", "redo this", "redo that", "^redo", "please redo", "^try again", "please try again", "do it again",
        "do that again", "^start over", "undo that", "undo this", "undo it", "^undo", "revert that", "revert this",
        "revert it", "^revert", "roll that back", "roll it back", "change it back", "put it back", "you forgot",
        "you missed",
        "you overlooked", "you skipped", "you should have", "you shouldn't have", "you were supposed to", "i meant",
        "i told you", "as i said", "i asked you to", "not good enough", "bad idea", "the wrong file", "the wrong one",
        "the wrong place", "the wrong way", "the wrong thing", "not quite right", "there is a mistake",
        "there's a mistake",
        "there's a bug in your", "doesn't look right", "does not look right", "looks wrong", "seems wrong",
    ]
    private static let complaint = [
        "^wrong", "that's wrong", "that is wrong", "this is wrong", "it's wrong", "it is wrong", "is completely wrong",
        "is totally wrong", "completely wrong", "totally wrong", "is all wrong", "is still wrong", "is wrong$",
        "you're wrong",
        "you are wrong", "you got it wrong", "you got that wrong", "you broke", "it's broken", "it is broken",
        "this is broken", "that broke", "it broke", "still broken", "still failing", "still fails", "still fail",
        "still wrong",
        "still doesn't", "still does not", "still isn't", "still not", "still crashes", "still crashing",
        "still the same error", "still get the", "still getting", "still seeing", "still see the", "same error",
        "same problem again", "same issue again", "doesn't work", "does not work", "doesnt work", "didn't work",
        "did not work", "didnt work", "not working", "isn't working", "won't work", "no longer works", "not what i",
        "isn't what i", "wasn't what i", "that's not what", "not the one i", "didn't ask for", "did not ask for",
        "didn't ask you to", "did not ask you to", "never asked", "is not correct", "isn't correct",
        "that's not correct",
        "^incorrect", "that's incorrect", "this is incorrect", "it's incorrect", "is incorrect$", "that's not right",
        "that is not right", "this is not right", "that isn't right", "isn't right", "it's not right", "that's not it",
        "that is not it", "^terrible", "^awful", "^horrible", "^useless", "is terrible", "is awful", "is useless",
        "that's bad",
        "this is bad", "not good$", "makes it worse", "made it worse", "worse than before", "it's worse",
        "you made a mistake",
        "you misunderstood", "you misread", "you ignored", "you deleted", "why did you", "it fails", "that fails",
        "this fails", "it failed", "that failed", "this failed", "it crashes", "it crashed", "keeps failing",
        "keeps crashing", "did not help", "didn't help", "doesn't help", "not helpful", "not fixed", "isn't fixed",
        "waste of time", "not solved", "isn't solved", "stop doing that",
    ]

    private static let delightChinese = [
        "太好了", "太棒了", "真棒", "很棒", "完美", "非常好", "正是我想要", "正是我要", "就是我想要", "就是我要的", "干得好", "干得漂亮",
        "做得好", "做得很好", "做得不错", "厉害", "太强了", "爱了", "解决了", "搞定了", "好多了", "很有帮助", "帮大忙",
    ]
    private static let approvalChinese = [
        "很好", "不错", "挺好", "可以了", "^好了$", "成功了", "^正确", "是对的", "就是这样", "就是这个", "没问题了", "没有问题了", "没错",
        "^赞", "^漂亮", "辛苦了", "运行正常", "正常了", "能用了", "通过了", "很满意", "修好了", "好使", "有效$", "管用",
    ]
    private static let thanksChinese = ["^^谢谢", "^^多谢", "^^感谢", "^^谢啦", "^^谢了", "^^謝謝", "非常感谢", "太感谢"]
    private static let politenessChinese = ["谢谢", "感谢", "多谢", "謝謝"]
    private static let innocentChinese = [
        "没问题", "没有问题", "不好意思", "不客气", "不用谢", "没关系", "有没有问题", "有什么问题", "什么问题", "对不对", "还是不对称", "是不是", "好不好",
        "能不能", "行不行", "可不可以", "对不起", "不对称", "哪里错了", "哪儿错了", "什么地方错了", "错误信息", "错误日志", "错了吗", "出错了",
        "没用过", "没用到", "不错误", "解决了吗", "好了吗", "谢谢你的建议", "更好", "最好",
    ]
    private static let doubtChinese = ["^^不,", "^^不是,", "太慢", "太复杂", "太啰嗦", "太长了", "不太好", "不够好", "不太对", "有点问题", "不理想"]
    private static let disapprovalChinese = [
        "重做", "重新做", "重来", "重新来", "再试一次", "再做一遍", "再来一遍", "撤销", "撤回", "改回", "还原", "恢复原样", "你忘了", "你漏了",
        "漏掉了", "你忽略", "我说的是", "我要的是", "我想要的是", "我的意思是", "我是说", "我说过", "不要这样", "别这样", "有问题$",
    ]
    private static let complaintChinese = [
        "不对", "错了", "不是这样", "不是这个", "不是那个", "不是我要", "不是我想", "不是我说", "不是让你", "没让你", "没有让你", "不行",
        "没用", "不管用", "不起作用", "没有生效", "没生效", "还是报错", "还是失败", "还是错", "还是不对", "还是不能", "还是不好", "还是不工作",
        "还是不可以", "仍然报错", "仍然失败", "仍然不", "依然报错",
        "依然不", "又报错", "又失败", "又错", "搞错", "弄错", "写错", "做错", "理解错", "太差", "糟糕", "很差", "不好$", "^失败了", "又失败了", "测试失败了$",
        "没解决",
        "没有解决", "没成功", "没有成功", "跑不通", "不能用", "用不了", "弄坏", "搞坏", "更糟", "不满意", "不正确", "有误", "谁让你", "你为什么",
        "不對", "錯了", "没修好", "没有修好",
    ]
}
